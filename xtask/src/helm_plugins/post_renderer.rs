//! `--post-renderer`: in Helm 4 the name of our plugin, in Helm 3 the path of the program in it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};

use super::Party;
use super::home::{Answer, Helm, Version};

/// A chart with a cluster, an object that is none of our business, and a hook.
pub const CHART: [&str; 5] = ["template", "mq", "tests/judges/helm/cluster", "-n", "prod"];

/// Checks the package.
pub fn check(party: &Party) -> Result<()> {
    let package = party.shipped.package("rmq-post-renderer");
    let four = Helm::new(Version::Four, "post-renderer")?;
    let flags = ["--post-renderer", "rmq-post-renderer"];
    four.call(&[&CHART[..], &flags].concat())?.failure(1, "Type:postrenderer/v1} not found", "before it is there")?;
    four.install(&package, &[])?.success("install rmq-post-renderer")?;
    four.call(&["rmq-post-renderer"])?.failure(1, "unknown command", "a post-renderer is no command")?;
    expands(party, &four, &flags)?;
    // Helm 4 keeps to itself what a post-renderer says.
    fails(&four, &flags, |said| !said.contains("RMQ401") && said.contains("exited with error"))?;

    let three = Helm::new(Version::Three, "post-renderer")?;
    let program = package.join("bin/rmq-post-renderer");
    let flags = ["--post-renderer", program.to_str().context("a path that is no text")?];
    expands(party, &three, &flags)?;
    fails(&three, &flags, |said| said.contains("RMQ401"))
}

/// The cluster becomes its objects, and everything else stays.
fn expands(party: &Party, helm: &Helm, flags: &[&str]) -> Result<()> {
    let plain = helm.call(&CHART)?.success("helm template")?;
    ensure!(objects(&plain).contains("RocketMQCluster/mq"), "the chart holds no cluster:\n{plain}");
    let found = helm.call(&[&CHART[..], flags].concat())?.success("helm template --post-renderer")?;
    let native = party.rmq(&["render", "mq", "-n", "prod"], None)?.success("rmq render")?;
    let mut want = objects(&native);
    want.extend(["ConfigMap/note", "Secret/hook"].map(str::to_owned));
    let (tests, objects): (BTreeSet<_>, BTreeSet<_>) =
        objects(&found).into_iter().partition(|object| object.starts_with("Job/mq-smoke-test-"));
    ensure!(want.len() > 10 && objects == want, "expected {want:?}, found {objects:?}");
    ensure!(tests.len() == usize::from(helm.takes_tests()), "tests of the release: {tests:?}");
    let policies = found.matches("helm.sh/hook-delete-policy: \"before-hook-creation,hook-succeeded\"").count();
    ensure!(policies == tests.len(), "{policies} of {} tests give way to the next", tests.len());
    for text in ["# Source: cluster/templates/note.yaml", "# a comment", "  text: \"yes\""] {
        ensure!(found.contains(text), "an object that is not ours has lost {text:?}:\n{found}");
    }
    ensure!(!found.contains("postrender-filename"), "an annotation of Helm's is left");
    Ok(())
}

/// Returns every object as `Kind/name`.
fn objects(manifests: &str) -> BTreeSet<String> {
    let documents = manifests.split("\n---\n");
    let line = |document: &str, key: &str| {
        let line = document.lines().find_map(|line| line.strip_prefix(key));
        line.map(|rest| rest.split(" #").next().unwrap_or_default().trim().trim_matches('"').to_owned())
    };
    documents.filter_map(|text| Some(format!("{}/{}", line(text, "kind: ")?, line(text, "  name: ")?))).collect()
}

/// With an error in the values Helm fails, and the report says why.
fn fails(helm: &Helm, flags: &[&str], is_right: fn(&str) -> bool) -> Result<()> {
    let report = helm.home().join("report.txt");
    let mut command = helm.command(&[&CHART[..], flags, &["--set", "broker.replicas=2"]].concat());
    let found = Answer::of(command.env("RMQ_REPORT", &report))?;
    let is_failure = found.code == Some(1) && found.stdout.is_empty() && is_right(&found.stderr);
    ensure!(is_failure, "a cluster that cannot be: exit code {:?}\n{}", found.code, found.stderr);
    let report = std::fs::read_to_string(&report).context("no report")?;
    ensure!(report.contains("RMQ401"), "the report does not say why:\n{report}");
    Ok(())
}
