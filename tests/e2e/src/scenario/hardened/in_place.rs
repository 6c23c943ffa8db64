//! A release of the chart that runs and has messages is hardened in place.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::AS_ROOT;
use super::stream::{self, Passes};
use crate::helm::{Helm, objects_of};
use crate::process::{output, wait_for};
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::rocketmq::audit::audit;
use crate::scenario::stage::{self, GROUP, Stage};
use crate::scenario::traffic::{From, Traffic};
use crate::scenario::{Extent, Scenario, faults};

pub const SCENARIO: Scenario = Scenario {
    name: "hardened-in-place",
    about: "a running release of that chart is hardened: every server restarts, keeps its node, and nothing is lost",
    extent: Extent::All,
    run,
};

const NAMESPACE: &str = "in-place";
const MESSAGES: u32 = 500;

/// Three brokers, each of which is waited for 30 s in vain.
const ROLLED: &str = "--timeout=300s";

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let world = &stage.world;
    let classic = stream::rendered(&Helm::three(world)?, NAMESPACE, AS_ROOT)?;
    let hardened = stream::post_rendered(world, &classic, Passes::All)?;
    world.create_open_namespace(NAMESPACE)?;
    Assertion::ApiServer.holds_if(stream::apply(world, &classic))?;
    let release = Release::of_others(world, NAMESPACE, objects_of(world, NAMESPACE, &classic)?);
    stage::boot(&release, measured)?;
    let client = Traffic::connect(&release, GROUP, &From::Inside)?;
    let sent = client.driver().send(client.topic(), MESSAGES, Duration::ZERO, Duration::from_mins(2))?;
    Assertion::InsideSends.check(sent.acknowledged == u64::from(MESSAGES), || sent.errors_text())?;
    harden(&release, &hardened, measured)?;
    let audit = audit(client.driver(), client.topic(), &[sent.file], Duration::from_mins(1))?;
    measured.note_account(&audit.account);
    Assertion::NothingLost.check(audit.account.lost.is_empty(), || audit.account.lost_text())?;
    world.clear_namespace(NAMESPACE)
}

/// Applies the hardened stream and waits until every server is a new one.
fn harden(release: &Release, hardened: &str, measured: &mut Measured) -> Result<()> {
    let world = &release.world;
    let all = || [release.pods("namesrv"), release.pods("broker")].concat();
    let before = all();
    let begin = Instant::now();
    Assertion::ApiServer.holds_if(stream::apply(world, hardened))?;
    for set in ["statefulset/rocketmq-namesrv", "statefulset/rocketmq-broker"] {
        let mut kubectl = world.kubectl();
        kubectl.args(["-n", NAMESPACE, "rollout", "status", ROLLED, set]);
        Assertion::Ready.holds_if(output(&mut kubectl))?;
    }
    Assertion::Ready.holds_if(wait_for("new servers", Duration::from_mins(1), || {
        let now = all();
        let is_new = now.iter().all(|pod| pod.view().is_running && before.iter().all(|old| old.uid != pod.uid));
        Ok((now.len() == before.len() && is_new).then_some(()))
    }))?;
    measured.notes.push(format!("hardened in {:.0} s", begin.elapsed().as_secs_f64()));
    faults::whole(release, GROUP, 3)?;
    for old in &before {
        let node = release.pod(&old.name)?.node.clone();
        let is_broker = old.name.starts_with(GROUP);
        Assertion::Placement.check(!is_broker || node == old.node, || format!("{} has moved to {node}", old.name))?;
        if let Some(ended) = world.kubelet.ended(&old.uid).filter(|_| is_broker) {
            let abort = if ended.left_abort { "an" } else { "no" };
            measured.notes.push(format!("{} ended with {} and {abort} abort file", ended.pod, ended.exit_code));
        }
    }
    Ok(())
}
