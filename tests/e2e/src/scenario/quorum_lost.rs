//! Two of three members are gone: the group refuses, and loses nothing.

use std::time::Duration;

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "quorum-lost",
    about: "two of three members are down: no message is acknowledged, none is lost, sending goes on when they are back",
    extent: Extent::All,
    run,
};

/// How long a leader may still answer for messages that its followers had taken.
const ECHO: Duration = Duration::from_secs(5);

const WITHOUT_QUORUM: Duration = Duration::from_secs(15);

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let (_, leader) = faults::leader(release, GROUP)?;
    let followers: Vec<_> = release.pods("broker").into_iter().filter(|pod| pod.uid != leader.uid).collect();
    traffic.fault("both followers are killed")?;
    for pod in &followers {
        pod.hold();
        pod.kill();
    }
    std::thread::sleep(ECHO);
    let acknowledged = traffic.rests(WITHOUT_QUORUM)?;
    Assertion::Quorum
        .check(acknowledged == 0, || format!("{acknowledged} messages were acknowledged by one member of three"))?;
    for pod in &followers {
        pod.release();
    }
    traffic.flows()?;
    faults::whole(release, GROUP, 3)?;
    traffic.settle(measured)
}
