//! What stands behind the `=`.

use serde_json::Deserializer;

use super::{Parser, scan::Piece};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::{Location, Span};
use crate::yaml::{Node, Value};

/// How values are understood.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading<'a> {
    /// `--set`: booleans, null and whole numbers are told apart from text.
    Typed,
    /// `--set-string`: everything is text.
    Text,
    /// `--set-json`: JSON.
    Json,
    /// `--set-file`: the name of a file, whose content is given here.
    File(&'a [(String, String)]),
}

impl Parser<'_> {
    /// Reads a value and the comma behind it.
    pub(super) fn value(&mut self) -> Result<Node, Diagnostics> {
        if matches!(self.reading, Reading::Json) {
            return self.json();
        }
        if self.scanner.peek() == Some('{') {
            return self.list();
        }
        let piece = self.scanner.until(&[',']);
        self.scalar(&piece)
    }

    fn list(&mut self) -> Result<Node, Diagnostics> {
        let start = self.scanner.offset();
        self.scanner.skip(1);
        let mut items = Vec::new();
        loop {
            let piece = self.scanner.until(&[',', '}']);
            let span = Span::new(start, self.scanner.offset());
            if piece.stop.is_none() {
                return Err(self.error(span, "a list has no closing `}`").help("write `key={a,b}`").into());
            }
            items.push(self.scalar(&piece)?);
            if piece.stop == Some('}') {
                self.skip_comma();
                return Ok(Node { value: Value::Sequence(items), location: self.locate(span) });
            }
        }
    }

    fn skip_comma(&mut self) {
        if self.scanner.peek() == Some(',') {
            self.scanner.skip(1);
        }
    }

    fn scalar(&self, piece: &Piece) -> Result<Node, Diagnostics> {
        let value = match self.reading {
            Reading::Typed => typed(&piece.text),
            Reading::Text | Reading::Json => Value::from(piece.text.as_str()),
            Reading::File(contents) => self.content(contents, piece)?,
        };
        Ok(Node { value, location: self.locate(piece.span) })
    }

    fn content(&self, contents: &[(String, String)], piece: &Piece) -> Result<Value, Diagnostics> {
        let content = contents.iter().find(|(path, _)| *path == piece.text);
        content.map(|(_, content)| Value::from(content.as_str())).ok_or_else(|| {
            Diagnostic::error(code::UNREADABLE_FILE, "the file of a `--set-file` was not read")
                .at(self.locate(piece.span))
                .help("give the name of a file that exists and that `rmq` may read")
                .into()
        })
    }

    /// Reads one JSON value; nothing before the comma is `null`.
    fn json(&mut self) -> Result<Node, Diagnostics> {
        if self.skip_blanks_and_comma() {
            let location = self.locate(Span::new(self.scanner.offset(), self.scanner.offset()));
            return Ok(Node { value: Value::Null, location });
        }
        let start = self.scanner.offset();
        let mut values = Deserializer::from_str(self.scanner.rest()).into_iter::<Node>();
        let Some(Ok(mut node)) = values.next() else { return Err(self.broken_json(start).into()) };
        self.scanner.skip(values.byte_offset());
        stamp(&mut node, self.locate(Span::new(start, self.scanner.offset())));
        self.skip_blanks_and_comma();
        Ok(node)
    }

    fn broken_json(&self, start: usize) -> Diagnostic {
        let span = Span::new(start, start + self.scanner.rest().len());
        self.error(span, "the value is not JSON")
            .help("write a JSON value, with double quotes around texts and keys: `key={\"a\": [1, \"b\"]}`")
    }

    /// Returns true when there is no value: a comma or the end came first.
    fn skip_blanks_and_comma(&mut self) -> bool {
        loop {
            match self.scanner.peek() {
                None => return true,
                Some(',') => {
                    self.scanner.skip(1);
                    return true;
                }
                Some(blank) if blank.is_whitespace() => self.scanner.skip(blank.len_utf8()),
                Some(_) => return false,
            }
        }
    }
}

/// Helm's guess: no fractions, and a number that begins with a zero stays text.
fn typed(text: &str) -> Value {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Value::Bool(true),
        _ if text.eq_ignore_ascii_case("false") => Value::Bool(false),
        _ if text.eq_ignore_ascii_case("null") => Value::Null,
        "0" => Value::Int(0),
        _ if text.starts_with('0') => Value::from(text),
        _ => text.parse().map_or_else(|_| Value::from(text), Value::Int),
    }
}

/// Gives every part of a tree the same place.
pub(super) fn stamp(node: &mut Node, location: Option<Location>) {
    node.location = location;
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| stamp(item, location)),
        Value::Mapping(mapping) => {
            for entry in mapping {
                entry.key_location = location;
                stamp(&mut entry.value, location);
            }
        }
        _ => {}
    }
}
