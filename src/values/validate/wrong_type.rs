//! A value of another type than its field, and how to write it instead.

use super::Spot;
use crate::diagnostic::{Diagnostic, code};
use crate::source::{Location, Sources};
use crate::values::field::Kind;
use crate::values::shown::clip;
use crate::yaml::{Node, Value};

impl Kind {
    /// Returns true when a value has the type of the field; its form and range are another question.
    pub(super) fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Switch(_) => matches!(value, Value::Bool(_)),
            Self::Number { .. } => matches!(value, Value::Int(_) | Value::Uint(_)),
            Self::Text { .. } | Self::Choice { .. } => matches!(value, Value::String(_)),
            Self::Amount { .. } => {
                matches!(value, Value::String(_) | Value::Int(_) | Value::Uint(_) | Value::Float(_))
            }
            Self::Texts(_) | Self::Rows(_) | Self::Objects(_) => matches!(value, Value::Sequence(_)),
            _ => matches!(value, Value::Mapping(_)),
        }
    }
}

/// Returns the finding.
pub(super) fn diagnostic(sources: &Sources, spot: Spot, kind: &Kind) -> Diagnostic {
    let found = spot.node.value.type_name();
    let message = format!("`{}` is {found}, but {} is expected", spot.path, kind.expected());
    Diagnostic::error(code::WRONG_TYPE, message).at(spot.node.location).path(spot.path).help(help(sources, spot, kind))
}

fn help(sources: &Sources, spot: Spot, kind: &Kind) -> String {
    let key = spot.path.rsplit_once('.').map_or(spot.path, |(_, key)| key);
    let option = spot.node.location.and_then(|location| option(sources, location));
    match (&spot.node.value, kind) {
        (Value::Null, _) => "give every item of the list a value, from `[0]` on".to_owned(),
        (Value::String(_), Kind::Number { .. } | Kind::Switch(_)) if spot.is_secret => unquoted(kind),
        (Value::String(_), _) if option == Some("--set-string") => "use `--set` instead of `--set-string`".to_owned(),
        (Value::String(text), Kind::Number { .. }) if text.trim().parse::<i64>().is_ok() => {
            format!("take the quotes away: `{key}: {}`", text.trim())
        }
        (Value::String(_), Kind::Number { .. } | Kind::Switch(_)) => unquoted(kind),
        (Value::Sequence(_) | Value::Mapping(_), Kind::Text { .. } | Kind::Choice { .. }) => {
            "write one text".to_owned()
        }
        (_, Kind::Text { .. } | Kind::Choice { .. }) if option == Some("--set") => {
            "use `--set-string` instead of `--set`".to_owned()
        }
        (_, Kind::Text { .. } | Kind::Choice { .. }) if !spot.is_secret => {
            format!("put it in quotes: `{key}: \"{}\"`", spelling(sources, spot.node))
        }
        (_, kind) => general(kind),
    }
}

/// The option that a value came with, if it did not come from a file.
fn option(sources: &Sources, location: Location) -> Option<&str> {
    let name = &sources.get(location.source)?.name;
    name.starts_with("--").then(|| name.split_once('[').map_or(name.as_str(), |(option, _)| option))
}

fn unquoted(kind: &Kind) -> String {
    match kind {
        Kind::Switch(_) => "write `true` or `false` without quotes".to_owned(),
        _ => "write a whole number without quotes".to_owned(),
    }
}

fn general(kind: &Kind) -> String {
    match kind {
        Kind::Switch(_) => "write `true` or `false`",
        Kind::Number { .. } => "write a whole number",
        Kind::Amount { .. } => "write a number with at most one suffix, such as `512Mi`",
        Kind::Texts(_) | Kind::Rows(_) | Kind::Objects(_) => "write a list: one item per line, each after a `- `",
        Kind::Text { .. } | Kind::Choice { .. } => "put it in quotes",
        _ => "write a mapping: one `key: value` per line, indented below the key",
    }
    .to_owned()
}

/// The scalar as the user wrote it, since `4.90` is the number 4.9.
fn spelling(sources: &Sources, node: &Node) -> String {
    let written = node.location.and_then(|location| sources.slice(location));
    written.filter(|text| !text.contains(['"', '\\'])).map_or_else(|| "VALUE".to_owned(), clip)
}
