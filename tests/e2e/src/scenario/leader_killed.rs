//! The leader is killed, and when it leads again it is killed again: nothing that was acknowledged is lost.

use std::time::Duration;

use anyhow::Result;

use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "leader-killed",
    about: "kill -9 of the leader without a restart, and of its successor with one: nothing acknowledged is lost",
    extent: Extent::Always,
    run,
};

const ELECTION: Duration = Duration::from_secs(60);

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let first = kill_leader(release, &mut traffic, true)?;
    traffic.flows()?;
    first.held.store(false, std::sync::atomic::Ordering::Relaxed);
    whole_again(release)?;
    kill_leader(release, &mut traffic, false)?;
    traffic.flows()?;
    whole_again(release)?;
    traffic.settle(measured)
}

/// Kills the process of the leader and waits for another one; `hold` keeps the Pod down.
fn kill_leader(
    release: &Release,
    traffic: &mut Traffic,
    hold: bool,
) -> Result<std::sync::Arc<crate::kubelet::pods::Entry>> {
    let leader = release.cluster(|cluster| cluster.wait_for_leader(GROUP, None, ELECTION))?;
    let pod = release.pod_at(&leader)?;
    traffic.fault(&format!("kill -9 {}", pod.name))?;
    pod.held.store(hold, std::sync::atomic::Ordering::Relaxed);
    pod.kill();
    let next = release.cluster(|cluster| cluster.wait_for_leader(GROUP, Some(&leader), ELECTION));
    Assertion::OneLeader.holds_if(next)?;
    Ok(pod)
}

fn whole_again(release: &Release) -> Result<()> {
    let members = release.cluster(|cluster| cluster.wait_for_members(GROUP, 3, Duration::from_secs(120)));
    Assertion::OneLeader.holds_if(members).map(drop)
}
