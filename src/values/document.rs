//! One values file: plain values, or a `RocketMQCluster` document that wraps them.

use std::collections::BTreeMap;

use super::load::{Input, SIZE_LIMIT};
use super::shown::{clip, quote};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code, nearest};
use crate::source::{Location, SourceId, Span};
use crate::yaml::{self, Chunk, Duplicates, Entry, Mapping, Node, Value};

/// The `apiVersion` of a wrapped document.
pub const API_VERSION: &str = "rmq.dev/v1alpha1";
/// The `kind` of a wrapped document.
pub const KIND: &str = "RocketMQCluster";

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// The place.
    pub location: Option<Location>,
}

/// Labels or annotations by name.
pub type Pairs = BTreeMap<String, String>;

/// What one file adds to the values.
pub(super) struct Contribution {
    pub(super) values: Node,
    pub(super) name: Option<Located>,
    pub(super) namespace: Option<Located>,
    pub(super) labels: Pairs,
    pub(super) annotations: Pairs,
}

impl Contribution {
    fn of(values: Node) -> Self {
        Self { values, name: None, namespace: None, labels: Pairs::new(), annotations: Pairs::new() }
    }
}

/// Refuses an input that is larger than `rmq` reads.
pub(super) fn check_size(name: &str, bytes: usize) -> Result<(), Diagnostics> {
    if bytes <= SIZE_LIMIT {
        return Ok(());
    }
    let message = format!("{} holds {bytes} bytes, but at most {SIZE_LIMIT} are read", quote(name));
    Err(Diagnostic::error(code::INPUT_TOO_LARGE, message).help("give a values file, not a stream of manifests").into())
}

/// Reads one file; nothing but blanks and comments gives no values and no finding.
fn read(source: SourceId, text: &str) -> Report<Contribution> {
    match single_document(source, text) {
        Err(diagnostics) => Report { value: None, diagnostics },
        Ok(None) => Report { value: None, diagnostics: Diagnostics::new() },
        Ok(Some(node)) => unwrap_document(node),
    }
}

/// Reads an input that is no expression.
pub(super) fn read_input(input: &Input, text: &str) -> Report<Contribution> {
    match input {
        Input::Document { source, span } => read_part(*source, text, *span),
        Input::Item { node, .. } => unwrap_document(node.clone()),
        _ => read(input.source(), text),
    }
}

/// Reads the document of a stream that stands in this span.
fn read_part(source: SourceId, text: &str, span: Span) -> Report<Contribution> {
    match yaml::parse(source, text, span, Duplicates::Refuse) {
        Ok(node) => unwrap_document(node),
        Err(diagnostics) => Report { value: None, diagnostics },
    }
}

fn single_document(source: SourceId, text: &str) -> Result<Option<Node>, Diagnostics> {
    let chunks = yaml::split(text).map_err(|error| yaml::split_diagnostic(source, error))?;
    let mut found: Option<Node> = None;
    for Chunk { content, .. } in chunks {
        let node = yaml::parse(source, text, content, Duplicates::Refuse)?;
        match (&found, &node.value) {
            (_, Value::Null) => {}
            (None, _) => found = Some(node),
            (Some(first), _) => return Err(several(first, &node).into()),
        }
    }
    Ok(found)
}

fn several(first: &Node, second: &Node) -> Diagnostic {
    Diagnostic::error(code::SEVERAL_DOCUMENTS, "the values hold more than one document")
        .at(second.location)
        .label(first.location, "the first document")
        .help("put each document into a file of its own and give each with `-f`")
}

fn unwrap_document(node: Node) -> Report<Contribution> {
    let Value::Mapping(mapping) = &node.value else {
        let message = format!("the values are {}, but a mapping is expected", node.value.type_name());
        let error = Diagnostic::error(code::NOT_A_MAPPING, message).at(node.location).help("write `key: value` lines");
        return Report { value: None, diagnostics: error.into() };
    };
    if mapping.get("kind").is_none() && mapping.get("apiVersion").is_none() {
        return Report { value: Some(Contribution::of(node)), diagnostics: Diagnostics::new() };
    }
    match wrong_kind(&node, mapping) {
        Some(error) => Report { value: None, diagnostics: error.into() },
        None => spec(mapping),
    }
}

fn wrong_kind(node: &Node, mapping: &Mapping) -> Option<Diagnostic> {
    for (key, want) in [("apiVersion", API_VERSION), ("kind", KIND)] {
        let entry = mapping.get(key);
        if entry.is_some_and(|entry| entry.value.as_str() == Some(want)) {
            continue;
        }
        let found = entry.and_then(|entry| entry.value.as_str());
        let message = match found {
            Some(found) => format!("`{key}` is {}, but `{want}` is expected", quote(found)),
            None => format!("the document has no `{key}: {want}`"),
        };
        let location = entry.and_then(|entry| entry.value.location).or(node.location);
        return Some(
            Diagnostic::error(code::WRONG_KIND, message)
                .at(location)
                .path(key)
                .help(format!("give plain values, or a document of `apiVersion: {API_VERSION}` and `kind: {KIND}`")),
        );
    }
    None
}

