//! Every broker is restarted, one after the other, as an upgrade does it.

use std::collections::BTreeSet;

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::process::output;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "rolling-restart",
    about: "kubectl rollout restart: each broker ends by SIGTERM, one at a time, and nothing is lost",
    extent: Extent::All,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let world = &release.world;
    let before: BTreeSet<String> = release.pods("broker").iter().map(|pod| pod.uid.clone()).collect();
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    traffic.fault("rollout restart")?;
    let statefulset = format!("statefulset/{GROUP}");
    output(world.kubectl().args(["-n", &release.namespace, "rollout", "restart", &statefulset]))?;
    output(world.kubectl().args(["-n", &release.namespace, "rollout", "status", "--timeout=400s", &statefulset]))?;
    faults::whole(release, GROUP, 3)?;
    traffic.flows()?;
    let left = release.pods("broker").into_iter().filter(|pod| before.contains(&pod.uid)).count();
    Assertion::Ready.check(left == 0, || format!("{left} brokers were not restarted"))?;
    for uid in &before {
        let ended = world.kubelet.ended(uid);
        let is_clean = ended.as_ref().is_some_and(|ended| ended.exit_code == 143 && !ended.left_abort);
        Assertion::CleanStop.check(is_clean, || format!("a broker ended like this: {ended:?}"))?;
    }
    traffic.settle(measured)
}
