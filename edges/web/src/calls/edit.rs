//! One value, changed where it stands.

use rmq::diagnostic::{Diagnostics, Report};
use rmq::editor;
use rmq::source::Sources;
use rmq::yaml::{Entry, Mapping, Node, Value};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Step, path};
use crate::answer::Range;
use crate::utf16::Units;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    text: String,
    path: Vec<Step>,
    /// Absent: the key goes. A null is a value.
    #[serde(default, deserialize_with = "given")]
    value: Option<serde_json::Value>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    changes: Vec<Change>,
}

/// One replaced range.
#[derive(Debug, Serialize)]
struct Change {
    #[serde(flatten)]
    range: Range,
    insert: String,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(Some)
}

pub(crate) fn answer(request: Request, _: &mut Sources) -> Report<Response> {
    match editor::edit(&request.text, &path(request.path), request.value.map(node)) {
        Ok(edits) => {
            let units = Units::of(&request.text);
            let range = |bytes: std::ops::Range<usize>| Range { from: units.at(bytes.start), to: units.at(bytes.end) };
            let changes = edits.into_iter().map(|(bytes, insert)| Change { range: range(bytes), insert }).collect();
            Report { value: Some(Response { changes }), diagnostics: Diagnostics::new() }
        }
        Err(diagnostics) => Report { value: None, diagnostics },
    }
}

fn node(value: serde_json::Value) -> Node {
    use serde_json::Value as Json;
    Node::generated(match value {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(flag),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(int), _) => Value::Int(int),
            (None, Some(uint)) => Value::Uint(uint),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::String(text),
        Json::Array(items) => Value::Sequence(items.into_iter().map(node).collect()),
        Json::Object(entries) => {
            let mut mapping = Mapping::new();
            for (key, value) in entries {
                mapping.insert(Entry { key, key_location: None, value: node(value) });
            }
            Value::Mapping(mapping)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::respond;

    #[test]
    fn changes_are_counted_in_units_of_utf16() {
        let text = "# 三台机器 🚀\nbroker:\n  replicas: 3 # 奇数\n";
        let request = serde_json::json!({"text": text, "path": ["broker", "replicas"], "value": 5}).to_string();
        let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
        let change = &response["changes"][0];
        let at = text.encode_utf16().collect::<Vec<u16>>().iter().position(|unit| *unit == u16::from(b'3')).unwrap();
        assert_eq!((&change["from"], &change["to"], &change["insert"]), (&at.into(), &(at + 1).into(), &"5".into()));
    }

    #[test]
    fn no_value_is_another_thing_than_a_null() {
        let changes = |value: &str| {
            let request = format!(r#"{{"text": "mode: dledger\nname: a\n", "path": ["mode"]{value}}}"#);
            let response: serde_json::Value = serde_json::from_str(&respond(&request, answer).unwrap()).unwrap();
            response["changes"][0]["insert"].as_str().map(str::to_owned)
        };
        assert_eq!(changes(r#", "value": null"#).as_deref(), Some("null"));
        assert_eq!(changes("").as_deref(), Some(""));
    }
}
