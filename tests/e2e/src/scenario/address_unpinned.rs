//! A broker that is advertised at the address of a node on which it does not run: what RMQ501 warns of.

use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::stage::{GROUP, Stage, boot};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario, faults, outside};
use crate::plane::storage;
use crate::process::wait_for;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::NODES;

pub const SCENARIO: Scenario = Scenario {
    name: "address-unpinned",
    about: "a healthy leader whose advertised node is lost: outside nothing arrives, inside everything (RMQ501)",
    extent: Extent::All,
    run,
};

const OUTAGE: Duration = Duration::from_secs(30);

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let release = install_aside(stage)?;
    boot(&release, measured)?;
    let outside = Traffic::start(&release, GROUP, &outside::names())?;
    let inside = Traffic::start(&release, GROUP, &From::Inside)?;
    outside.flows()?;
    let advertised = leader_aside(&release)?;
    release.world.lose_node(advertised)?;
    inside.flows()?;
    let sent = outside.rests(OUTAGE)?;
    Assertion::OutsideSends.check(sent == 0, || format!("{sent} messages came through: RMQ501 warns of nothing"))?;
    release.world.return_node(advertised)?;
    faults::whole(&release, GROUP, 3)?;
    outside.flows()?;
    inside.settle(measured)?;
    stage.end(&release)
}

/// Opens the nodes one by one, so that member i comes to another node than the one at whose address it is advertised.
fn install_aside(stage: &Stage) -> Result<Release> {
    let world = &stage.world;
    NODES.iter().try_for_each(|(node, _)| world.cordon(node, true))?;
    let class = format!("broker.persistence.storageClass={}", storage::SHARED);
    let release = Release::install(world, "unpinned", &["-f", "examples/three-nodes.yaml", "--set", &class])?;
    for index in [1, 2, 0] {
        let (node, _) = NODES[index];
        world.cordon(node, false)?;
        wait_for(&format!("broker on {node}"), Duration::from_mins(1), || {
            Ok(release.pods("broker").iter().any(|pod| pod.node == node).then_some(()))
        })?;
    }
    Ok(release)
}

/// Kills leaders until one leads that runs elsewhere than it is advertised; returns the node of its address.
fn leader_aside(release: &Release) -> Result<&'static str> {
    for _ in 0..4 {
        let (address, pod) = faults::leader(release, GROUP)?;
        let member: usize = pod.name.rsplit('-').next().and_then(|number| number.parse().ok()).context("no ordinal")?;
        let (node, _) = NODES[member];
        if node != pod.node {
            say(&format!("{} leads on {} and is advertised at {node}", pod.name, pod.node));
            return Ok(node);
        }
        pod.hold();
        pod.kill();
        faults::other_leader(release, GROUP, &address)?;
        pod.release();
        faults::whole(release, GROUP, 3)?;
    }
    bail!("every broker runs where it is advertised")
}
