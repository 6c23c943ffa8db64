//! charts/rocketmq through the real Helm 3 and 4, without a cluster: what `helm template` prints is what `rmq` renders.
//!
//! What an API server makes of it is shown by the scenarios `helm` and `helm-boot` of the proof.

mod compare;
mod flips;
mod helm;
mod pages;
mod parent;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use helm::{Helm, Place};

/// The name and the namespace of every release here.
const RELEASE: (&str, &str) = ("orders", "mq");

/// Asks both Helms about everything but single values, about which it asks Helm 3: its templates are those of Helm 4.
///
/// Fails when one answers otherwise, or when a planted fault is not seen.
pub fn run() -> Result<()> {
    let place = Place::make()?;
    ask(&place, &place.helms[..1])
}

/// Asks both Helms about single values too.
pub fn run_all() -> Result<()> {
    let place = Place::make()?;
    ask(&place, &place.helms)
}

fn ask(place: &Place, about_values: &[Helm]) -> Result<()> {
    for helm in &place.helms {
        let asked = || -> Result<()> {
            helm.lint(&place.chart)?;
            forgotten(helm, &place.chart)?;
            examples(helm, &place.chart)?;
            failures(helm, place)?;
            parent::run(helm, place)?;
            pages::run(helm, place)
        };
        asked().with_context(|| helm.name)?;
    }
    let flips = flips::run(place, about_values)?;
    println!("    {} examples, {flips} changed values", example_files()?.len());
    planted(place)
}

/// Returns the objects that a release with these values has, and the Job of its test.
fn released(helm: &Helm, chart: &Path, args: &[String]) -> Result<(Vec<Value>, Vec<Value>)> {
    let printed = helm.template(chart, RELEASE, args)?;
    let objects = compare::read(&printed)?;
    Ok(objects.into_iter().partition(|object| object["metadata"]["annotations"]["helm.sh/hook"].is_null()))
}

/// Fails unless a release has the objects that `rmq render` prints, and its test the content of the smoke test.
fn ensure_rendered(helm: &Helm, chart: &Path, args: &[String]) -> Result<()> {
    let (objects, hooks) = released(helm, chart, args)?;
    compare::ensure_same(&helm.rendered(RELEASE, args)?, &objects)?;
    let smoke_test = helm.rendered(RELEASE, &[args, &["--only".to_owned(), "smoke-test".to_owned()]].concat())?;
    compare::ensure_test(&smoke_test, &hooks)
}

fn examples(helm: &Helm, chart: &Path) -> Result<()> {
    for example in example_files()? {
        let args = ["-f".to_owned(), example.display().to_string()];
        ensure_rendered(helm, chart, &args).with_context(|| example.display().to_string())?;
    }
    Ok(())
}

fn example_files() -> Result<Vec<PathBuf>> {
    let root = process::project_root();
    let entries = std::fs::read_dir(root.join("examples"))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.push(root.join("tests/judges/helm/smoke-test.yaml"));
    files.sort();
    Ok(files)
}

/// Without the post-renderer a kind is left whose name says what is missing.
fn forgotten(helm: &Helm, chart: &Path) -> Result<()> {
    let plain = compare::read(&helm.template_plain(chart, RELEASE, &[])?)?;
    let kinds: Vec<&str> = plain.iter().filter_map(|object| object["kind"].as_str()).collect();
    ensure!(kinds == ["InstallWithRmqPostRenderer", "RocketMQCluster", "Job"], "without post-renderer: {kinds:?}");
    let (objects, hooks) = released(helm, chart, &[])?;
    let is_ours = |object: &&Value| object["apiVersion"].as_str().is_some_and(|group| group.starts_with("rmq.dev/"));
    ensure!(!objects.iter().chain(&hooks).any(|object| is_ours(&object)), "a document of ours is left");
    Ok(())
}

/// What the values break: the schema in Helm itself, the rules in `rmq`, whose report Helm 4 does not show.
fn failures(helm: &Helm, place: &Place) -> Result<()> {
    let report = place.folder.join(format!("{}-report.txt", helm.name));
    for (set, code) in [("broker.replicas=2", "RMQ401"), ("broker.config.flushDiskTyp=SYNC_FLUSH", "RMQ302")] {
        std::fs::write(&report, "")?;
        let refused = helm.refused(&place.chart, RELEASE, &["--set", set], &report)?;
        let told = std::fs::read_to_string(&report)?;
        ensure!(told.contains(code), "--set {set}: the report lacks {code}:\n{told}");
        let is_shown = refused.contains(code);
        ensure!(is_shown == helm.shows_errors, "--set {set}: {} says\n{refused}", helm.name);
    }
    std::fs::write(&report, "")?;
    let refused = helm.refused(&place.chart, RELEASE, &["--set", "broker.replica=3"], &report)?;
    ensure!(refused.contains("replica"), "an unknown key: {refused}");
    ensure!(std::fs::read_to_string(&report)?.is_empty(), "the schema did not refuse an unknown key before rmq");
    Ok(())
}

/// Faults in a copy of the chart; each must be seen, and is named by what is replaced.
const FAULTS: &[(&str, &str, &str)] = &[
    ("templates/tests/smoke-test.yaml", "terminationGracePeriodSeconds: 5", "terminationGracePeriodSeconds: 6"),
    ("templates/tests/smoke-test.yaml", "$test.priorityClassName", "$test.priority"),
    ("templates/cluster.yaml", "{{ .Release.Namespace | quote }}", "other"),
    ("templates/_helpers.tpl", "\"enabled\" \"fullnameOverride\"", "\"enabled\" \"fullnameOverride\" \"timezone\""),
    ("files/smoke-test.sh", "sleep 3", "sleep 4"),
    ("files/defaults.json", "\"port\": 9876", "\"port\": 9875"),
];

fn planted(place: &Place) -> Result<()> {
    let root = process::project_root();
    let values = ["tests/judges/helm/smoke-test.yaml", "examples/minimal.yaml"].map(|file| root.join(file));
    for helm in &place.helms {
        for (file, old, new) in FAULTS {
            let chart = place.altered_chart(file, old, new)?;
            let is_missed = |values: &PathBuf| {
                ensure_rendered(helm, &chart, &["-f".to_owned(), values.display().to_string()]).is_ok()
            };
            ensure!(!values.iter().all(is_missed), "{}: {new} in {file} was not seen", helm.name);
        }
    }
    println!("    {} planted faults", FAULTS.len());
    Ok(())
}