fn spec(document: &Mapping) -> Report<Contribution> {
    let mut diagnostics = Diagnostics::new();
    let mut read = Contribution::of(Node::generated(Mapping::new()));
    for entry in document {
        match (entry.key.as_str(), &entry.value.value) {
            ("apiVersion" | "kind", _) | ("spec" | "metadata", Value::Null) => {}
            ("spec", Value::Mapping(_)) => read.values = entry.value.clone(),
            ("metadata", Value::Mapping(metadata)) => {
                read.name = text_of(metadata, "name", &mut diagnostics);
                read.namespace = text_of(metadata, "namespace", &mut diagnostics);
                read.labels = pairs_of(metadata, "labels", &mut diagnostics);
                read.annotations = pairs_of(metadata, "annotations", &mut diagnostics);
                diagnostics.extend(unused(metadata));
            }
            ("spec" | "metadata", other) => diagnostics.push(not_a_mapping(entry, other)),
            ("status", _) => diagnostics.push(ignored(entry, "status")),
            (key, _) => diagnostics.push(stranger(entry, key)),
        }
    }
    Report { value: Some(read), diagnostics }
}

fn text_of(metadata: &Mapping, key: &str, diagnostics: &mut Diagnostics) -> Option<Located> {
    let entry = metadata.get(key)?;
    match &entry.value.value {
        Value::Null => None,
        Value::String(text) => Some(Located { text: text.clone(), location: entry.value.location }),
        other => {
            diagnostics.push(not_a_string(&format!("metadata.{key}"), &entry.value, other));
            None
        }
    }
}

/// Returns the labels or annotations of the document, which every object of the cluster gets.
fn pairs_of(metadata: &Mapping, key: &str, diagnostics: &mut Diagnostics) -> Pairs {
    let mut pairs = Pairs::new();
    let Some(entry) = metadata.get(key) else { return pairs };
    let path = format!("metadata.{key}");
    match &entry.value.value {
        Value::Null => {}
        Value::Mapping(mapping) => {
            for pair in mapping {
                match &pair.value.value {
                    Value::String(text) => drop(pairs.insert(pair.key.clone(), text.clone())),
                    Value::Null => drop(pairs.insert(pair.key.clone(), String::new())),
                    other => {
                        let path = format!("{path}[{}]", clip(&pair.key));
                        diagnostics.push(not_a_string(&path, &pair.value, other));
                    }
                }
            }
        }
        other => {
            let message = format!("`{path}` is {}, but a mapping is expected", other.type_name());
            let error = Diagnostic::error(code::WRONG_TYPE, message).at(entry.value.location).path(path);
            diagnostics.push(error.help("write one `name: \"text\"` per line, indented below the key"));
        }
    }
    pairs
}

fn not_a_string(path: &str, node: &Node, value: &Value) -> Diagnostic {
    Diagnostic::error(code::WRONG_TYPE, format!("`{path}` is {}, but a string is expected", value.type_name()))
        .at(node.location)
        .path(path)
        .help("put it in quotes")
}

fn unused(metadata: &Mapping) -> Diagnostics {
    let is_used = |entry: &&Entry| matches!(entry.key.as_str(), "name" | "namespace" | "labels" | "annotations");
    metadata
        .iter()
        .filter(|entry| !is_used(entry))
        .map(|entry| ignored(entry, &format!("metadata.{}", entry.key)))
        .collect()
}

fn ignored(entry: &Entry, path: &str) -> Diagnostic {
    Diagnostic::info(code::IGNORED_KEY, format!("`{}` is not used", clip(path)))
        .at(entry.key_location.or(entry.value.location))
        .path(clip(path))
        .help("set `labels` and `annotations` of a component to put them on its objects")
}

fn not_a_mapping(entry: &Entry, value: &Value) -> Diagnostic {
    let message = format!("`{}` is {}, but a mapping is expected", entry.key, value.type_name());
    Diagnostic::error(code::WRONG_TYPE, message)
        .at(entry.value.location)
        .path(entry.key.clone())
        .help("write one `key: value` per line, indented below the key")
}

fn stranger(entry: &Entry, key: &str) -> Diagnostic {
    let help = match nearest(key, ["metadata", "spec"]) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put values under `spec`".to_owned(),
    };
    Diagnostic::error(code::UNKNOWN_KEY, format!("unknown key `{}` in a `{KIND}` document", clip(key)))
        .at(entry.key_location.or(entry.value.location))
        .path(clip(key))
        .help(help)
}

/// Keeps the later of two names; two that differ contradict each other.
pub(super) fn adopt(known: &mut Option<Located>, new: Option<Located>, path: &str) -> Diagnostics {
    let Some(new) = new else { return Diagnostics::new() };
    let clash = known.as_ref().filter(|old| old.text != new.text).map(|old| {
        let message = format!("`{path}` is {}, but another file says {}", quote(&new.text), quote(&old.text));
        Diagnostic::error(code::CONTRADICTION, message)
            .at(new.location)
            .path(path)
            .label(old.location, "the other one")
            .help("give one cluster at a time, or make both files name the same one")
    });
    *known = Some(new);
    clash.into_iter().collect()
}
