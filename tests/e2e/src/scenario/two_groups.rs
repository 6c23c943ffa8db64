//! Two groups: topics on both, and one goes on without the other.

use std::time::Duration;

use anyhow::Result;

use super::stage::{Stage, boot_groups};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario, faults};
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "two-groups",
    about: "topics on two groups; one loses its majority, the other stays writable",
    extent: Extent::All,
    run,
};

const GROUPS: [&str; 2] = ["rocketmq-broker", "rocketmq-broker-g1"];

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let release = Release::install(&stage.world, "two-groups", &["-f", "examples/two-groups.yaml"])?;
    boot_groups(&release, &GROUPS, 3, measured)?;
    let (first, second) =
        (Traffic::start(&release, GROUPS[0], &From::Inside)?, Traffic::start(&release, GROUPS[1], &From::Inside)?);
    first.flows()?;
    second.flows()?;
    let (_, leader) = faults::leader(&release, GROUPS[1])?;
    let members = release.pods("broker-g1");
    let followers: Vec<_> = members.into_iter().filter(|pod| pod.uid != leader.uid).collect();
    for pod in &followers {
        pod.hold();
        pod.kill();
    }
    first.flows()?;
    let acknowledged = second.rests(Duration::from_secs(10))?;
    Assertion::Quorum
        .check(acknowledged == 0, || format!("{acknowledged} messages were acknowledged by one of three"))?;
    first.flows()?;
    for pod in &followers {
        pod.release();
    }
    faults::whole(&release, GROUPS[1], 3)?;
    second.flows()?;
    second.settle(measured)?;
    first.settle(measured)?;
    stage.end(&release)
}
