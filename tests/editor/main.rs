//! What an editor of values is told: of texts that are whole, broken, and half typed.

#![allow(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![allow(clippy::expect_used, clippy::string_slice, reason = "a test fails by a panic")]
mod completions;
mod laws;

use rmq::editor;
use rmq::yaml::{FieldPath, Node, Value};

/// Returns the path of names and numbers between dots.
fn path(words: &str) -> FieldPath {
    words.split('.').fold(FieldPath::root(), |path, word| match word.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key(word),
    })
}

fn edited(text: &str, at: &str, value: Option<Value>) -> String {
    let edits = editor::edit(text, &path(at), value.map(Node::generated)).expect("edits");
    rmq::yaml::edit::apply(text, &edits)
}

fn set(text: &str, at: &str, value: impl Into<Value>) -> String {
    edited(text, at, Some(value.into()))
}

fn removed(text: &str, at: &str) -> String {
    edited(text, at, None)
}

#[test]
fn a_value_is_set_where_it_stands_and_comments_stay() {
    let text = "# 我们的集群\nbroker:\n  replicas: 3   # 奇数\n  # groups\n  groups: 1\n";
    assert_eq!(set(text, "broker.replicas", 5), text.replace("3 ", "5 "));
    assert_eq!(set(text, "broker.port", 30011), format!("{text}  port: 30011\n"));
    assert_eq!(set(text, "console.enabled", false), format!("{text}console:\n  enabled: false\n"));
}

#[test]
fn texts_without_values_take_a_first_one() {
    assert_eq!(set("", "mode", "dledger"), "mode: dledger\n");
    assert_eq!(set("# nothing yet\n", "broker.replicas", 5), "# nothing yet\nbroker:\n  replicas: 5\n");
    assert_eq!(set("---\n# nothing yet\n", "mode", "dledger"), "---\n# nothing yet\nmode: dledger\n");
}

#[test]
fn flow_style_and_windows_line_ends_stay_what_they_are() {
    assert_eq!(set("broker: {replicas: 3}\r\n", "broker.groups", 2), "broker: {replicas: 3, \"groups\": 2}\r\n");
    assert_eq!(set("broker:\r\n  replicas: 3\r\n", "broker.groups", 2), "broker:\r\n  replicas: 3\r\n  groups: 2\r\n");
}

#[test]
fn a_wrapped_document_is_changed_below_its_spec() {
    let text = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nspec:\n  mode: dledger\n";
    assert_eq!(set(text, "version", "4.9.7"), format!("{text}  version: \"4.9.7\"\n"));
    assert_eq!(
        editor::given(text)
            .and_then(|node| node.get("mode").cloned())
            .and_then(|mode| mode.as_str().map(str::to_owned))
            .as_deref(),
        Some("dledger")
    );
}

#[test]
fn what_a_removal_leaves_empty_goes_with_it() {
    assert_eq!(removed("mode: dledger\nbroker:\n  jvm:\n    heap: 1Gi\n", "broker.jvm.heap"), "mode: dledger\n");
    assert_eq!(removed("broker:\n  jvm:\n    heap: 1Gi\n  groups: 1\n", "broker.jvm.heap"), "broker:\n  groups: 1\n");
    assert_eq!(removed("nodes:\n- name: a\n- name: b\n", "nodes.0"), "nodes:\n- name: b\n");
    assert_eq!(removed("mode: dledger\nnodes:\n- name: a\n", "nodes.0"), "mode: dledger\n");
    assert_eq!(removed("mode: dledger\n", "console.enabled"), "mode: dledger\n");
}

#[test]
fn rows_grow_at_their_end() {
    let row = || {
        let mut mapping = rmq::yaml::Mapping::new();
        mapping.insert(rmq::yaml::Entry { key: "name".into(), key_location: None, value: Node::generated("b") });
        mapping
    };
    assert_eq!(set("nodes:\n- name: a\n", "nodes.1", row()), "nodes:\n- name: a\n- name: b\n");
    assert_eq!(set("mode: dledger\n", "nodes.0", row()), "mode: dledger\nnodes:\n- name: b\n");
}

#[test]
fn what_cannot_be_changed_in_place_is_refused_with_its_reason() {
    let refused = |text: &str| {
        let found = editor::edit(text, &path("broker.replicas"), Some(Node::generated(5))).expect_err("an edit");
        found.iter().map(|one| format!("{} {}", one.code, one.message)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        refused("broker: [\n"),
        "RMQ061 `broker.replicas` cannot be changed in place: the document cannot be read (line 1)"
    );
    assert_eq!(
        refused("a: &a {replicas: 3}\nbroker: *a\n"),
        "RMQ061 `broker.replicas` cannot be changed in place: an anchor or alias stands there (line 1)"
    );
    for (text, reason) in [
        ("# 中\nbroker: !!map\n  replicas: 3\n", "a tag stands there (line 3)"),
        ("a: &a\n  b: 1\nbroker:\n  <<: *a\n  replicas: 3\n", "a merge key stands there (line 5)"),
        ("broker: 3\n", "the path leads nowhere (line 1)"),
        ("mode: dledger\nbroker:\n  replicas: [\n", "the document cannot be read (line 3)"),
        ("mode: dledger\n--- broker\n", "the document cannot be read (line 2)"),
    ] {
        assert_eq!(refused(text), format!("RMQ061 `broker.replicas` cannot be changed in place: {reason}"), "{text}");
    }
}

#[test]
fn a_value_is_found_or_what_is_around_it() {
    let text = "# 中文\nbroker:\n  replicas: 3\n";
    let found = |at: &str| editor::place(text, &path(at)).map(|range| text[range].trim_end());
    assert_eq!(found("broker.replicas"), Some("3"));
    assert_eq!(found("broker.groups"), Some("replicas: 3"));
    assert_eq!(editor::place("a: [", &path("a")), None);
}

#[test]
fn the_table_of_fields_is_that_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&rmq::values::schema()).expect("JSON");
    let properties = schema["properties"].as_object().expect("an object");
    let mut names: Vec<&str> = editor::fields().iter().map(|field| field.name).collect();
    names.sort_unstable();
    assert_eq!(names, properties.keys().map(String::as_str).collect::<Vec<_>>());
    let broker = editor::fields().into_iter().find(|field| field.name == "broker").expect("broker");
    let replicas = broker.fields.iter().find(|field| field.name == "replicas").expect("replicas");
    assert_eq!(
        (replicas.r#type, replicas.min, replicas.max, &replicas.default),
        ("number", Some(1), Some(9), &Some(Value::Int(3)))
    );
    assert!(!replicas.doc_zh.is_empty());
}
