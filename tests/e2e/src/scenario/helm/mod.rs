//! charts/rocketmq installed, changed, taken back and removed by both Helms, through the post-renderer.
//!
//! All nodes are closed meanwhile, so that no Pod starts: only the objects are judged. [`boot`] lets them run.

pub mod boot;
mod objects;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::helm::{Helm, objects_of};
use crate::manifest;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::{NODES, World};

pub const SCENARIO: Scenario = Scenario {
    name: "helm",
    about: "the chart through the post-renderer of Helm 3 and 4: installed, upgraded, rolled back, removed, and refused",
    extent: Extent::Always,
    run,
};

/// The chart and the values of every release here: with local volumes, which belong to no namespace, and node ports.
const CHART: &str = "charts/rocketmq";
const VALUES: [&str; 2] = ["-f", "examples/by-address.yaml"];
const RELEASE: &str = "orders";
/// Another release in the same namespace, with the chart's own values.
const SECOND: &str = "audit";
/// A change of the values that RocketMQ bears, and one that it does not.
const CHANGE: &str = "broker.config.sendMessageThreadPoolNums=8";
const BROKEN: &str = "broker.replicas=2";

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let world = &stage.world;
    NODES.iter().try_for_each(|(node, _)| world.cordon(node, true))?;
    for helm in Helm::both(world)? {
        let trial = Trial { world, helm: &helm, namespace: helm.name };
        let forgotten = Assertion::Helm.holds_if(trial.run().context(helm.name))?;
        measured.notes.push(format!("{} without the post-renderer: {forgotten}", helm.name));
    }
    world.restore_nodes()
}

/// What one Helm is asked in one namespace.
struct Trial<'a> {
    world: &'a World,
    helm: &'a Helm,
    namespace: &'a str,
}

