//! Rendered against live, and live against live.

use anyhow::{Result, ensure};
use serde_json::Value;

/// Fails when a rendered field is not in the live object, or has another value there: Argo CD would show a difference.
pub fn ensure_holds(rendered: &[Value], live: &[Value]) -> Result<()> {
    let pairs = rendered.iter().zip(live);
    let differences: Vec<String> = pairs.flat_map(|(rendered, live)| differences(rendered, live)).collect();
    ensure!(differences.is_empty(), "the API server has something else than was rendered:\n{}", differences.join("\n"));
    Ok(())
}

/// Returns where a live object differs from what was rendered.
pub fn differences(rendered: &Value, live: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let name = format!("{} {}", rendered["kind"], rendered["metadata"]["name"]);
    walk(rendered, live, &name, &mut found);
    found
}

fn walk(rendered: &Value, live: &Value, path: &str, found: &mut Vec<String>) {
    match (rendered, live) {
        (Value::Object(fields), Value::Object(_)) => {
            for (key, value) in fields {
                walk(value, &live[key], &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            for (index, (item, other)) in items.iter().zip(others).enumerate() {
                walk(item, other, &format!("{path}[{index}]"), found);
            }
        }
        _ if rendered == live => {}
        _ => found.push(format!("{path}: rendered {rendered}, live {live}")),
    }
}

/// Fails when a field is gone or has another value, or when the applying manager has changed anything.
///
/// Fields that controllers add in between are theirs.
pub fn ensure_same(before: &[Value], after: &[Value]) -> Result<()> {
    for (before, after) in before.iter().zip(after) {
        let (before, after) = (applied(before), applied(after));
        let changed = differences(&before, &after);
        ensure!(changed.is_empty(), "the second apply has changed something:\n{}", changed.join("\n"));
    }
    Ok(())
}

/// Returns what appliers write of an object: without status, and with the times of their own changes only.
fn applied(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
    }
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("resourceVersion");
        if let Some(managers) = metadata.get_mut("managedFields").and_then(Value::as_array_mut) {
            managers.retain(|manager| manager["operation"] == "Apply");
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_of_the_server_are_no_difference_and_everything_else_is() {
        let object = |spec: Value| json!({"kind": "A", "metadata": {"name": "a"}, "spec": spec});
        let found = |rendered, live| differences(&object(rendered), &object(live)).len();
        assert_eq!(found(json!({"a": 1}), json!({"a": 1, "b": 2})), 0);
        assert_eq!(found(json!({"a": 1}), json!({"a": "1"})), 1);
        assert_eq!(found(json!({"a": [1, 2]}), json!({"a": [1]})), 1);
        assert_eq!(found(json!({"a": {"b": 1}}), json!({})), 1);
    }
}
