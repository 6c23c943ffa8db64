//! The cluster of the original chart starts, takes 1,000 messages and gives them back.

use std::time::Duration;

use anyhow::Result;

use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario, placement};
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::rocketmq::audit::audit;

const MESSAGES: u32 = 1_000;

pub const SCENARIO: Scenario = Scenario {
    name: "boot",
    about: "three-nodes.yaml boots, elects one leader, takes 1,000 messages, passes its own smoke test",
    extent: Extent::Always,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    placement::pinned(release)?;
    let traffic = Traffic::connect(release, GROUP, &From::Inside)?;
    let sent = traffic.driver().send(traffic.topic(), MESSAGES, Duration::ZERO, Duration::from_mins(2))?;
    measured.rate = Some(sent.rate());
    Assertion::OneLeader.check(sent.acknowledged == u64::from(MESSAGES), || {
        format!("{} of {MESSAGES} were acknowledged; met: {}", sent.acknowledged, sent.errors_text())
    })?;
    let audit = audit(traffic.driver(), traffic.topic(), &[sent.file], Duration::from_secs(30))?;
    measured.note_account(&audit.account);
    Assertion::NothingLost.check(audit.account.lost.is_empty(), || audit.account.lost_text())?;
    let (succeeded, log) = release.smoke_test(&[])?;
    Assertion::SmokeTest.check(succeeded, || log)
}
