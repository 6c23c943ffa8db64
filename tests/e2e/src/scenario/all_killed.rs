//! Every process is killed at the same moment.

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "all-killed",
    about: "kill -9 of all brokers and name servers at once: they come back by themselves with every message",
    extent: Extent::All,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    traffic.fault("kill -9 of everything")?;
    let mut pods = release.pods("broker");
    pods.extend(release.pods("namesrv"));
    for pod in &pods {
        pod.kill();
    }
    traffic.flows()?;
    faults::whole(release, GROUP, 3)?;
    traffic.settle(measured)
}
