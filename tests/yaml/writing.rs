//! What is written is read back: by ourselves here, by Kubernetes in the answers that `cargo xtask go-oracle` keeps.

use proptest::prelude::*;
use rmq::source::{Sources, Span};
use rmq::yaml::edit::Change;
use rmq::yaml::{self, Duplicates, Entry, FieldPath, Mapping, Node, Value};
use serde_json::Value as Json;

use crate::folder;

/// Texts that readers take for something else.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "  a",
    "a ",
    "\t",
    "\ta",
    "a\t",
    "\n",
    "\na",
    "a\n",
    "a\n\n",
    "a\nb",
    "a\n\nb\n",
    "a\n b\n",
    "a\n  b",
    " a\nb\n",
    "a\n\tb\n",
    "\ta\nb",
    "a\n \nb",
    "a\n\t\nb",
    "a\r\nb",
    "a\rb",
    "a \nb \n",
    "a\n#b\n",
    "# a\nb\n",
    "- a\n- b\n",
    "a: b\nc: d\n",
    "---\na\n",
    "...\na\n",
    "a\n---\nb\n",
    "%YAML\na\n",
    "|\na",
    ">\na",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "Yes",
    "no",
    "No",
    "NO",
    "on",
    "On",
    "off",
    "OFF",
    "true",
    "True",
    "false",
    "FALSE",
    "yEs",
    "null",
    "Null",
    "~",
    "nULL",
    "None",
    "nil",
    "0",
    "-0",
    "1",
    "-1",
    "+1",
    "0644",
    "0o644",
    "08",
    "0x1F",
    "0xZZ",
    "0b101",
    "0b12",
    "1_000",
    "_1",
    "1_",
    "1__0",
    "0_7",
    "1e3",
    "1E3",
    ".5",
    "1.",
    "-1.",
    "1e309",
    "7e12345",
    "12345e7",
    "0123456",
    "9223372036854775808",
    "18446744073709551616",
    "12:30:45",
    "22:22",
    "190:20:30",
    ".inf",
    "-.inf",
    ".nan",
    "inf",
    "NaN",
    "2001-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "<<",
    "=",
    "!",
    "!a",
    "! a",
    "!!str a",
    "&",
    "&a",
    "*",
    "*a",
    "@a",
    "`a",
    "%a",
    "?",
    "? a",
    "?a",
    "-",
    "- a",
    "-a",
    "--",
    "---",
    "--- a",
    "----",
    "...",
    ":",
    ": a",
    ":a",
    "a:",
    "a: b",
    "a:b",
    "a :b",
    "#",
    "# a",
    "a #b",
    "a#b",
    "|",
    ">",
    "|-",
    "[",
    "]",
    "{",
    "}",
    "[a]",
    "{a}",
    "{a: b}",
    "{{ x }}",
    ",",
    "a,b",
    "'",
    "''",
    "'a'",
    "\"",
    "\"a\"",
    "\\",
    "a\\nb",
    "\\u0041",
    "/",
    "/a/b",
    "http://a/b?c=d#e",
    "apache/rocketmq:5.3.1",
    "sha256:0",
    "a/b:c",
    "10Gi",
    "500m",
    "1.5Gi",
    "1E",
    "1k",
    "0m",
    "100%",
    "1.10",
    "v1.10",
    "1.2.3",
    "\0",
    "\u{1}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{1b}",
    "\u{1f}",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "a\u{85}b",
    "\u{9f}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "a \u{2028} b",
    "\u{2029}",
    "\u{202e}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{feff}",
    "\u{feff}a",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1f600}",
    "\u{10ffff}",
    "é",
    "中文",
    "a\u{2028}\nb\n",
    "a\u{feff}\nb\n",
    "中文\n  é\n",
    "a\nb\u{85}\n",
    "x\n  y\n    z\n\n  w\n",
];

fn entry(key: &str, value: impl Into<Value>) -> Entry {
    Entry { key: key.to_owned(), key_location: None, value: Node::generated(value) }
}

fn mapping(entries: impl IntoIterator<Item = Entry>) -> Node {
    let mut mapping = Mapping::new();
    entries.into_iter().for_each(|entry| mapping.insert(entry));
    Node::generated(mapping)
}

/// Returns the documents whose written form Kubernetes has to read back.
fn documents() -> Vec<Node> {
    let long = "k".repeat(1100);
    let escaped = "\u{85}".repeat(300);
    let mut documents = Vec::new();
    for text in HOSTILE.iter().copied().chain([long.as_str(), &escaped]) {
        let items =
            vec![Node::generated(text), Node::generated(vec![Node::generated(text)]), mapping([entry("k", text)])];
        documents.push(mapping([entry("value", text), entry("items", items.clone())]));
        documents.push(mapping([entry(text, text), entry("z", mapping([entry(text, items)]).value)]));
    }
    documents.push(mapping([
        entry("numbers", [0, -1, i64::MAX, i64::MIN].map(Node::generated).to_vec()),
        entry(
            "floats",
            [1.5, 1e21, 1e-7, -2.5e300].map(|float| Node { value: Value::Float(float), location: None }).to_vec(),
        ),
        entry("uint", Value::Uint(u64::MAX)),
        entry("empty", vec![Node::generated(Value::Null), mapping([]), Node::generated(vec![]), Node::generated("")]),
        entry("flags", vec![Node::generated(true), Node::generated(false)]),
    ]));
    documents
}

