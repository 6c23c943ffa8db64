//! The grammar of `--set`: `a.b[0].c=value,d={x,y}`.
//!
//! It is that of Helm's `pkg/strvals`. Where Helm drops an expression without a word, an error is given instead: an
//! empty key, a path that ends in a dot, an index without a value. Where Helm cannot go through an explicit `null`, the
//! `null` is replaced.

mod apply;
mod scan;
#[cfg(test)]
mod tests;
mod value;

pub(super) use apply::apply;
pub(super) use value::Reading;

use scan::Scanner;

use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::{Location, SourceId, Span};
use crate::yaml::{Node, Value};

/// The highest index of a list, as in Helm.
const INDEX_LIMIT: usize = 65_536;
/// The highest number of dots, and of brackets, in one path; Helm bounds the dots only.
const DEPTH_LIMIT: usize = 30;

/// One `path=value`.
#[derive(Debug)]
pub(super) struct Assignment {
    /// The way to the value: never empty, begins with a key.
    pub(super) path: Vec<Step>,
    /// The value.
    pub(super) value: Node,
}

/// One part of a path with its bytes in the expression.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) part: Part,
    pub(super) location: Option<Location>,
}

/// A key or an index.
#[derive(Debug)]
pub(super) enum Part {
    Key(String),
    Index(usize),
}

/// Returns the files that a `--set-file` expression names, in order and perhaps twice.
///
/// # Errors
///
/// `INVALID_SET`, without a location: the expression is no source yet.
pub fn file_paths(expression: &str) -> Result<Vec<String>, Diagnostics> {
    let mut paths = Vec::new();
    for assignment in parse(expression, None, &Reading::Text)? {
        match assignment.value.value {
            Value::String(path) => paths.push(path),
            Value::Sequence(items) => paths.extend(items.iter().filter_map(|item| item.as_str().map(str::to_owned))),
            _ => {}
        }
    }
    Ok(paths)
}

/// Reads an expression.
///
/// # Errors
///
/// `INVALID_SET`; `UNREADABLE_FILE` for a file that the edge did not hand over.
pub(super) fn parse(text: &str, source: Option<SourceId>, reading: &Reading) -> Result<Vec<Assignment>, Diagnostics> {
    let mut parser = Parser { scanner: Scanner::new(text), source, reading };
    let mut assignments = Vec::new();
    while !parser.scanner.is_at_end() {
        assignments.push(parser.assignment()?);
    }
    Ok(assignments)
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    source: Option<SourceId>,
    reading: &'a Reading<'a>,
}

impl Parser<'_> {
    fn assignment(&mut self) -> Result<Assignment, Diagnostics> {
        let path = self.path()?;
        let value = self.value()?;
        Ok(Assignment { path, value })
    }

    /// Reads up to and with the `=`.
    fn path(&mut self) -> Result<Vec<Step>, Diagnostics> {
        let mut path = Vec::new();
        loop {
            let piece = self.scanner.until(&['=', '[', ',', '.']);
            let location = self.locate(piece.span);
            self.check_key(&piece, &path)?;
            path.push(Step { part: Part::Key(piece.text), location });
            let mut stop = piece.stop;
            while stop == Some('[') {
                path.push(self.index()?);
                stop = self.after_index()?;
            }
            self.check_depth(&path)?;
            if stop == Some('=') {
                return Ok(path);
            }
        }
    }

    fn check_key(&self, piece: &scan::Piece, path: &[Step]) -> Result<(), Diagnostics> {
        if matches!(piece.stop, None | Some(',')) {
            return Err(self.error(piece.span, "a key has no value").help("write `key=value`").into());
        }
        if piece.text.is_empty() {
            let place = if path.is_empty() { "an expression begins without a key" } else { "a key is empty" };
            return Err(self.error(piece.span, place).help("write `key=value` or `key.key=value`").into());
        }
        Ok(())
    }

    fn check_depth(&self, path: &[Step]) -> Result<(), Diagnostics> {
        let indexes = path.iter().filter(|step| matches!(step.part, Part::Index(_))).count();
        if indexes <= DEPTH_LIMIT && path.len() - indexes <= DEPTH_LIMIT + 1 {
            return Ok(());
        }
        let span = Span::new(0, self.scanner.offset());
        let message = format!("the path is nested more than {DEPTH_LIMIT} levels deep");
        Err(self.error(span, message).help("put the values into a file and give it with `-f`").into())
    }

    /// Reads the number after a `[`, up to and with the `]`.
    fn index(&mut self) -> Result<Step, Diagnostics> {
        let piece = self.scanner.until(&[']']);
        let location = self.locate(piece.span);
        if piece.stop.is_none() {
            return Err(self.error(piece.span, "an index has no closing `]`").help("write `list[0]=value`").into());
        }
        let Ok(number) = piece.text.parse::<i64>() else {
            return Err(self
                .error(piece.span, "an index is not a number")
                .help("count list items from 0: `list[0]`")
                .into());
        };
        match usize::try_from(number) {
            Ok(index) if index <= INDEX_LIMIT => Ok(Step { part: Part::Index(index), location }),
            _ => {
                let message = format!("the index {number} does not lie between 0 and {INDEX_LIMIT}");
                Err(self.error(piece.span, message).help("count list items from 0: `list[0]`").into())
            }
        }
    }

    /// Reads what follows a `]`: `[`, `.` or `=`.
    fn after_index(&mut self) -> Result<Option<char>, Diagnostics> {
        let piece = self.scanner.until(&['[', '.', '=']);
        if piece.text.is_empty() && piece.stop.is_some() {
            return Ok(piece.stop);
        }
        let message = if piece.text.is_empty() { "an index has no value" } else { "text follows an index" };
        Err(self.error(piece.span, message).help("write `list[0]=value` or `list[0].key=value`").into())
    }

    fn locate(&self, span: Span) -> Option<Location> {
        self.source.map(|source| Location { source, span })
    }

    fn error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code::INVALID_SET, message).at(self.locate(span))
    }
}
