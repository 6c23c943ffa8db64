//! The node ports of the original chart, on an API server as it comes.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::manifest;
use crate::plane::{Plane, Settings};
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::scenario::stage::Stage;
use crate::scenario::{Extent, Scenario};

pub const SCENARIO: Scenario = Scenario {
    name: "stock-node-ports",
    about: "an API server with its default node ports refuses three-nodes.yaml just where rmq says, and no other example",
    extent: Extent::Always,
    run,
};

const NAMESPACE: &str = "default";
const REASON: &str = "The range of valid ports is 30000-32767";

fn run(stage: &mut Stage, _: &mut Measured) -> Result<()> {
    let world = &stage.world;
    let settings = Settings { name: "stock-plane", port: 7443, node_ports: Settings::STOCK_NODE_PORTS };
    let plane = Plane::start(&world.tools.kubernetes, &world.scratch, settings)?;
    let render = |example| manifest::render(&world.tools, Release::NAME, NAMESPACE, &["-f", example]);
    let three_nodes = render("examples/three-nodes.yaml")?;
    let expected: BTreeSet<String> = three_nodes.iter().filter(|object| is_outside(object)).map(name).collect();
    Assertion::ApiServer.check(!expected.is_empty(), || "three-nodes.yaml has no port outside".to_owned())?;
    let refused = refused(&plane, &three_nodes)?;
    Assertion::ApiServer.check(refused == expected, || format!("refused are {refused:?}, not {expected:?}"))?;
    Assertion::ApiServer.holds_if(rmq_says_so(stage))?;
    let by_address = self::refused(&plane, &render("examples/by-address.yaml")?)?;
    Assertion::ApiServer.check(by_address.is_empty(), || format!("by-address.yaml: refused are {by_address:?}"))
}

/// Applies objects one by one, takes the accepted ones away again, and returns the Services that were refused.
fn refused(plane: &Plane, objects: &[Value]) -> Result<BTreeSet<String>> {
    let mut refused = BTreeSet::new();
    for object in objects {
        match plane.client.apply(object) {
            Ok(_) => {}
            Err(error) if format!("{error:#}").contains(REASON) => drop(refused.insert(name(object))),
            Err(error) => return Err(error).with_context(|| format!("{} is refused for another reason", name(object))),
        }
    }
    objects.iter().try_for_each(|object| plane.client.delete(object, &json!({})))?;
    Ok(refused)
}

fn name(object: &Value) -> String {
    format!("{} {}", object["kind"], object["metadata"]["name"])
}

fn is_outside(object: &Value) -> bool {
    let ports = object["spec"]["ports"].as_array().into_iter().flatten();
    ports.filter_map(|port| port["nodePort"].as_u64()).any(|port| !(30_000..=32_767).contains(&port))
}

/// The example tells rmq of a wider range and gets a hint; without it, rmq refuses.
fn rmq_says_so(stage: &Stage) -> Result<()> {
    let tools = &stage.world.tools;
    let hint = manifest::findings(tools, &["-f", "examples/three-nodes.yaml"])?;
    ensure!(hint.contains("RMQ506") && hint.contains("28000-32767"), "rmq does not tell the flag:\n{hint}");
    let range = ["-f", "examples/three-nodes.yaml", "--set", "external.nodePortRange=30000-32767"];
    let refusal = manifest::findings(tools, &range)?;
    ensure!(refusal.contains("error[RMQ503]"), "rmq does not refuse:\n{refusal}");
    Ok(())
}