/// Returns the texts that are written for a document, one form each.
fn forms(node: &Node) -> Vec<String> {
    let mut forms = vec![
        yaml::write::document(node),
        format!("root:\n{}\n", yaml::write::block(node, 4)),
        format!("root: {}\n", yaml::write::flow(node)),
    ];
    if let Some(text) = node.get("value").and_then(Node::as_str) {
        forms.push(format!("root: {}\n", yaml::write::literal(text, 2)));
        forms.push(format!("- {}\n", yaml::write::scalar(text)));
        forms.push(format!("{{\"root\": {}}}\n", yaml::write::quoted(text)));
    }
    forms
}

/// Returns the JSON that each form stands for, in the order of `forms`.
fn meanings(node: &Node) -> Vec<Json> {
    let json = serde_json::to_value(node).unwrap();
    let root = |value: &Json| serde_json::json!({ "root": value });
    let mut meanings = vec![json.clone(), root(&json), root(&json)];
    if let Some(text) = json.get("value") {
        meanings.extend([root(text), serde_json::json!([text]), root(text)]);
    }
    meanings
}

#[test]
fn kubernetes_reads_back_what_is_written() {
    let nodes = documents();
    let edited = crate::editing::edited();
    let written: Vec<String> = nodes.iter().flat_map(forms).chain(edited.iter().cloned()).collect();
    let path = folder("written").join("streams.json");
    if std::env::var_os("RMQ_BLESS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&written).unwrap() + "\n").unwrap();
    }
    let kept: Vec<String> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(kept == written, "the writer changed: run with RMQ_BLESS=1, then `cargo xtask go-oracle --bless`");
    let answers: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(folder("written").join("answers.json")).unwrap()).unwrap();
    let edited = edited.iter().map(|text| serde_json::to_value(read(text)).unwrap());
    let meant: Vec<Json> = nodes.iter().flat_map(meanings).chain(edited).collect();
    assert_eq!(answers.len(), written.len());
    for ((answer, written), meant) in answers.iter().zip(&written).zip(&meant) {
        let read = answer.strip_prefix("document ").and_then(|json| serde_json::from_str::<Json>(json).ok());
        assert!(read.as_ref().is_some_and(|read| crate::reading::is_same(read, meant)), "{written}\n{answer}");
    }
}

fn read(text: &str) -> Node {
    let source = Sources::new().add("written", text);
    yaml::parse(source, text, Span::new(0, text.len()), Duplicates::LastWins)
        .unwrap_or_else(|error| panic!("{text}\n{error:?}"))
}

#[test]
fn we_read_back_what_is_written() {
    for node in documents() {
        for (form, meant) in forms(&node).iter().zip(meanings(&node)) {
            assert_eq!(serde_json::to_value(read(form)).unwrap(), meant, "{form}");
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(HOSTILE).prop_map(str::to_owned),
        any::<String>(),
        "[a-c \\n\\t#:-]{0,12}",
        "[\u{1}-\u{2100}]{0,6}",
    ]
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter("whole floats become integers", |float| float.fract() != 0.0).prop_map(Value::Float),
        any_text().prop_map(Value::String),
    ];
    leaf.prop_map(Node::generated).prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Node::generated),
            prop::collection::vec((any_text(), inner), 0..5)
                .prop_map(|pairs| { mapping(pairs.into_iter().map(|(key, node)| entry(&key, node.value))) }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn writing_then_reading_changes_nothing(node in any_node()) {
        let node = mapping([entry("root", node.value)]);
        for text in [yaml::write::document(&node), yaml::write::flow(&node)] {
            prop_assert!(read(&text).is_same(&node), "{}", text);
        }
    }

    #[test]
    fn broken_cases_never_panic(case in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), junk in any_text()) {
        let cases = crate::cases();
        let (_, text) = case.get(cases);
        let mut broken = text.clone();
        let mut place = cut.index(text.len() + 1);
        while !broken.is_char_boundary(place) {
            place -= 1;
        }
        broken.insert_str(place, &junk);
        let source = Sources::new().add("broken", broken.as_str());
        for document in crate::documents(&broken) {
            let change = Change::Set(FieldPath::from(["metadata", "labels", "on"]), Node::generated(junk.as_str()));
            let _ = yaml::edit::edited(document, &[change, Change::Remove(FieldPath::from(["metadata"]))]);
        }
        for chunk in yaml::split(&broken).unwrap_or_default() {
            if let Err(diagnostics) = yaml::parse(source, &broken, chunk.content, Duplicates::LastWins) {
                let location = diagnostics.iter().next().and_then(|diagnostic| diagnostic.location).unwrap();
                prop_assert!(broken.get(location.span.range()).is_some());
            }
        }
    }
}
