//! A cluster that Helm has installed through the post-renderer runs, passes its test, and finds its messages again.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::CHART;
use crate::helm::Helm;
use crate::process::wait_for;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::rocketmq::audit::audit;
use crate::scenario::stage::{self, GROUP, Stage, THREE_NODES};
use crate::scenario::traffic::{From, Traffic};
use crate::scenario::{Extent, Scenario};
use crate::world::World;

pub const SCENARIO: Scenario = Scenario {
    name: "helm-boot",
    about: "what Helm 3 and 4 installed boots and passes helm test; installed again, it has its messages",
    extent: Extent::All,
    run,
};

const MESSAGES: u32 = 500;

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    for helm in Helm::both(&stage.world)? {
        let release = Release::prepared(&stage.world, &format!("{}-boot", helm.name), THREE_NODES, |_| Ok(()))?;
        boots_and_comes_back(&helm, release, measured).context(helm.name)?;
    }
    Ok(())
}

fn boots_and_comes_back(helm: &Helm, mut release: Release, measured: &mut Measured) -> Result<()> {
    let world = Arc::clone(&release.world);
    install(helm, &mut release, measured)?;
    let namespace = release.namespace.clone();
    Assertion::SmokeTest.holds_if(helm.done(&["test", Release::NAME, "-n", &namespace, "--timeout", "4m"]))?;
    let (topic, file) = send(&release)?;
    uninstall(helm, &release)?;
    install(helm, &mut release, measured)?;
    let reader = Traffic::connect(&release, GROUP, &From::Inside)?;
    let audit = audit(reader.driver(), &topic, &[file], Duration::from_mins(1))?;
    measured.note_account(&audit.account);
    Assertion::NothingLost.check(audit.account.lost.is_empty(), || audit.account.lost_text())?;
    drop(reader);
    uninstall(helm, &release)?;
    world.delete_namespace(&namespace)
}

/// Sends and returns the topic, and the journal of what was acknowledged.
fn send(release: &Release) -> Result<(String, PathBuf)> {
    let traffic = Traffic::connect(release, GROUP, &From::Inside)?;
    let sent = traffic.driver().send(traffic.topic(), MESSAGES, Duration::ZERO, Duration::from_mins(2))?;
    Assertion::InsideSends.check(sent.acknowledged == u64::from(MESSAGES), || sent.errors_text())?;
    Ok((traffic.topic().to_owned(), sent.file))
}

fn install(helm: &Helm, release: &mut Release, measured: &mut Measured) -> Result<()> {
    let mut call = vec!["install", Release::NAME, CHART, "-n", &release.namespace];
    call.extend(release.arguments().iter().map(String::as_str));
    Assertion::Helm.holds_if(helm.rendered(&call))?;
    release.applied = Instant::now();
    stage::boot(release, measured)
}

/// Removes the release and waits until its Pods are gone; a broker takes its time to end.
fn uninstall(helm: &Helm, release: &Release) -> Result<()> {
    let (world, namespace): (&World, _) = (&release.world, &release.namespace);
    Assertion::Helm.holds_if(helm.done(&["uninstall", Release::NAME, "-n", namespace]))?;
    wait_for("end of the Pods", Duration::from_mins(3), || Ok(world.kubelet.pods(namespace).is_empty().then_some(())))?;
    let claims = world.client().list("v1", "PersistentVolumeClaim", Some(namespace))?;
    let bound = claims.iter().filter(|claim| claim["status"]["phase"] == "Bound").count();
    Assertion::Persistence.holds_if((|| {
        ensure!(bound == 3, "{bound} of 3 claims are bound");
        Ok(())
    })())
}
