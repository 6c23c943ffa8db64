//! Edits against their corpus.
//!
//! A case begins with lines `set PATH VALUE`, `insert PATH VALUE`, `remove PATH` (both in JSON), and flags: `crlf` for
//! Windows line ends, `unended` for no last line end. The text follows behind `=== before`, then the edited one behind
//! `=== after`, or the reason behind `=== cannot`. `RMQ_BLESS=1` rewrites what follows the text.

use rmq::yaml::edit::{self, Change};
use rmq::yaml::{Entry, FieldPath, Mapping, Node, Step, Value};
use serde_json::Value as Json;

use crate::{files, folder};

struct Case {
    head: String,
    before: String,
    result: String,
    changes: Vec<Change>,
}

#[test]
fn cases_are_edited_as_their_files_say() {
    let is_blessed = std::env::var_os("RMQ_BLESS").is_some();
    let mut failures = String::new();
    for (name, content) in files("edit", "case") {
        let case = parse(&content);
        let result = outcome(&case);
        if result == case.result {
            continue;
        }
        if is_blessed {
            let text = format!("{}=== before\n{}{result}", case.head, unwrapped(&case.head, &case.before));
            std::fs::write(folder("edit").join(format!("{name}.case")), text).unwrap();
        }
        failures.extend(["--- ", &name, "\n", &result]);
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_second_edit_changes_nothing() {
    for (name, content) in files("edit", "case") {
        let case = parse(&content);
        let repeatable: Vec<Change> = case.changes.into_iter().filter(is_repeatable).collect();
        if let Ok(once) = edit::edited(&case.before, &repeatable) {
            assert_eq!(edit::edited(&once, &repeatable).as_ref(), Ok(&once), "{name}");
        }
    }
}

/// Items move when one is inserted or removed.
fn is_repeatable(change: &Change) -> bool {
    match change {
        Change::Set(..) => true,
        Change::Insert(..) | Change::Replace(..) | Change::Follow(..) => false,
        Change::Remove(path) => !path.steps().iter().any(|step| matches!(step, Step::Index(_))),
    }
}

#[test]
fn every_reading_case_takes_an_annotation_or_refuses() {
    // The other half are lists or broken.
    assert!(annotated().len() > 100, "{}", annotated().len());
}

/// Returns all edited texts: Kubernetes has to read in them what we read.
pub(crate) fn edited() -> Vec<String> {
    let cases = files("edit", "case").into_iter().map(|(_, content)| parse(&content));
    cases.filter_map(|case| edit::edited(&case.before, &case.changes).ok()).chain(annotated()).collect()
}

fn annotated() -> Vec<String> {
    let path = FieldPath::from(["metadata", "annotations", "example.com/on"]);
    let change = [Change::Set(path, Node::generated("on"))];
    let agreed = crate::cases().iter().filter(|(name, _)| !crate::reading::is_deviation(name));
    let parts = agreed.flat_map(|(_, text)| crate::documents(text));
    parts.filter_map(|part| edit::edited(part, &change).ok()).collect()
}

fn outcome(case: &Case) -> String {
    match edit::edited(&case.before, &case.changes) {
        Ok(after) => format!("=== after\n{}", unwrapped(&case.head, &after)),
        Err(reason) => format!("=== cannot\n{reason}\n"),
    }
}

fn parse(content: &str) -> Case {
    let (head, rest) = content.split_once("=== before\n").unwrap();
    let end = ["=== after\n", "=== cannot\n"].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
    let (before, result) = rest.split_at(end);
    Case {
        head: head.to_owned(),
        before: wrapped(head, before),
        result: result.to_owned(),
        changes: head.lines().filter_map(change).collect(),
    }
}

/// Returns a text as the flags of its case want it.
fn wrapped(head: &str, text: &str) -> String {
    let text = if has_flag(head, "unended") { text.strip_suffix('\n').unwrap_or(text) } else { text };
    if has_flag(head, "crlf") { text.replace('\n', "\r\n") } else { text.to_owned() }
}

/// Returns a text as files hold it; a line end that does not fit the flags is shown.
fn unwrapped(head: &str, text: &str) -> String {
    let text = if has_flag(head, "crlf") {
        text.replace("\r\n", "\0").replace('\n', "<LF>\n").replace('\0', "\n")
    } else {
        text.replace('\r', "<CR>")
    };
    let needs_end = has_flag(head, "unended") && !text.ends_with('\n');
    if needs_end { text + "\n" } else { text }
}

fn has_flag(head: &str, flag: &str) -> bool {
    head.lines().any(|line| line == flag)
}

fn change(line: &str) -> Option<Change> {
    let (verb, rest) = line.split_once(' ')?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Json>();
    let path = path(&values.next()?.unwrap());
    Some(match verb {
        "set" => Change::Set(path, node(&values.next()?.unwrap())),
        "insert" => Change::Insert(path, node(&values.next()?.unwrap())),
        "replace" => Change::Replace(path, nodes(&values.next()?.unwrap())),
        "follow" => Change::Follow(path, nodes(&values.next()?.unwrap())),
        _ => Change::Remove(path),
    })
}

fn path(json: &Json) -> FieldPath {
    json.as_array().unwrap().iter().fold(FieldPath::root(), |path, step| match step {
        Json::Number(index) => path.index(usize::try_from(index.as_u64().unwrap()).unwrap()),
        name => path.key(name.as_str().unwrap()),
    })
}

fn nodes(json: &Json) -> Vec<Node> {
    json.as_array().unwrap().iter().map(node).collect()
}

fn node(json: &Json) -> Node {
    Node::generated(match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => Value::Int(number.as_i64().unwrap()),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::Sequence(items.iter().map(node).collect()),
        Json::Object(members) => {
            let mut mapping = Mapping::new();
            for (key, value) in members {
                mapping.insert(Entry { key: key.clone(), key_location: None, value: node(value) });
            }
            Value::Mapping(mapping)
        }
    })
}
