//! Every example, taken by the API server: strictly, without a warning, twice without a change, and changed in place.
//!
//! All nodes are closed meanwhile, so that no Pod starts: only the objects are judged.

pub mod compare;
mod controls;
pub mod stock;
mod streams;
mod upgrade;

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::manifest;
use crate::plane::client::Client;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::{NODES, World};

pub const SCENARIO: Scenario = Scenario {
    name: "apply",
    about: "every example applied, into an empty and a used namespace, twice, and changed; hardened streams: nothing refused",
    extent: Extent::Always,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let world = &stage.world;
    NODES.iter().try_for_each(|(node, _)| world.cordon(node, true))?;
    let examples = examples(world)?;
    for example in &examples {
        Assertion::ApiServer.holds_if(judge(world, example).with_context(|| example.clone()))?;
    }
    measured.notes.push(format!("{} examples, each into an empty and a used namespace", examples.len()));
    let hardened = Assertion::ApiServer.holds_if(streams::prove(world))?;
    measured.notes.push(format!("{hardened} objects of hardened streams of others"));
    Assertion::ApiServer.holds_if(controls::prove(world))?;
    world.restore_nodes()
}

/// Returns the paths of all examples, from the project's root.
fn examples(world: &World) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(world.tools.project.join("examples"))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
    let mut examples: Vec<String> = names.map(|name| format!("examples/{name}")).collect();
    examples.sort();
    ensure!(!examples.is_empty(), "there are no examples");
    Ok(examples)
}

fn judge(world: &World, example: &str) -> Result<()> {
    let stem = example.trim_start_matches("examples/").trim_end_matches(".yaml");
    in_empty_namespace(world, example, &format!("empty-{stem}"))?;
    in_used_namespace(world, example, &format!("used-{stem}"))
}

/// By the real kubectl, as a user does it.
fn in_empty_namespace(world: &World, example: &str, namespace: &str) -> Result<()> {
    world.create_namespace(namespace)?;
    let mut objects = manifest::render(&world.tools, Release::NAME, namespace, &["-f", example])?;
    objects.extend(manifest::render(&world.tools, Release::NAME, namespace, &["-f", example, "--only", "smoke-test"])?);
    kubectl_apply(world, &objects)?;
    compare::ensure_holds(&objects, &live(world.client(), &objects)?)?;
    world.vacate_namespace(namespace)
}

fn in_used_namespace(world: &World, example: &str, namespace: &str) -> Result<()> {
    world.create_namespace(namespace)?;
    settle_others(world, namespace)?;
    let objects = manifest::render(&world.tools, Release::NAME, namespace, &["-f", example])?;
    apply(world.client(), &objects)?;
    let once = live(world.client(), &objects)?;
    compare::ensure_holds(&objects, &once)?;
    apply(world.client(), &objects)?;
    compare::ensure_same(&once, &live(world.client(), &objects)?)?;
    upgrade::prove(world, namespace, example, &objects)?;
    world.vacate_namespace(namespace)
}

/// Others live in a used namespace: another cluster of ours, and objects of a user.
fn settle_others(world: &World, namespace: &str) -> Result<()> {
    let mut others = manifest::render(&world.tools, "other", namespace, &["-f", "examples/minimal.yaml"])?;
    let metadata = json!({"name": "settings", "namespace": namespace});
    others.push(json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"a": "b"}}));
    let metadata = json!({"name": "rocketmq", "namespace": namespace});
    let spec = json!({"ports": [{"port": 9876}], "selector": {"app": "other"}});
    others.push(json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}));
    apply(world.client(), &others)
}

/// Applies objects; a warning is an error.
fn apply(client: &Client, objects: &[Value]) -> Result<()> {
    objects.iter().try_for_each(|object| client.apply(object).map(drop))?;
    let warnings = client.take_warnings();
    ensure!(warnings.is_empty(), "the API server warns: {}", warnings.join("; "));
    Ok(())
}

/// Does what a user types: unknown fields and warnings are errors.
fn kubectl_apply(world: &World, objects: &[Value]) -> Result<()> {
    let mut kubectl = world.kubectl();
    kubectl.args(["apply", "--server-side", "--validate=strict", "--warnings-as-errors", "-f", "-"]);
    let mut child = kubectl.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    let mut stdin = child.stdin.take().context("kubectl without stdin")?;
    stdin.write_all(list.to_string().as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("kubectl apply: {}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(())
}

/// Returns the objects as the API server has them.
fn live(client: &Client, objects: &[Value]) -> Result<Vec<Value>> {
    objects.iter().map(|object| client.read(object)).collect()
}
