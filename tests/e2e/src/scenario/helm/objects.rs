//! The objects of a release: what Helm adds to them, and what is left of them.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{RELEASE, SECOND};
use crate::process::wait_for;
use crate::scenario::apply::compare;
use crate::world::World;

/// The kinds that a namespace has by itself.
const BY_ITSELF: [&str; 2] = ["kube-root-ca.crt", "default"];
/// The kinds that `rmq` renders into a namespace, those that come of them, and where Helm keeps its releases.
const KINDS: [(&str, &str); 10] = [
    ("v1", "ConfigMap"),
    ("v1", "Pod"),
    ("v1", "Secret"),
    ("v1", "Service"),
    ("v1", "ServiceAccount"),
    ("v1", "PersistentVolumeClaim"),
    ("apps/v1", "Deployment"),
    ("apps/v1", "StatefulSet"),
    ("batch/v1", "Job"),
    ("policy/v1", "PodDisruptionBudget"),
];

/// Returns a rendered object with what the chart adds to it for Helm.
pub fn of_release(rendered: &Value) -> Value {
    let mut object = rendered.clone();
    let metadata = &mut object["metadata"];
    metadata["labels"]["app.kubernetes.io/managed-by"] = json!("Helm");
    metadata["labels"]["helm.sh/chart"] = json!(format!("rocketmq-{}", env!("CARGO_PKG_VERSION")));
    if object["kind"] == "PersistentVolume" {
        object["metadata"]["annotations"]["helm.sh/resource-policy"] = json!("keep");
    }
    object
}

/// Makes of the expected smoke test what the chart has as its test.
pub fn make_hook(job: &mut Value) {
    job["metadata"]["name"] = json!(format!("{RELEASE}-smoke-test"));
    job["metadata"]["annotations"]["helm.sh/hook"] = json!("test");
}

/// Fails unless every expected field stands in the live objects, and no label is there beside the expected ones.
pub fn ensure_live(expected: &[Value], live: &[Value]) -> Result<()> {
    compare::ensure_holds(expected, live)?;
    for (expected, live) in expected.iter().zip(live) {
        let (wanted, found) = (&expected["metadata"]["labels"], &live["metadata"]["labels"]);
        let is_added_by_server = live["kind"] == "Job";
        ensure!(wanted == found || is_added_by_server, "{}: labels {found}, not {wanted}", name(live));
        let is_hook = !live["metadata"]["annotations"]["helm.sh/hook"].is_null();
        let owner = &live["metadata"]["annotations"]["meta.helm.sh/release-name"];
        ensure!(is_hook || owner == RELEASE, "{} belongs to {owner}", name(live));
    }
    Ok(())
}

/// Fails unless these are the same objects, in whatever order.
pub fn ensure_same(expected: &[Value], found: &[Value]) -> Result<()> {
    let sorted = |objects: &[Value]| {
        let mut objects = objects.to_vec();
        objects.sort_by_key(name);
        objects
    };
    let (expected, found) = (sorted(expected), sorted(found));
    ensure!(expected.len() == found.len(), "{} objects, not {}", found.len(), expected.len());
    compare::ensure_holds(&expected, &found)?;
    compare::ensure_holds(&found, &expected)
}

/// Fails when anything but a status has changed, or when Helm has written an object again.
pub fn ensure_unchanged(before: &[Value], after: &[Value]) -> Result<()> {
    let (before, after): (Vec<Value>, Vec<Value>) =
        (before.iter().map(written).collect(), after.iter().map(written).collect());
    compare::ensure_holds(&before, &after)?;
    compare::ensure_holds(&after, &before)
}

/// Returns what users write of an object, with the times at which Helm wrote it.
fn written(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
    }
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("resourceVersion");
        if let Some(managers) = metadata.get_mut("managedFields").and_then(Value::as_array_mut) {
            managers.retain(|manager| manager["manager"] == "helm");
        }
    }
    object
}

/// Returns kind and name of everything in a namespace that it does not have by itself.
pub fn in_namespace(world: &World, namespace: &str) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for (api_version, kind) in KINDS {
        for mut object in world.client().list(api_version, kind, Some(namespace))? {
            object["kind"] = json!(kind);
            found.insert(name(&object));
        }
    }
    found.retain(|name| BY_ITSELF.iter().all(|own| !name.ends_with(&format!(" {own}"))));
    Ok(found)
}

/// Fails when there is an object in the namespace beside the expected ones, what comes of them, and Helm's own.
pub fn ensure_no_others(world: &World, namespace: &str, expected: &[Value]) -> Result<()> {
    let expected: BTreeSet<String> = expected.iter().map(name).collect();
    let mut found = in_namespace(world, namespace)?;
    found.retain(|name| {
        let comes_by_itself = ["Pod ", "PersistentVolumeClaim "].iter().any(|kind| name.starts_with(kind));
        !expected.contains(name) && !comes_by_itself && !name.starts_with("Secret sh.helm.release.v1.")
    });
    ensure!(found.is_empty(), "rmq renders no {found:?}");
    Ok(())
}

/// Waits until every local volume is bound to its claim: what is applied again later must bear that.
pub fn wait_for_claims(world: &World, namespace: &str, objects: &[Value]) -> Result<()> {
    let volumes = objects.iter().filter(|object| object["kind"] == "PersistentVolume").count();
    wait_for("claims with a volume", Duration::from_secs(30), || {
        let claims = world.client().list("v1", "PersistentVolumeClaim", Some(namespace))?;
        let bound = claims.iter().filter(|claim| claim["status"]["phase"] == "Bound").count();
        Ok((bound == volumes).then_some(()))
    })
}

/// Waits until nothing of a release is left but the claims of its brokers, their volumes, and the Job of its last test.
pub fn ensure_removed(world: &World, namespace: &str, objects: &[Value]) -> Result<()> {
    let groups = objects.iter().filter(|object| object["kind"] == "StatefulSet");
    let with_claims = groups.filter(|object| object["spec"]["volumeClaimTemplates"].is_array());
    let claims: u64 = with_claims.filter_map(|object| object["spec"]["replicas"].as_u64()).sum();
    let mut left = BTreeSet::new();
    let removed = wait_for("end of the release", Duration::from_secs(20), || {
        left = in_namespace(world, namespace)?;
        left.retain(|name| !name.starts_with(&format!("PersistentVolumeClaim store-{SECOND}-")));
        let is_kept = |name: &String| name.starts_with("PersistentVolumeClaim store-");
        let is_test = |name: &String| name.contains("-smoke-test");
        let kept = left.iter().filter(|name| is_kept(name)).count();
        let others = left.iter().filter(|name| !is_kept(name) && !is_test(name)).count();
        Ok((others == 0 && u64::try_from(kept)? == claims).then_some(()))
    });
    ensure!(removed.is_ok(), "{claims} claims should be left, but there are {left:?}");
    for volume in objects.iter().filter(|object| object["kind"] == "PersistentVolume") {
        let live = world.client().read(volume)?;
        ensure!(live["metadata"]["deletionTimestamp"].is_null(), "{} is on its way out", name(volume));
    }
    Ok(())
}

fn name(object: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    format!("{} {}", text(&object["kind"]), text(&object["metadata"]["name"]))
}
