//! The chart inside a chart of others: twice, under aliases, with what Helm puts into the values of every subchart.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::helm::{Helm, Place, copy_folder};
use super::{RELEASE, compare};

const CHART: &str = "\
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
- {name: rocketmq, version: '*', repository: '', alias: events, condition: events.enabled}
- {name: rocketmq, version: '*', repository: '', alias: audit, condition: audit.enabled}
";
const VALUES: &str = "\
global: {imageRegistry: registry.example.com, storageClass: fast}
events: {enabled: true, clusterName: Events}
audit: {enabled: true, fullnameOverride: audit-log, broker: {groups: 2}}
";
/// An object of the parent itself, and a test of its own.
const TEMPLATE: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: shop-test, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: test, image: busybox}]}
";

/// Fails unless both clusters are there with names of their own, and one alone when the other is switched off.
pub fn run(helm: &Helm, place: &Place) -> Result<()> {
    let chart = make(place)?;
    let both = compare::read(&helm.template(&chart, RELEASE, &[])?)?;
    let names = names(&both)?;
    let clusters = [("orders-events", 1), ("audit-log", 2)];
    for (name, groups) in clusters {
        let brokers = |entry: &&String| entry.starts_with(&format!("StatefulSet/{name}-broker"));
        ensure!(names.iter().filter(brokers).count() == groups, "{name} has other brokers: {names:?}");
        ensure!(names.contains(&format!("Job/{name}-smoke-test")), "{name} has no test: {names:?}");
    }
    ensure!(names.contains(&"ConfigMap/shop".to_owned()) && names.contains(&"Pod/shop-test".to_owned()), "{names:?}");
    ensure!(jobs(&both) == clusters.len(), "there are tests beside those of the chart: {names:?}");
    let one =
        compare::read(&helm.template(&chart, RELEASE, &["--set".to_owned(), "audit.enabled=false".to_owned()])?)?;
    let text = serde_json::to_string(&one)?;
    ensure!(text.contains("orders-events-broker") && !text.contains("audit-log"), "the condition is not heeded");
    Ok(())
}

fn make(place: &Place) -> Result<PathBuf> {
    let chart = place.folder.join("shop");
    copy_folder(&place.chart, &chart.join("charts/rocketmq"))?;
    std::fs::create_dir_all(chart.join("templates"))?;
    let write = |file: &str, text: &str| std::fs::write(Path::new(&chart).join(file), text);
    write("Chart.yaml", CHART)?;
    write("values.yaml", VALUES)?;
    write("templates/shop.yaml", TEMPLATE)?;
    Ok(chart)
}

/// Returns kind and name of each object; fails when one stands twice.
fn names(objects: &[Value]) -> Result<Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("an object without kind or name");
    let mut names = Vec::new();
    for object in objects {
        let name = format!("{}/{}", text(&object["kind"])?, text(&object["metadata"]["name"])?);
        ensure!(!names.contains(&name), "{name} stands twice");
        names.push(name);
    }
    Ok(names)
}

fn jobs(objects: &[Value]) -> usize {
    objects.iter().filter(|object| object["kind"] == "Job").count()
}
