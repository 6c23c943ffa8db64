//! The field table as data, for a form.

use serde::Serialize;

use crate::values::{Field, Fields, Kind, ROOT, default};
use crate::yaml::Value;

/// One field.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldInfo {
    /// The key.
    pub name: &'static str,
    /// The kind of its value.
    pub r#type: &'static str,
    /// What it is for, in English.
    pub doc: &'static str,
    /// What it is for, in Chinese.
    pub doc_zh: &'static str,
    /// The default, when it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The lowest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The highest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What it may be.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub words: &'static [&'static str],
    /// The form of a text, as a regular expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    /// Whether the text may be empty.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub empty_allowed: bool,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it must never be shown.
    pub secret: bool,
    /// The fields of the mapping, or of each mapping in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldInfo>,
}

/// Returns every field, in the order of the table.
#[must_use]
pub fn fields() -> Vec<FieldInfo> {
    all(ROOT)
}

fn all(fields: Fields) -> Vec<FieldInfo> {
    fields.iter().copied().flatten().map(info).collect()
}

fn info(field: &'static Field) -> FieldInfo {
    let kind = &field.kind;
    let (min, max) = match kind {
        Kind::Number { min, max, .. } => (Some(*min), Some(*max)),
        _ => (None, None),
    };
    let pattern = match kind {
        Kind::Text { format, .. } | Kind::Amount { format, .. } | Kind::Texts(format) => format.pattern,
        _ => None,
    };
    FieldInfo {
        name: field.name,
        r#type: name_of(kind),
        doc: field.doc,
        doc_zh: field.doc_zh,
        default: default(kind),
        min,
        max,
        words: if let Kind::Choice { words, .. } = kind { words } else { &[] },
        pattern,
        empty_allowed: matches!(kind, Kind::Text { default: Some(""), .. }),
        required: kind.is_required(),
        secret: field.secret,
        fields: below(kind).map(all).unwrap_or_default(),
    }
}

/// Returns the fields of the mapping that a value is, or of each mapping in it.
pub(super) fn below(kind: &Kind) -> Option<Fields> {
    match kind {
        Kind::Section(fields) | Kind::Rows(fields) | Kind::Table { fields, .. } => Some(fields),
        _ => None,
    }
}

fn name_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Section(_) => "section",
        Kind::Switch(_) => "switch",
        Kind::Number { .. } => "number",
        Kind::Text { .. } => "text",
        Kind::Amount { .. } => "amount",
        Kind::Choice { .. } => "choice",
        Kind::Texts(_) => "texts",
        Kind::TextMap { .. } => "textMap",
        Kind::Amounts { .. } => "amounts",
        Kind::Settings(_) => "settings",
        Kind::Rows(_) => "rows",
        Kind::Table { .. } => "table",
        Kind::Tree => "tree",
        Kind::Any => "any",
        Kind::Object(_) => "object",
        Kind::Objects(_) => "objects",
    }
}
