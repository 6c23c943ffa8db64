//! What Helm prints against what `rmq` renders, object by object.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, ensure};
use rmq::documents;
use rmq::source::Sources;
use serde_json::{Value, json};

/// What Helm wants on every object, and what the chart therefore adds.
const HELM_LABELS: [&str; 2] = ["app.kubernetes.io/managed-by", "helm.sh/chart"];

/// What keeps `helm uninstall` from deleting a volume under its claim.
const POLICY: &str = "helm.sh/resource-policy";

/// Returns the objects of a stream; documents without one are left out.
pub fn read(stream: &str) -> Result<Vec<Value>> {
    let mut sources = Sources::new();
    let source = sources.add("helm", stream);
    let documents = documents::split(source, stream).map_err(|found| anyhow!("no stream of YAML: {found:?}"))?;
    let mut objects = Vec::new();
    for document in &documents {
        let node = document.read().map_err(|found| anyhow!("no YAML: {found:?}\n{}", document.content()))?;
        objects.push(serde_json::to_value(&node)?);
    }
    objects.retain(|object| !object.is_null());
    Ok(objects)
}

/// Fails unless Helm prints exactly the objects that are wanted, each with what Helm wants and else with the same fields.
pub fn ensure_same(wanted: &[Value], printed: &[Value]) -> Result<()> {
    let (wanted, printed) = (by_name(wanted)?, by_name(printed)?);
    let names = |objects: &BTreeMap<String, Value>| objects.keys().cloned().collect::<Vec<_>>().join(", ");
    ensure!(names(&wanted) == names(&printed), "rmq renders {}; Helm prints {}", names(&wanted), names(&printed));
    for (name, wanted) in wanted {
        let printed = printed.get(&name).context("an object is gone")?;
        ensure_helm(printed).with_context(|| name.clone())?;
        equal(&without_helm(&wanted), &without_helm(printed)).with_context(|| name.clone())?;
    }
    Ok(())
}

/// Fails unless the test of a chart is the smoke test, but for its name and the annotations of a hook.
pub fn ensure_test(smoke_test: &[Value], hooks: &[Value]) -> Result<()> {
    let [wanted] = smoke_test else { anyhow::bail!("the smoke test is not one object") };
    let [printed] = hooks else { anyhow::bail!("there are {} hooks instead of one", hooks.len()) };
    ensure_helm(printed)?;
    let (mut wanted, mut printed) = (without_helm(wanted), without_helm(printed));
    let annotations = printed["metadata"]["annotations"].as_object_mut().context("a hook without annotations")?;
    ensure!(annotations.remove("helm.sh/hook") == Some(json!("test")), "the hook is no test");
    ensure!(annotations.remove("helm.sh/hook-delete-policy").is_some(), "nothing deletes the hook");
    if annotations.is_empty() {
        without_annotations(&mut printed);
    }
    for object in [&mut wanted, &mut printed] {
        object["metadata"]["name"] = Value::Null;
    }
    equal(&wanted, &printed).context("the test of the chart")
}

fn by_name(objects: &[Value]) -> Result<BTreeMap<String, Value>> {
    let mut named = BTreeMap::new();
    for object in objects {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or("?").to_owned();
        let name = format!("{}/{}/{}", text("/metadata/namespace"), text("/kind"), text("/metadata/name"));
        ensure!(named.insert(name.clone(), object.clone()).is_none(), "{name} stands twice");
    }
    Ok(named)
}

fn ensure_helm(object: &Value) -> Result<()> {
    let labels = &object["metadata"]["labels"];
    ensure!(labels[HELM_LABELS[0]] == "Helm", "Helm is not its manager: {labels}");
    ensure!(labels[HELM_LABELS[1]].is_string(), "it names no chart: {labels}");
    let (policy, is_volume) = (&object["metadata"]["annotations"][POLICY], object["kind"] == "PersistentVolume");
    ensure!((policy == "keep") == is_volume, "its {POLICY} is {policy}");
    Ok(())
}

fn without_helm(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(labels) = object["metadata"]["labels"].as_object_mut() {
        labels.retain(|label, _| !HELM_LABELS.contains(&label.as_str()));
    }
    let annotations = object["metadata"]["annotations"].as_object_mut();
    if annotations.is_some_and(|annotations| annotations.remove(POLICY).is_some() && annotations.is_empty()) {
        without_annotations(&mut object);
    }
    object
}

fn without_annotations(object: &mut Value) {
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("annotations");
    }
}

fn equal(wanted: &Value, printed: &Value) -> Result<()> {
    let mut found = Vec::new();
    walk(wanted, printed, "", &mut found);
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

fn walk(wanted: &Value, printed: &Value, path: &str, found: &mut Vec<String>) {
    match (wanted, printed) {
        (Value::Object(first), Value::Object(second)) => {
            let keys = first.keys().chain(second.keys().filter(|key| !first.contains_key(*key)));
            for key in keys {
                walk(&wanted[key], &printed[key], &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            for (index, (first, second)) in first.iter().zip(second).enumerate() {
                walk(first, second, &format!("{path}[{index}]"), found);
            }
        }
        _ if wanted == printed => {}
        _ => found.push(format!("{path}: rmq renders {wanted}, Helm prints {printed}")),
    }
}