impl Trial<'_> {
    /// Returns what Helm says when the post-renderer is forgotten.
    fn run(&self) -> Result<String> {
        self.world.create_namespace(self.namespace)?;
        let forgotten = self.nothing_is_installed_without_the_post_renderer()?;
        self.nothing_is_installed_from_broken_values()?;
        let first = self.install()?;
        self.a_second_release_fits_beside_it(&first)?;
        self.the_same_values_change_nothing(&first)?;
        self.a_refused_upgrade_changes_nothing(&first)?;
        self.upgrade_and_rollback(&first)?;
        self.test()?;
        self.uninstall(&first)?;
        self.world.vacate_namespace(self.namespace)?;
        Ok(forgotten)
    }

    /// Returns the words of a call about the release, with more behind them.
    fn call<'b>(&'b self, verb: &'b str, more: &[&'b str]) -> Vec<&'b str> {
        let head = [verb, RELEASE, CHART, "-n", self.namespace];
        head.iter().chain(&VALUES).chain(more).copied().collect()
    }

    /// Returns what `rmq render` prints for the values of the release, with what Helm adds to it.
    fn expected(&self, more: &[&str]) -> Result<Vec<Value>> {
        let arguments: Vec<&str> = VALUES.iter().chain(more).copied().collect();
        let rendered = manifest::render(&self.world.tools, RELEASE, self.namespace, &arguments)?;
        Ok(rendered.iter().map(objects::of_release).collect())
    }

    fn live(&self, objects: &[Value]) -> Result<Vec<Value>> {
        objects.iter().map(|object| self.world.client().read(object)).collect()
    }

    fn nothing_is_installed_without_the_post_renderer(&self) -> Result<String> {
        let refused = self.helm.refused(&self.call("install", &[]))?;
        ensure!(refused.words.contains("InstallWithRmqPostRenderer"), "it is not named:\n{}", refused.words);
        self.nothing_is_there()?;
        Ok(refused.words)
    }

    fn nothing_is_installed_from_broken_values(&self) -> Result<()> {
        let refused = self.helm.refused_with_post_renderer(&self.call("install", &["--set", BROKEN]))?;
        ensure!(refused.report.contains("RMQ401"), "the report has no reason:\n{}", refused.report);
        let is_shown = refused.words.contains("RMQ401");
        ensure!(is_shown == self.helm.shows_reasons, "Helm says:\n{}", refused.words);
        self.nothing_is_there()
    }

    fn nothing_is_there(&self) -> Result<()> {
        let releases = self.helm.done(&["list", "--all-namespaces", "-q"])?;
        ensure!(releases.trim().is_empty(), "there is a release: {releases}");
        let left = objects::in_namespace(self.world, self.namespace)?;
        ensure!(left.is_empty(), "something is there: {left:?}");
        Ok(())
    }

    /// Installs and returns the objects as the API server has them.
    fn install(&self) -> Result<Vec<Value>> {
        self.helm.rendered(&self.call("install", &[]))?;
        let expected = self.expected(&[])?;
        let live = self.live(&expected)?;
        objects::ensure_live(&expected, &live)?;
        objects::ensure_no_others(self.world, self.namespace, &expected)?;
        let manifest = self.helm.done(&["get", "manifest", RELEASE, "-n", self.namespace])?;
        let manifest = objects_of(self.world, self.namespace, &manifest)?;
        objects::ensure_same(&expected, &manifest).context("helm get manifest")?;
        objects::wait_for_claims(self.world, self.namespace, &expected)?;
        self.live(&expected)
    }

    fn a_second_release_fits_beside_it(&self, first: &[Value]) -> Result<()> {
        let of_second = ["-n", self.namespace];
        self.helm.rendered(&[&["install", SECOND, CHART][..], &of_second].concat())?;
        objects::ensure_unchanged(first, &self.live(first)?).context("a second release")?;
        self.helm.done(&[&["uninstall", SECOND][..], &of_second].concat())?;
        objects::ensure_unchanged(first, &self.live(first)?).context("a second release is gone")
    }

    fn the_same_values_change_nothing(&self, first: &[Value]) -> Result<()> {
        self.helm.rendered(&self.call("upgrade", &[]))?;
        objects::ensure_unchanged(first, &self.live(first)?)
    }

    fn a_refused_upgrade_changes_nothing(&self, first: &[Value]) -> Result<()> {
        let forgotten = self.helm.refused(&self.call("upgrade", &["--set", CHANGE]))?;
        ensure!(forgotten.words.contains("InstallWithRmqPostRenderer"), "it is not named:\n{}", forgotten.words);
        let refused = self.helm.refused_with_post_renderer(&self.call("upgrade", &["--set", BROKEN]))?;
        ensure!(refused.report.contains("RMQ401"), "the report has no reason:\n{}", refused.report);
        objects::ensure_unchanged(first, &self.live(first)?)
    }

    fn upgrade_and_rollback(&self, first: &[Value]) -> Result<()> {
        self.helm.rendered(&self.call("upgrade", &["--set", CHANGE]))?;
        let expected = self.expected(&["--set", CHANGE])?;
        let live = self.live(&expected)?;
        objects::ensure_live(&expected, &live)?;
        ensure!(objects::ensure_unchanged(first, &live).is_err(), "the upgrade has changed nothing");
        self.helm.done(&["rollback", RELEASE, "1", "-n", self.namespace])?;
        let expected = self.expected(&[])?;
        objects::ensure_live(&expected, &self.live(&expected)?)
    }

    /// No Pod can start here, so the test cannot succeed: what counts is the Job.
    fn test(&self) -> Result<()> {
        self.helm.refused(&["test", RELEASE, "-n", self.namespace, "--timeout", "2s"])?;
        let mut expected = self.expected(&["--only", "smoke-test"])?;
        for job in &mut expected {
            objects::make_hook(job);
        }
        objects::ensure_live(&expected, &self.live(&expected)?)
    }

    fn uninstall(&self, first: &[Value]) -> Result<()> {
        self.helm.done(&["uninstall", RELEASE, "-n", self.namespace])?;
        objects::ensure_removed(self.world, self.namespace, first)
    }
}
