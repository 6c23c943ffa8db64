//! Leaders crash, stop and come back until one that came back leads again and crashes again.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "leader-restarted",
    about: "SIGTERM and kill -9 of leaders that come back, until one of these leads and is killed again",
    extent: Extent::All,
    run,
};

/// Three members: at the fourth failure one of them leads for the second time.
const ROUNDS: usize = 4;

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    let mut came_back = BTreeSet::new();
    for round in 0..ROUNDS {
        traffic.flows()?;
        let (_, pod) = faults::leader(release, GROUP)?;
        let again = !came_back.insert(pod.name.clone());
        if round == 0 {
            traffic.fault(&format!("SIGTERM {}", pod.name))?;
            faults::stop_and_await_successor(release, &pod, measured)?;
        } else {
            traffic.fault(&format!("kill -9 {}{}", pod.name, if again { ", which had come back" } else { "" }))?;
            faults::kill_and_await_restart(release, &pod)?;
        }
        traffic.flows()?;
        faults::whole(release, GROUP, 3)?;
        if again {
            return traffic.settle(measured);
        }
    }
    bail!("no broker led twice within {ROUNDS} failures of a group of three")
}
