//! The keys of `broker.config` for the version that a text gives.

use super::context::top_value;
use crate::rocketmq::Version;
use crate::rocketmq::keys::{self, DefaultValue, Key, KeyType, Table};
use crate::values::{Field, Kind, ROOT};

/// Returns the keys of the version of a text, or of the default one.
pub(super) fn table(text: &str) -> Option<Table> {
    let given = top_value(text, "version").and_then(Version::parse);
    let version = given.or_else(|| standard().and_then(Version::parse))?;
    keys::for_version(version).table()
}

fn standard() -> Option<&'static str> {
    let version = ROOT.iter().copied().flatten().find(|field: &&Field| field.name == "version")?;
    if let Kind::Text { default, .. } = version.kind { default } else { None }
}

/// Returns true for the path of the settings that go into broker.conf.
pub(super) fn is_config(path: &[String]) -> bool {
    matches!(path, [broker, config] if broker == "broker" && config == "config")
}

/// Returns what the value of a key is, in a few words.
pub(super) fn type_of(key: &Key) -> &'static str {
    match key.kind {
        KeyType::Bool => "boolean",
        KeyType::Int | KeyType::Long => "integer",
        KeyType::Double => "number",
        KeyType::String => "string",
        KeyType::Enum(_) => "one of a few words",
    }
}

/// Returns the default of a key, if it can be told.
pub(super) fn default_of(key: &Key) -> Option<&'static str> {
    if let DefaultValue::Value(text) = key.default { Some(text) } else { None }
}

/// Returns what a key may be set to, when that is a few words.
pub(super) fn words(key: &Key) -> Vec<&'static str> {
    match key.kind {
        KeyType::Bool => vec!["true", "false"],
        KeyType::Enum(choices) => choices.words().collect(),
        _ => Vec::new(),
    }
}
