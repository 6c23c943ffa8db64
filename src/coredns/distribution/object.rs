//! Objects of Kubernetes, written by the writer of all YAML here.

use crate::yaml::{Entry, Mapping, Node, Value, write};

/// Returns a mapping with these entries, in this order.
pub(super) fn mapping<K: Into<String>>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    let mut mapping = Mapping::new();
    for (key, value) in entries {
        mapping.insert(Entry { key: key.into(), key_location: None, value: Node::generated(value) });
    }
    Value::Mapping(mapping)
}

/// Returns a list.
pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Sequence(items.into_iter().map(Node::generated).collect())
}

/// Returns a value as a document.
pub(super) fn document(value: Value) -> String {
    write::document(&Node::generated(value))
}

/// Returns an object with one more field, or several.
pub(super) fn object(
    api_version: &str,
    kind: &str,
    (namespace, name): (&str, &str),
    fields: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
    let metadata = mapping([("name", Value::from(name)), ("namespace", Value::from(namespace))]);
    let head = [("apiVersion", Value::from(api_version)), ("kind", Value::from(kind)), ("metadata", metadata)];
    mapping(head.into_iter().chain(fields))
}

/// Returns a `ConfigMap` of kube-system with one key.
pub(super) fn config_map(name: &str, key: &str, text: &str) -> Value {
    let data = mapping([(key, Value::from(text))]);
    object("v1", "ConfigMap", ("kube-system", name), [("data", data)])
}

/// Returns a value as JSON on one line.
pub(super) fn json(value: Value) -> String {
    write::flow(&Node::generated(value)) + "\n"
}
