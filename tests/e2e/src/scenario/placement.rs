//! Where brokers run: one on each node, with its volume; what has no node waits, and says why.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario, faults};
use crate::manifest;
use crate::process::{output, wait_for};
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::{NODES, World};

pub const TOO_MANY: Scenario = Scenario {
    name: "five-members",
    about: "five members on three nodes: rmq warns of two Pods, and the scheduler leaves just two waiting",
    extent: Extent::All,
    run: too_many,
};

pub const DRAIN: Scenario = Scenario {
    name: "drain",
    about: "kubectl drain takes one node, and the disruption budget keeps it from taking a second",
    extent: Extent::All,
    run: drain,
};

/// Checks that member i runs on node i, as its volume and its address do.
pub fn pinned(release: &Release) -> Result<()> {
    for (member, (node, _)) in NODES.iter().enumerate() {
        let pod = release.pod(&format!("{GROUP}-{member}"))?;
        Assertion::Placement
            .check(pod.node == *node, || format!("{} runs on {}, not on {node}", pod.name, pod.node))?;
    }
    Ok(())
}

fn too_many(stage: &mut Stage, _: &mut Measured) -> Result<()> {
    let values = ["-f", "tests/e2e/values/five-members.yaml"];
    let warned = manifest::findings(&stage.world.tools, &values)?;
    let names_both = warned.contains("RMQ310") && ["broker-3", "broker-4"].iter().all(|name| warned.contains(name));
    Assertion::Placement.check(names_both, || format!("rmq does not warn of both Pods:\n{warned}"))?;
    let release = Release::install(&stage.world, "five", &values)?;
    let waiting = wait_for("three running brokers and two that wait", Duration::from_mins(1), || {
        let waiting = reasons_to_wait(&release)?;
        Ok((release.pods("broker").len() == 3 && waiting.len() == 2).then_some(waiting))
    });
    for reason in Assertion::Placement.holds_if(waiting)? {
        let is_known = reason.contains("3 node(s) didn't match pod anti-affinity rules");
        Assertion::Placement.check(is_known, || format!("the scheduler says: {reason}"))?;
    }
    stage.end(&release)
}

/// Returns what the scheduler says of each broker that has no node.
pub fn reasons_to_wait(release: &Release) -> Result<Vec<String>> {
    let pods = release.world.client().list("v1", "Pod", Some(&release.namespace))?;
    let brokers =
        pods.iter().filter(|pod| pod["metadata"]["name"].as_str().is_some_and(|name| name.starts_with(GROUP)));
    Ok(brokers.filter(|pod| pod["spec"]["nodeName"].is_null()).filter_map(reason).collect())
}

fn reason(pod: &Value) -> Option<String> {
    let conditions = pod["status"]["conditions"].as_array()?;
    let scheduled = conditions.iter().find(|condition| condition["type"] == "PodScheduled")?;
    scheduled["message"].as_str().map(str::to_owned)
}

fn drain(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let world = &release.world;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let (first, second) = (NODES[0].0, NODES[1].0);
    traffic.fault(&format!("drain of {first}"))?;
    let drained = kubectl_drain(world, first, "90s");
    Assertion::Placement.holds_if(drained)?;
    traffic.flows()?;
    let refused = kubectl_drain(world, second, "15s").err().map(|error| format!("{error:#}")).unwrap_or_default();
    let by_budget = refused.contains("would violate the pod's disruption budget");
    Assertion::Placement.check(by_budget, || format!("the drain of a second node was not refused: {refused}"))?;
    traffic.flows()?;
    world.cordon(first, false)?;
    world.cordon(second, false)?;
    faults::whole(release, GROUP, 3)?;
    pinned(release)?;
    traffic.settle(measured)
}

/// Empties a node as an administrator does.
pub fn kubectl_drain(world: &World, node: &str, timeout: &str) -> Result<()> {
    let mut kubectl = world.kubectl();
    kubectl.args(["drain", node, "--delete-emptydir-data", &format!("--timeout={timeout}")]);
    let said = output(&mut kubectl).with_context(|| format!("draining {node}"))?;
    ensure!(!said.is_empty(), "kubectl drain says nothing");
    Ok(())
}
