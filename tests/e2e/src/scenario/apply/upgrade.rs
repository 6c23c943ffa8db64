//! Changes of a cluster that is there: nothing is refused, no name and no port moves.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::manifest;
use crate::release::Release;
use crate::world::World;

/// Applies one change after the other on top of what is there.
pub fn prove(world: &World, namespace: &str, example: &str, objects: &[Value]) -> Result<()> {
    let groups = objects.iter().filter(|object| is_broker_group(object)).count();
    let more = format!("broker.groups={}", groups + 1);
    let changes = ["image.tag=4.9.7-patched", "broker.config.sendMessageThreadPoolNums=8", &more];
    let mut arguments = vec!["-f", example];
    let mut before = objects.to_vec();
    for change in changes {
        arguments.extend(["--set", change]);
        let after = manifest::render(&world.tools, Release::NAME, namespace, &arguments)?;
        ensure!(before != after, "--set {change} changes nothing");
        super::apply(world.client(), &after).with_context(|| format!("--set {change}"))?;
        super::compare::ensure_holds(&after, &super::live(world.client(), &after)?)?;
        nothing_moves(&before, &after).with_context(|| format!("--set {change}"))?;
        before = after;
    }
    Ok(())
}

fn is_broker_group(object: &Value) -> bool {
    object["kind"] == "StatefulSet" && object["metadata"]["labels"]["app.kubernetes.io/component"] == "broker"
}

/// Fails when an object is gone or one of its ports has another number.
fn nothing_moves(before: &[Value], after: &[Value]) -> Result<()> {
    let name = |object: &Value| format!("{} {}", object["kind"], object["metadata"]["name"]);
    let after: BTreeMap<String, &Value> = after.iter().map(|object| (name(object), object)).collect();
    for object in before {
        let now = after.get(&name(object)).with_context(|| format!("{} is gone", name(object)))?;
        for pointer in ["/spec/ports", "/spec/clusterIP", "/spec/serviceName", "/spec/selector"] {
            ensure!(object.pointer(pointer) == now.pointer(pointer), "{} has another {pointer}", name(object));
        }
        let ports = "/spec/template/spec/containers/0/ports";
        ensure!(object.pointer(ports) == now.pointer(ports), "{} has other container ports", name(object));
    }
    Ok(())
}
