//! The field table as a JSON schema, draft 7, for editors.

use super::field::{Field, Fields, Kind, each};
use super::fields::ROOT;
use super::format::Format;
use crate::yaml::{Entry, Mapping, Node, Value};

/// Returns the schema of plain values: two blanks per level, the same bytes every time.
///
/// It accepts everything that [`load`](super::load) accepts; forms without a pattern and the types of Kubernetes are
/// checked by `rmq` only. A `null` stands for a value that is not given.
#[must_use]
pub fn schema() -> String {
    let mut root = object([
        ("$schema", "http://json-schema.org/draft-07/schema#".into()),
        ("title", "rmq values".into()),
        ("description", "A RocketMQ cluster on Kubernetes.".into()),
    ]);
    for entry in section(ROOT) {
        root.insert(entry);
    }
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Mapping {
    let mut mapping = Mapping::new();
    for (key, value) in entries {
        put(&mut mapping, key, value);
    }
    mapping
}

fn put(mapping: &mut Mapping, key: &str, value: impl Into<Value>) {
    mapping.insert(Entry { key: key.to_owned(), key_location: None, value: Node::generated(value) });
}

fn list(words: &[&str]) -> Value {
    Value::Sequence(words.iter().map(|word| Node::generated(*word)).collect())
}

fn section(fields: Fields) -> Mapping {
    let mut properties = Mapping::new();
    for field in each(fields) {
        put(&mut properties, field.name, property(field));
    }
    let mut mapping = object([("type", list(&["object", "null"]))]);
    let required: Vec<&str> = each(fields).filter(|field| field.kind.is_required()).map(|field| field.name).collect();
    if !required.is_empty() {
        put(&mut mapping, "required", list(&required));
    }
    put(&mut mapping, "additionalProperties", false);
    put(&mut mapping, "properties", properties);
    mapping
}

fn property(field: &Field) -> Mapping {
    let mut mapping = object([("description", field.doc.into())]);
    for entry in shape(&field.kind) {
        mapping.insert(entry);
    }
    if let Some(default) = default(&field.kind) {
        put(&mut mapping, "default", default);
    }
    mapping
}

fn shape(kind: &Kind) -> Mapping {
    match kind {
        Kind::Section(fields) => section(fields),
        Kind::Switch(_) => object([("type", list(&["boolean", "null"]))]),
        Kind::Number { min, max, .. } => {
            object([("type", list(&["integer", "null"])), ("minimum", (*min).into()), ("maximum", (*max).into())])
        }
        Kind::Text { default, format } => text(&["string", "null"], format, *default == Some("")),
        Kind::Amount { format, .. } => text(&["string", "number", "null"], format, false),
        Kind::Choice { words, .. } => {
            let mut all: Vec<Node> = words.iter().map(|word| Node::generated(*word)).collect();
            all.push(Node::generated(Value::Null));
            object([("enum", all.into())])
        }
        Kind::Texts(format) => array(text(&["string"], format, false)),
        Kind::TextMap { key, value } => map(key, text(&["string", "null"], value, false)),
        Kind::Amounts { key, value, .. } => map(key, text(&["string", "number", "null"], value, false)),
        Kind::Settings(key) => map(key, object([("type", list(&["string", "number", "boolean", "null"]))])),
        Kind::Rows(fields) => {
            let mut row = section(fields);
            put(&mut row, "type", "object");
            array(row)
        }
        Kind::Table { key, fields } => map(key, section(fields)),
        Kind::Object(_) | Kind::Tree => object([("type", list(&["object", "null"]))]),
        Kind::Any => Mapping::new(),
        Kind::Objects(_) => array(object([("type", "object".into())])),
    }
}

fn text(types: &[&str], format: &Format, may_be_empty: bool) -> Mapping {
    let mut mapping = object([("type", list(types))]);
    match (format.pattern, may_be_empty) {
        (Some(pattern), true) => put(&mut mapping, "pattern", format!("^$|{pattern}")),
        (Some(pattern), false) => put(&mut mapping, "pattern", pattern),
        (None, _) => {}
    }
    mapping
}

fn array(items: Mapping) -> Mapping {
    object([("type", list(&["array", "null"])), ("items", items.into())])
}

fn map(key: &Format, values: Mapping) -> Mapping {
    let mut mapping = object([("type", list(&["object", "null"]))]);
    if let Some(pattern) = key.pattern {
        put(&mut mapping, "propertyNames", object([("pattern", pattern.into())]));
    }
    put(&mut mapping, "additionalProperties", values);
    mapping
}

/// Returns the default of a field that has one of its own; that of a section is made of its fields.
#[must_use]
pub fn default(kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Section(_) | Kind::Any => None,
        Kind::Switch(default) => Some((*default).into()),
        Kind::Number { default, .. } => default.map(Value::from),
        Kind::Text { default, .. } => default.map(Value::from),
        Kind::Amount { default, .. } | Kind::Choice { default, .. } => Some((*default).into()),
        Kind::Texts(_) | Kind::Rows(_) | Kind::Objects(_) => Some(Value::Sequence(Vec::new())),
        Kind::TextMap { .. } | Kind::Settings(_) | Kind::Table { .. } | Kind::Object(_) | Kind::Tree => {
            Some(Value::Mapping(Mapping::new()))
        }
        Kind::Amounts { default, .. } => {
            let mut mapping = Mapping::new();
            for (name, amount) in *default {
                put(&mut mapping, name, *amount);
            }
            Some(mapping.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_describes_every_field() {
        let text = schema();
        assert!(!text.contains('\t') && text.ends_with("}\n"));
        let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let at = |pointer: &str| schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
        assert_eq!(at("/properties/broker/properties/replicas/default"), 3);
        assert_eq!(at("/properties/broker/properties/replicas/maximum"), 9);
        assert_eq!(at("/properties/broker/additionalProperties"), false);
        assert_eq!(at("/properties/broker/properties/resources/properties/limits/default/memory"), "3Gi");
        assert_eq!(at("/properties/console/properties/service/enum/1"), "NodePort");
        assert_eq!(at("/properties/nodes/items/required/0"), "name");
        assert_eq!(at("/properties/broker/properties/groupOverrides/additionalProperties/properties/uid/minimum"), 1);
    }
}
