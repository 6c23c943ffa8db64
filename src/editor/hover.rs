//! What the key at a place is for.

use std::ops::Range;

use serde::Serialize;

use super::broker_key;
use super::complete::field_at;
use super::context::key_at;
use super::line::document_around;
use crate::rocketmq::keys::{ConfigFile, VersionRange, versions_with};
use crate::values::default;

/// What is known about a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hover {
    /// Its bytes.
    #[serde(skip)]
    pub range: Range<usize>,
    /// The path of the field.
    pub path: String,
    /// The key.
    pub title: String,
    /// What it is for, in English.
    pub doc: String,
    /// What it is for, in Chinese.
    pub doc_zh: String,
    /// The type of its value.
    pub r#type: &'static str,
    /// Its default, when it has one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// Returns what the key at a byte of a text is for, which may be broken; nothing when no known key is there.
#[must_use]
pub fn hover(text: &str, offset: usize) -> Option<Hover> {
    let document = document_around(text, offset)?;
    let found = hover_in(text.get(document.clone())?, offset - document.start)?;
    let range = found.range.start + document.start..found.range.end + document.start;
    Some(Hover { range, ..found })
}

/// Answers for a text that is one document.
fn hover_in(text: &str, offset: usize) -> Option<Hover> {
    let (path, range) = key_at(text, offset)?;
    let (title, above) = path.split_last()?;
    if broker_key::is_config(above) {
        return config_key(text, title, range);
    }
    let field = field_at(&path)?;
    Some(Hover {
        range,
        path: path.join("."),
        title: title.clone(),
        doc: field.doc.to_owned(),
        doc_zh: field.doc_zh.to_owned(),
        r#type: field.kind.expected(),
        default: default(&field.kind).and_then(|value| serde_json::to_string(&value).ok()),
    })
}

fn config_key(text: &str, name: &str, range: Range<usize>) -> Option<Hover> {
    let table = broker_key::table(text)?;
    let ranges = versions_with(ConfigFile::Broker, name);
    let versions: Vec<String> = ranges.iter().map(VersionRange::to_string).collect();
    let versions_zh: Vec<String> = ranges.iter().map(in_chinese).collect();
    let key = table.broker_key(name)?;
    Some(Hover {
        range,
        path: format!("broker.config.{name}"),
        title: name.to_owned(),
        doc: format!("A key of broker.conf; RocketMQ knows it {}.", versions.join(" and ")),
        doc_zh: format!("broker.conf 的键；RocketMQ 支持的版本：{}。", versions_zh.join("、")),
        r#type: broker_key::type_of(&key),
        default: broker_key::default_of(&key).map(str::to_owned),
    })
}

fn in_chinese(range: &VersionRange) -> String {
    match (range.first, range.last) {
        (None, None) => "所有版本".to_owned(),
        (Some(first), None) => format!("{first} 及以后"),
        (None, Some(last)) => format!("{last} 及以前"),
        (Some(first), Some(last)) => format!("{first} 至 {last}"),
    }
}
