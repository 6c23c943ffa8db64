//! The leader is killed, and when it leads again it is killed again: nothing that was acknowledged is lost.

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "leader-killed",
    about: "kill -9 of the leader without a restart, and of its successor with one: nothing acknowledged is lost",
    extent: Extent::Always,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    traffic.fault(&format!("kill -9 {}", pod.name))?;
    pod.hold();
    pod.kill();
    faults::other_leader(release, GROUP, &leader)?;
    traffic.flows()?;
    pod.release();
    faults::whole(release, GROUP, 3)?;
    let (_, pod) = faults::leader(release, GROUP)?;
    traffic.fault(&format!("kill -9 {} with restart", pod.name))?;
    faults::kill_and_await_restart(release, &pod)?;
    traffic.flows()?;
    faults::whole(release, GROUP, 3)?;
    traffic.settle(measured)
}
