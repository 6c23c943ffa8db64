//! Objects with one fault each, read by `rmq` and by k8s-openapi.

use std::path::Path;

use rmq::diagnostic::{Diagnostics, code};
use serde_json::{Value, json};

use super::{KINDS, Read};

/// Returns what `rmq` finds in an object.
pub(super) fn ours(object: &Value) -> Diagnostics {
    rmq::typed::check(&serde_json::from_value(object.clone()).unwrap())
}

/// Puts something of another type at every place of a value, one after the other.
fn each_fault(whole: &Value, pointer: &str, call: &mut impl FnMut(&str, Value)) {
    let at = whole.pointer(pointer).unwrap();
    for other in [json!(true), json!("text"), json!(3), json!(3_000_000_000_i64), json!([]), json!({})] {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = other;
        call(pointer, changed);
    }
    let keys: Vec<String> = match at {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in keys {
        let key = key.replace('~', "~0").replace('/', "~1");
        each_fault(whole, &format!("{pointer}/{key}"), call);
    }
}

fn reader(object: &Value) -> Option<Read> {
    let is = |field: &str, value: &str| object[field] == *value;
    KINDS.iter().find(|kind| is("apiVersion", kind.api_version) && is("kind", kind.kind)).map(|kind| kind.read)
}

/// Every object that the examples render, as JSON.
fn objects() -> Vec<Value> {
    let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    let mut found = Vec::new();
    for file in std::fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let id = rmq::source::Sources::new().add("golden.yaml", text.as_str());
        for chunk in rmq::yaml::split(&text).unwrap() {
            let node = rmq::yaml::parse(id, &text, chunk.content, rmq::yaml::Duplicates::LastWins).unwrap();
            found.push(serde_json::to_value(node).unwrap());
        }
    }
    found
}

#[test]
fn what_another_type_reads_is_what_we_take() {
    let (mut same, mut refused) = (0, 0);
    let mut differs = Vec::new();
    for object in objects() {
        let Some(read) = reader(&object) else { continue };
        assert!(ours(&object).is_empty() && read(object.clone()).is_ok(), "{object}");
        let name = format!("{} {}", object["kind"], object["metadata"]["name"]);
        each_fault(&object, "", &mut |pointer, changed| {
            // Without these two an object has no type; those of a claim's template are not compared by Go.
            if pointer.is_empty() || pointer.ends_with("/apiVersion") || pointer.ends_with("/kind") {
                return;
            }
            let findings = ours(&changed);
            let is_refused = findings.iter().any(|found| found.code == code::WRONG_FIELD_TYPE);
            let theirs = read(changed);
            refused += usize::from(is_refused);
            if is_refused == theirs.is_err() {
                same += 1;
            } else {
                differs.push(format!("{name} {pointer}: {findings:?} {theirs:?}"));
            }
        });
    }
    assert!(differs.is_empty(), "{} of {}:\n{}", differs.len(), same, differs[..differs.len().min(20)].join("\n"));
    assert!(same > 10_000 && refused > 5_000, "{same} {refused}");
}
