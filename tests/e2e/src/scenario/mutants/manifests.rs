//! Ways to the places in rendered objects; each fails when the place is not there.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::release::Release;

/// Returns an object to be changed.
pub fn object<'a>(objects: &'a mut [Value], kind: &str, name: &str) -> Result<&'a mut Value> {
    let name = format!("{}-{name}", Release::NAME);
    let mut found = objects.iter_mut().filter(|object| object["kind"] == kind && object["metadata"]["name"] == name);
    found.next().with_context(|| format!("no {kind} {name}"))
}

/// Returns the value at a JSON pointer that must be there.
pub fn at<'a>(object: &'a mut Value, pointer: &str) -> Result<&'a mut Value> {
    object.pointer_mut(pointer).with_context(|| format!("nothing at {pointer}"))
}

/// Returns the Pod template of the brokers.
pub fn broker_pod(objects: &mut [Value]) -> Result<&mut Value> {
    at(object(objects, "StatefulSet", "broker")?, "/spec/template/spec")
}

/// Removes a field that must be there.
pub fn remove(object: &mut Value, field: &str) -> Result<()> {
    let removed = object.as_object_mut().and_then(|fields| fields.remove(field));
    removed.with_context(|| format!("there is no {field}")).map(drop)
}

/// Returns the Services of single brokers.
pub fn broker_services(objects: &mut [Value]) -> Vec<&mut Value> {
    let prefix = format!("{}-broker-", Release::NAME);
    let is_one = |object: &&mut Value| {
        let name = object["metadata"]["name"].as_str().and_then(|name| name.strip_prefix(&prefix));
        object["kind"] == "Service" && name.is_some_and(|name| name.parse::<u16>().is_ok())
    };
    objects.iter_mut().filter(is_one).collect()
}

/// Changes the lines of a key in every broker's file; fails where a file does not have the key.
///
/// The number is that of the broker; a line for which nothing is returned goes.
pub fn rewrite(objects: &mut [Value], key: &str, change: impl Fn(usize, &str) -> Option<String>) -> Result<()> {
    let files = at(object(objects, "ConfigMap", "broker-config")?, "/data")?.as_object_mut().context("no files")?;
    let brokers = files.iter_mut().filter(|(file, _)| file.strip_suffix(".conf").is_some());
    let mut count = 0;
    for (number, (file, text)) in brokers.enumerate() {
        let old = text.as_str().with_context(|| format!("{file} is no text"))?;
        let has_key = |line: &&str| line.split_once('=').is_some_and(|(found, _)| found == key);
        ensure!(old.lines().any(|line| has_key(&line)), "{file} has no {key}");
        let line = |line: &str| if has_key(&line) { change(number, line) } else { Some(line.to_owned()) };
        let lines: Vec<String> = old.lines().filter_map(line).collect();
        *text = Value::String(lines.join("\n") + "\n");
        count += 1;
    }
    ensure!(count > 0, "no broker has a file");
    Ok(())
}
