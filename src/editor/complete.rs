//! What may stand at a place of a values text.

use std::ops::Range;

use serde::Serialize;

use super::broker_key;
use super::context::{Context, context};
use super::fields::below;
use super::line::document_around;
use crate::cluster::checks::is_derived;
use crate::rocketmq::keys::{Key, Table};
use crate::values::{Field, Fields, Kind, ROOT};

/// Something that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// The key or the value.
    pub label: String,
    /// What is put in the place of the word that is being typed.
    pub insert: String,
    /// `key` or `value`.
    pub kind: &'static str,
    /// The type, or the default.
    pub detail: String,
    /// What it is for, in English.
    pub doc: &'static str,
    /// What it is for, in Chinese.
    pub doc_zh: &'static str,
}

/// All that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// In the order of the field table; what begins with the word that is being typed first.
    pub items: Vec<Completion>,
}

/// Returns what may stand at a byte of a text, which may be broken; nothing when that is not known.
#[must_use]
pub fn complete(text: &str, offset: usize) -> Option<Completions> {
    let document = document_around(text, offset)?;
    let found = complete_in(text.get(document.clone())?, offset - document.start)?;
    let range = found.range.start + document.start..found.range.end + document.start;
    Some(Completions { range, items: found.items })
}

/// Answers for a text that is one document.
fn complete_in(text: &str, offset: usize) -> Option<Completions> {
    let context = context(text, offset)?;
    let mut items = match &context.key {
        None => keys(text, &context),
        Some(key) => values(text, &context, key),
    };
    let typed = text.get(context.word.start..offset)?.to_lowercase();
    items.retain(|item| item.label.to_lowercase().contains(&typed));
    let begins = |item: &Completion| item.label.to_lowercase().starts_with(&typed);
    let (mut items, others): (Vec<_>, Vec<_>) = items.into_iter().partition(begins);
    items.extend(others);
    (!items.is_empty()).then_some(Completions { range: context.word, items })
}

/// Returns the field at a path; keys of tables and items of lists lead to the fields of each.
pub(super) fn field_at(path: &[String]) -> Option<&'static Field> {
    let (last, above) = path.split_last()?;
    find(fields_below(above)?, last)
}

/// Returns the fields of the mapping at a path.
fn fields_below(path: &[String]) -> Option<Fields> {
    let mut fields = ROOT;
    let mut steps = path.iter();
    while let Some(step) = steps.next() {
        let field = find(fields, step)?;
        fields = below(&field.kind)?;
        if matches!(field.kind, Kind::Table { .. }) && steps.next().is_none() {
            return None;
        }
    }
    Some(fields)
}

fn find(fields: Fields, name: &str) -> Option<&'static Field> {
    fields.iter().copied().flatten().find(|field| field.name == name)
}

fn keys(text: &str, context: &Context) -> Vec<Completion> {
    let is_new = |name: &str| context.siblings.iter().all(|sibling| sibling != name);
    if broker_key::is_config(&context.path) {
        let known = broker_key::table(text).into_iter().flat_map(Table::broker_keys);
        let free = known.filter(|key| is_new(key.name) && !is_derived(key.name));
        return free.map(|key| config_key(&key, context)).collect();
    }
    let fields = fields_below(&context.path).unwrap_or(&[]);
    let all = fields.iter().copied().flatten().filter(|field| is_new(field.name));
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    all.map(|field| key(field, context, end)).collect()
}

fn config_key(key: &Key, context: &Context) -> Completion {
    let default = broker_key::default_of(key).map_or_else(String::new, |default| format!(" = {default}"));
    Completion {
        label: key.name.to_owned(),
        insert: format!("{}{}", key.name, if context.has_colon { "" } else { ": " }),
        kind: "key",
        detail: format!("{}{default}", broker_key::type_of(key)),
        doc: "",
        doc_zh: "",
    }
}

fn key(field: &'static Field, context: &Context, end: &str) -> Completion {
    let indent = " ".repeat(context.column + 2);
    let behind = match &field.kind {
        _ if context.has_colon => String::new(),
        Kind::Section(_) | Kind::TextMap { .. } | Kind::Amounts { .. } | Kind::Settings(_) | Kind::Table { .. } => {
            format!(":{end}{indent}")
        }
        Kind::Rows(_) | Kind::Texts(_) => format!(":{end}{indent}- "),
        _ => ": ".to_owned(),
    };
    Completion {
        label: field.name.to_owned(),
        insert: format!("{}{behind}", field.name),
        kind: "key",
        detail: field.kind.expected().trim_start_matches("a ").trim_start_matches("an ").to_owned(),
        doc: field.doc,
        doc_zh: field.doc_zh,
    }
}

fn values(text: &str, context: &Context, key: &str) -> Vec<Completion> {
    let words: Vec<String> = if broker_key::is_config(&context.path) {
        let known = broker_key::table(text).and_then(|table| table.broker_key(key));
        known.iter().flat_map(broker_key::words).map(str::to_owned).collect()
    } else {
        let field = fields_below(&context.path).and_then(|fields| find(fields, key));
        field.map(|field| words(field, context)).unwrap_or_default()
    };
    let blank = if context.lacks_blank(text) { " " } else { "" };
    words.into_iter().map(|word| value(word, blank)).collect()
}

fn words(field: &Field, context: &Context) -> Vec<String> {
    match &field.kind {
        Kind::Choice { words, .. } => words.iter().map(|word| (*word).to_owned()).collect(),
        Kind::Switch(_) => vec!["true".to_owned(), "false".to_owned()],
        _ if field.name == "version" && context.path.is_empty() => {
            Table::all().map(|table| table.version().to_string()).collect()
        }
        _ => Vec::new(),
    }
}

fn value(word: String, blank: &str) -> Completion {
    let insert = format!("{blank}{word}");
    Completion { label: word, insert, kind: "value", detail: String::new(), doc: "", doc_zh: "" }
}
