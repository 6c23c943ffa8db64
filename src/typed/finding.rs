//! What is noted on the way.

use std::cell::{Cell, RefCell};

use crate::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::yaml::{Entry, Node, Value};

use super::place::Place;
use super::types::Field;

/// An item of two bytes can bring a finding of some hundred, so a hostile list ends.
const ITEM_LIMIT: usize = 10_000;

/// The type that a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Boolean,
    Bytes,
    Int32,
    Int64,
    IntOrString,
    List,
    Mapping,
    Quantity,
    String,
    Time,
}

impl Wanted {
    /// Returns the scalar that a word of the table of types means.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Self::Boolean,
            "bytes" => Self::Bytes,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "int-or-string" => Self::IntOrString,
            "quantity" => Self::Quantity,
            "string" => Self::String,
            "time" => Self::Time,
            _ => return None,
        })
    }

    fn words(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Bytes => "base64 text",
            Self::Int32 => "an integer of 32 bits",
            Self::Int64 => "an integer of 64 bits",
            Self::IntOrString => "an integer of 32 bits or a string",
            Self::List => "a list",
            Self::Mapping => "a mapping",
            Self::Quantity => "a quantity",
            Self::String => "a string",
            Self::Time => "a time as RFC 3339 writes it",
        }
    }
}

/// The findings of one object.
#[derive(Debug)]
pub(super) struct Findings {
    subject: String,
    list: RefCell<Diagnostics>,
    items: Cell<usize>,
}

impl Findings {
    pub(super) fn new(subject: String) -> Self {
        Self { subject, list: RefCell::default(), items: Cell::default() }
    }

    pub(super) fn into_diagnostics(self) -> Diagnostics {
        self.list.into_inner()
    }

    /// Counts an item of the list at `place`; returns false, once with a warning, when the object has too many.
    pub(super) fn admits_item(&self, list: &Node, place: &Place<'_>) -> bool {
        self.items.update(|count| count + 1);
        if self.items.get() == ITEM_LIMIT + 1 {
            let message = format!("{} has more than {ITEM_LIMIT} list items: the others are not checked", self.subject);
            self.unchecked(message, list, place);
        }
        self.items.get() <= ITEM_LIMIT
    }

    /// Notes a field that the type at `place` does not have.
    pub(super) fn unknown_field(&self, entry: &Entry, place: &Place<'_>, known: &[Field]) {
        let mut finding =
            Diagnostic::error(code::UNKNOWN_FIELD, format!("unknown field `{}` in {}", entry.key, self.subject))
                .at(entry.key_location)
                .path(Place::Field(place, &entry.key).to_string());
        finding.help =
            nearest(&entry.key, known.iter().map(|(name, _)| *name)).map(|name| format!("did you mean `{name}`?"));
        self.list.borrow_mut().push(finding);
    }

    /// Notes a value that its field cannot take. The message names types only: the value may be a secret.
    pub(super) fn wrong_type(&self, node: &Node, place: &Place<'_>, wanted: Wanted) {
        let (path, words) = (place.to_string(), wanted.words());
        let message = match found(&node.value, wanted) {
            Some(found) => format!("`{path}` is {found}, but {words} is expected"),
            None => format!("`{path}` is not {words}"),
        };
        let mut finding = Diagnostic::error(code::WRONG_FIELD_TYPE, message).at(node.location).path(path);
        finding.help = way_out(&node.value, wanted).map(str::to_owned);
        self.list.borrow_mut().push(finding);
    }

    fn unchecked(&self, message: String, node: &Node, place: &Place<'_>) {
        let finding = Diagnostic::warning(code::UNCHECKED_OBJECT, message);
        self.list.borrow_mut().push(finding.at(node.location).path(place.to_string()));
    }
}

/// Returns the type of the value, or nothing when it is the wanted one and only its content does not fit.
fn found(value: &Value, wanted: Wanted) -> Option<&'static str> {
    use Wanted::{Bytes, Int32, Int64, IntOrString, Time};
    match (value, wanted) {
        (Value::String(_), Bytes | Time) | (Value::Int(_) | Value::Uint(_), Int32 | Int64 | IntOrString) => None,
        (Value::Null, _) => Some("null"),
        (Value::Bool(_), _) => Some("a boolean"),
        (Value::Int(_) | Value::Uint(_), _) => Some("an integer"),
        (Value::Float(_), _) => Some("a number"),
        (Value::String(_), _) => Some("a string"),
        (Value::Sequence(_), _) => Some("a list"),
        (Value::Mapping(_), _) => Some("a mapping"),
    }
}

fn way_out(value: &Value, wanted: Wanted) -> Option<&'static str> {
    use Wanted::{Boolean, Bytes, Int32, Int64, List, String, Time};
    match (value, wanted) {
        (Value::Bool(_) | Value::Int(_) | Value::Uint(_) | Value::Float(_), String | Time) => {
            Some("put the value in quotes")
        }
        (Value::String(text), Int32 | Int64) if text.parse::<i64>().is_ok() => Some("write the number without quotes"),
        (Value::String(text), Boolean) if text == "true" || text == "false" => Some("write it without quotes"),
        (Value::Mapping(_), List) => Some("begin each item with `- `"),
        (Value::String(_), Bytes) => Some("encode the value as base64, or write it under `stringData`"),
        _ => None,
    }
}
