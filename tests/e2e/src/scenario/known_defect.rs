//! DLedger from 5.2.0 on loses acknowledged messages after unclean restarts: shown, so that the day is noticed on which
//! it no longer does.
//!
//! A recovering broker cuts its queues back to an offset that is short by 48 bytes for each entry. That shows only where
//! the cut is below its last checkpoint: there must be many entries, and the log must have rested before each kill.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::progress::say;
use crate::report::assertion::{Assertion, Failed};
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "known-defect",
    about: "DLedger on 5.5.0, which rmq renders only with acceptKnownDataLoss, still loses acknowledged messages",
    extent: Extent::All,
    run,
};

const VALUES: [&str; 8] = [
    "--set",
    "version=5.5.0",
    "--set",
    "mode=dledger",
    "--set",
    "acceptKnownDataLoss=true",
    "--set",
    "metrics.enabled=false",
];

/// Longer than the interval at which a broker writes its checkpoint.
const QUIET: Duration = Duration::from_secs(75);

/// 48 bytes for each of them must be more than what is written between the rest and the kill: 500 messages of 500 bytes.
const MESSAGES: u32 = 8_000;

/// At the fourth failure of a group of three somebody leads for the second time.
const ROUNDS: usize = 4;

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let release = stage.own("defect", &VALUES, measured)?;
    let mut traffic = Traffic::start(&release, GROUP, &From::Inside)?;
    traffic.driver().send(traffic.topic(), MESSAGES, Duration::ZERO, Duration::from_mins(5))?;
    let mut came_back = BTreeSet::new();
    for _ in 0..ROUNDS {
        traffic.pause(QUIET)?;
        traffic.flows()?;
        let (_, pod) = faults::leader(&release, GROUP)?;
        traffic.fault(&format!("kill -9 {}", pod.name))?;
        faults::kill_and_await_restart(&release, &pod)?;
        faults::whole(&release, GROUP, 3)?;
        if !came_back.insert(pod.name.clone()) {
            break;
        }
    }
    traffic.flows()?;
    let ended = traffic.settle(measured);
    stage.end(&release)?;
    is_lost(ended)
}

/// Succeeds when messages were lost, and fails when none was: then the check that refuses this version can be dropped.
fn is_lost(ended: Result<()>) -> Result<()> {
    let Err(error) = ended else {
        return Assertion::KnownDefect.check(false, || {
            "DLedger on 5.5.0 lost nothing: see whether apache/rocketmq has mended it, then change rule \
             dledger-message-loss"
                .to_owned()
        });
    };
    match Failed::of(&error) {
        Some(Assertion::NothingLost | Assertion::PositionsOnce) => {
            say(&format!("as known: {error:#}"));
            Ok(())
        }
        _ => Err(error),
    }
}
