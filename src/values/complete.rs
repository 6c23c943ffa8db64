//! The merged tree completed with defaults: every field has a value, in the order of the table.
//!
//! A value that has no location is a default. A `null` leaves the default of a field, but takes the default entries of
//! a mapping of amounts out, as Helm users expect of `limits: null`.
//!
//! **Invariant:** the tree was validated; what does not fit its field is passed on as it is.

use super::field::{Fields, Kind, each};
use crate::yaml::{Entry, Mapping, Node, Value};

/// Returns a section with all its fields.
pub(super) fn section(fields: Fields, user: Option<&Node>) -> Node {
    let is_null = user.is_some_and(is_null);
    let mut mapping = Mapping::with_capacity(fields.iter().map(|part| part.len()).sum());
    for field in each(fields) {
        let entry = user.and_then(Node::as_mapping).and_then(|mapping| mapping.get(field.name));
        let below = entry.map(|entry| &entry.value).or(user.filter(|_| is_null));
        mapping.insert(Entry {
            key: field.name.to_owned(),
            key_location: entry.and_then(|entry| entry.key_location),
            value: value(&field.kind, below),
        });
    }
    located(mapping, user)
}

fn value(kind: &Kind, user: Option<&Node>) -> Node {
    let given = user.filter(|node| !is_null(node));
    match kind {
        Kind::Section(fields) => section(fields, user),
        Kind::Amounts { default, .. } => amounts(default, user),
        Kind::TextMap { .. } => given.map_or_else(empty_mapping, without_nulls),
        Kind::Settings(_) => given.map_or_else(empty_mapping, |node| each_entry(node, as_text)),
        Kind::Table { fields, .. } => {
            given.map_or_else(empty_mapping, |node| each_entry(node, |row| section(fields, Some(row))))
        }
        Kind::Rows(fields) => given.map_or_else(empty_list, |node| rows(fields, node)),
        Kind::Amount { default, .. } => given.map_or_else(|| Node::generated(*default), as_text),
        _ => given.cloned().unwrap_or_else(|| default(kind)),
    }
}

fn default(kind: &Kind) -> Node {
    match kind {
        Kind::Switch(default) => Node::generated(*default),
        Kind::Number { default, .. } => default.map_or(Node::generated(Value::Null), Node::generated),
        Kind::Text { default, .. } => Node::generated(default.unwrap_or_default()),
        Kind::Choice { default, .. } => Node::generated(*default),
        Kind::Texts(_) | Kind::Objects(_) => empty_list(),
        Kind::Any => Node::generated(Value::Null),
        _ => empty_mapping(),
    }
}

fn amounts(default: &[(&str, &str)], user: Option<&Node>) -> Node {
    let mut mapping = Mapping::new();
    let keeps_default = user.is_none_or(|node| !is_null(node));
    for (name, amount) in default.iter().filter(|_| keeps_default) {
        mapping.insert(Entry { key: (*name).to_owned(), key_location: None, value: Node::generated(*amount) });
    }
    for entry in user.and_then(Node::as_mapping).into_iter().flatten() {
        if is_null(&entry.value) {
            mapping.remove(&entry.key);
        } else {
            mapping.insert(Entry { value: as_text(&entry.value), ..entry.clone() });
        }
    }
    located(mapping, user)
}

fn rows(fields: Fields, user: &Node) -> Node {
    let items = user.as_sequence().unwrap_or_default();
    let rows: Vec<Node> = items.iter().map(|item| section(fields, Some(item))).collect();
    Node { value: rows.into(), location: user.location }
}

fn without_nulls(user: &Node) -> Node {
    each_entry(user, Node::clone)
}

fn each_entry(user: &Node, change: impl Fn(&Node) -> Node) -> Node {
    let mut mapping = Mapping::new();
    for entry in user.as_mapping().into_iter().flatten().filter(|entry| !is_null(&entry.value)) {
        mapping.insert(Entry { key: entry.key.clone(), key_location: entry.key_location, value: change(&entry.value) });
    }
    located(mapping, Some(user))
}

/// Numbers and booleans in the spelling that Java and Kubernetes read.
fn as_text(node: &Node) -> Node {
    let text = match &node.value {
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Uint(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        _ => return node.clone(),
    };
    Node { value: text.into(), location: node.location }
}

fn is_null(node: &Node) -> bool {
    node.value == Value::Null
}

fn located(mapping: Mapping, user: Option<&Node>) -> Node {
    Node { value: mapping.into(), location: user.and_then(|node| node.location) }
}

fn empty_mapping() -> Node {
    Node::generated(Mapping::new())
}

fn empty_list() -> Node {
    Node::generated(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::fields::ROOT;
    use crate::values::path::walk;

    #[test]
    fn defaults_give_way_and_null_takes_out() {
        for (user, path, want) in [
            ("{}", "broker.replicas", "3"),
            (r#"{"broker": {"replicas": null}}"#, "broker.replicas", "3"),
            (r#"{"broker": null}"#, "broker.replicas", "3"),
            ("{}", "broker.resources.limits", r#"{"memory":"3Gi"}"#),
            (
                r#"{"broker": {"resources": {"limits": {"cpu": 2}}}}"#,
                "broker.resources.limits",
                r#"{"memory":"3Gi","cpu":"2"}"#,
            ),
            (r#"{"broker": {"resources": {"limits": {"memory": null}}}}"#, "broker.resources.limits", "{}"),
            (r#"{"broker": {"resources": {"limits": null}}}"#, "broker.resources.limits", "{}"),
            (r#"{"broker": {"resources": null}}"#, "broker.resources.requests", "{}"),
            (
                r#"{"broker": {"config": {"a": 0.75, "b": true, "c": null, "d": "x"}}}"#,
                "broker.config",
                r#"{"a":"0.75","b":"true","d":"x"}"#,
            ),
            (r#"{"broker": {"labels": {"a": "b", "c": null}}}"#, "broker.labels", r#"{"a":"b"}"#),
            (
                r#"{"broker": {"groupOverrides": {"0": {"uid": 1}}}}"#,
                "broker.groupOverrides.0",
                r#"{"brokerName":"","peers":[],"storePath":"","uid":1}"#,
            ),
            (r#"{"nodes": [{"name": "a"}]}"#, "nodes", r#"[{"name":"a","address":""}]"#),
            (r#"{"broker": {"jvm": {"heap": 1073741824}}}"#, "broker.jvm.heap", r#""1073741824""#),
        ] {
            let user: Node = serde_json::from_str(user).expect("a tree");
            let whole = section(ROOT, Some(&user));
            assert_eq!(serde_json::to_string(walk(&whole, path).node).expect("JSON"), want, "{user:?} {path}");
        }
    }
}
