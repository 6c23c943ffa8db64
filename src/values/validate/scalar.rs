//! Numbers and texts: their ranges and forms.

use super::{Check, Spot};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::source::Location;
use crate::values::field::Kind;
use crate::values::format::{CONFIG_VALUE, Format, Refusal, SECRET_NAME};
use crate::values::secret::is_secret_name;
use crate::values::shown::{clip, either, quote};
use crate::yaml::{Entry, Node, Value};

impl Check<'_> {
    pub(super) fn number(&mut self, spot: Spot, min: i64, max: i64) {
        let number = match spot.node.value {
            Value::Int(number) => i128::from(number),
            Value::Uint(number) => i128::from(number),
            _ => return,
        };
        if (i128::from(min)..=i128::from(max)).contains(&number) {
            return;
        }
        let message = format!("`{}` is {number}, but it must lie between {min} and {max}", spot.path);
        self.report(
            Diagnostic::error(code::OUT_OF_RANGE, message)
                .at(spot.node.location)
                .path(spot.path)
                .help(format!("write a whole number from {min} to {max}")),
        );
    }

    pub(super) fn text(&mut self, spot: Spot, format: &Format, may_be_empty: bool) {
        let Some(text) = spot.node.as_str() else { return };
        if !(text.is_empty() && may_be_empty) {
            self.form(spot, format, text);
        }
    }

    pub(super) fn amount(&mut self, spot: Spot, format: &Format) {
        self.form(spot, format, &scalar_text(&spot.node.value));
    }

    /// A text inside a mapping or a list.
    pub(super) fn map_text(&mut self, spot: Spot, format: &'static Format) {
        match spot.node.as_str() {
            Some(text) => self.form(spot, format, text),
            None => self.wrong_type(spot, &Kind::Text { default: None, format }),
        }
    }

    /// An amount inside a mapping.
    pub(super) fn map_amount(&mut self, spot: Spot, format: &'static Format) {
        let kind = Kind::Amount { default: "", format };
        if kind.fits(&spot.node.value) {
            return self.amount(spot, format);
        }
        self.wrong_type(spot, &kind);
    }

    /// A value of a properties file.
    pub(super) fn setting(&mut self, spot: Spot) {
        match &spot.node.value {
            Value::Sequence(_) | Value::Mapping(_) => {
                self.wrong_type(spot, &Kind::Text { default: None, format: &CONFIG_VALUE });
            }
            value => {
                let text = scalar_text(value);
                let is_same = |written: &str| written == text || (!spot.is_secret && is_same_number(written, &text));
                match self.number_as_written(spot.node) {
                    Some(written) if !is_same(&written) => self.other_number(spot, &written, &text),
                    _ => self.form(spot, &CONFIG_VALUE, &text),
                }
            }
        }
    }

    /// A number that YAML reads as another text: `1.10`, `010` in octal, `1_000`.
    fn number_as_written(&self, node: &Node) -> Option<String> {
        let is_number = matches!(node.value, Value::Int(_) | Value::Uint(_) | Value::Float(_));
        let location = node.location.filter(|_| is_number)?;
        let is_file = |location: &Location| {
            self.sources.get(location.source).is_some_and(|source| !source.name.starts_with("--"))
        };
        let written = self.sources.slice(Some(location).filter(is_file)?)?;
        written.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)).then(|| written.to_owned())
    }

    fn other_number(&mut self, spot: Spot, written: &str, read: &str) {
        let message = if spot.is_secret {
            format!("`{}` is a number that YAML reads as another text", spot.path)
        } else {
            format!("`{}` is {}, which YAML reads as {}", spot.path, quote(written), quote(read))
        };
        self.report(
            Diagnostic::error(code::INVALID_VALUE, message)
                .at(spot.node.location)
                .path(spot.path)
                .help("put it in quotes, or write the number that is meant in plain digits"),
        );
    }

    pub(super) fn key(&mut self, format: &Format, entry: &Entry, path: &str) {
        let Err(refusal) = (format.check)(&entry.key) else { return };
        let message = format!("`{path}` has the key {}, but {} is expected", quote(&entry.key), format.expected);
        self.report(
            Diagnostic::error(code::INVALID_VALUE, message)
                .at(entry.key_location.or(entry.value.location))
                .path(path)
                .help(help(format, refusal)),
        );
    }

    pub(super) fn choice(&mut self, spot: Spot, words: &[&str]) {
        let Some(text) = spot.node.as_str().filter(|text| !words.contains(text)) else { return };
        let message = format!("`{}` is {}, but {} is expected", spot.path, quote(text), either(words));
        let help = match (super::unknown::later_word(spot.path, text), nearest(text, words.iter().copied())) {
            (Some(help), _) => help,
            (None, Some(word)) if !word.is_empty() => format!("did you mean `{word}`?"),
            (None, _) => format!("write {}", either(words)),
        };
        self.found
            .push(Diagnostic::error(code::INVALID_VALUE, message).at(spot.node.location).path(spot.path).help(help));
    }

    fn form(&mut self, spot: Spot, format: &Format, text: &str) {
        let Err(refusal) = (format.check)(text) else { return };
        let message = match (spot.is_secret || hides(format, text), text.is_empty()) {
            (true, _) => format!("`{}` is not {}", spot.path, format.expected),
            (false, true) => format!("`{}` is empty, but {} is expected", spot.path, format.expected),
            (false, false) => format!("`{}` is `{}`, but {} is expected", spot.path, clip(text), format.expected),
        };
        self.report(
            Diagnostic::error(code::INVALID_VALUE, message)
                .at(spot.node.location)
                .path(spot.path)
                .help(help(format, refusal)),
        );
    }
}

/// `04` is 4, however it is read; as a secret it is not.
fn is_same_number(written: &str, read: &str) -> bool {
    written.parse::<i128>().is_ok_and(|number| read.parse() == Ok(number))
}

/// A text that is not the name of a Secret may be its content, and `password=…` is one wherever it stands.
fn hides(format: &Format, text: &str) -> bool {
    let names_one = |(name, _): (&str, &str)| is_secret_name(name);
    format.expected == SECRET_NAME.expected || text.split_once('=').is_some_and(names_one)
}

fn help(format: &Format, refusal: Refusal) -> String {
    match refusal {
        Refusal::Plain => format.help.to_owned(),
        Refusal::Because(help) => help.to_owned(),
    }
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Uint(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => String::new(),
    }
}
