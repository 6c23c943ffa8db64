//! What the checks of this scenario must notice.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::compare::differences;
use crate::manifest::{self, find};
use crate::release::Release;
use crate::world::World;

const NAMESPACE: &str = "controls";

/// Plants a difference, an unknown field and a Pod that warrants a warning.
pub fn prove(world: &World) -> Result<()> {
    world.create_namespace(NAMESPACE)?;
    let objects = manifest::render(&world.tools, Release::NAME, NAMESPACE, &["-f", "examples/minimal.yaml"])?;
    super::apply(world.client(), &objects)?;
    difference(world, find(&objects, "ConfigMap", "rocketmq-broker-config")?)?;
    let statefulset = find(&objects, "StatefulSet", "rocketmq-broker")?;
    unknown_field(world, statefulset)?;
    warning(world, statefulset)?;
    world.vacate_namespace(NAMESPACE)
}

fn difference(world: &World, config: &Value) -> Result<()> {
    world.client().patch(config, "", &json!({"data": {"rocketmq-broker-0.conf": "listenPort=1\n"}}))?;
    let found = differences(config, &world.client().read(config)?);
    ensure!(found.len() == 1, "a planted difference was seen as {found:?}");
    Ok(())
}

fn unknown_field(world: &World, statefulset: &Value) -> Result<()> {
    let mut broken = statefulset.clone();
    broken["spec"]["replicaz"] = json!(3);
    let refused = super::kubectl_apply(world, &[broken]).err().context("an unknown field was taken")?;
    ensure!(format!("{refused:#}").contains("replicaz"), "the unknown field is not named: {refused:#}");
    Ok(())
}

fn warning(world: &World, statefulset: &Value) -> Result<()> {
    let mut loose = statefulset.clone();
    loose["metadata"]["name"] = json!("loose");
    loose["spec"]["template"]["spec"]["containers"][0]["securityContext"] = json!({});
    let refused = super::kubectl_apply(world, &[loose]).err().context("a container without limits gave no warning")?;
    ensure!(format!("{refused:#}").contains("PodSecurity"), "the warning is another one: {refused:#}");
    Ok(())
}
