//! The leader is cut off the network for half a minute and hears of the new one when it is back.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "network-cut",
    about: "the leader is cut off for 30 s while its processes live: no second leader takes messages",
    extent: Extent::All,
    run,
};

const CUT: Duration = Duration::from_secs(30);

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    let host = pod.host()?;
    traffic.fault(&format!("{} is cut off for {} s", pod.name, CUT.as_secs()))?;
    host.cut()?;
    let begin = Instant::now();
    faults::other_leader(release, GROUP, &leader)?;
    traffic.flows()?;
    std::thread::sleep(CUT.saturating_sub(begin.elapsed()));
    host.mend()?;
    faults::whole(release, GROUP, 3)?;
    traffic.flows()?;
    traffic.settle(measured)
}
