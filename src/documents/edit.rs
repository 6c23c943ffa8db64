//! Writes the changes of a document into its text, or the whole document anew where they cannot be written in place.

use std::fmt;

use super::Document;
use crate::source::Span;
use crate::yaml::edit::{self, Change, Edit};
use crate::yaml::{self, Duplicates, Node, write};

/// A document with its changes made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its new bytes, without the separator line before it.
    pub content: String,
    /// What was replaced, in bytes of the stream.
    pub edits: Vec<Edit>,
    /// Why it was written anew as a whole, if it was: its comments are then lost but for those above its first line.
    pub anew: Option<edit::CannotEdit>,
}

/// The new text would not be read as planned: a defect of `rmq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CannotWrite;

impl fmt::Display for CannotWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the changed document would not be read as planned")
    }
}

/// Returns the document with these changes; `before` is its tree.
///
/// # Errors
///
/// Nothing is returned that was not read back as planned, or for a change that leads nowhere.
pub fn rewrite(document: &Document<'_>, before: &Node, changes: &[Change]) -> Result<Written, CannotWrite> {
    let mut planned = before.clone();
    changes.iter().try_for_each(|change| change.apply(&mut planned)).map_err(|_| CannotWrite)?;
    let text = document.content();
    let start = document.location().span.range().start;
    match edit::plan_all(text, before, changes, &planned) {
        Ok(edits) => {
            let content = edit::apply(text, &edits);
            let in_stream = |(range, new): Edit| (range.start + start..range.end + start, new);
            Ok(Written { content, edits: edits.into_iter().map(in_stream).collect(), anew: None })
        }
        Err(reason) => {
            let content = written_anew(document, &planned)?;
            let edits = vec![(document.location().span.range(), content.clone())];
            Ok(Written { content, edits, anew: Some(reason) })
        }
    }
}

fn written_anew(document: &Document<'_>, planned: &Node) -> Result<String, CannotWrite> {
    let text = document.content();
    let is_flow = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let body = if is_flow { write::flow(planned) + "\n" } else { write::document(planned) };
    let is_crlf = text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let body = if is_crlf { body.replace('\n', "\r\n") } else { body };
    let content = head(text).to_owned() + &body;
    let read = yaml::parse(document.source, &content, Span::new(0, content.len()), Duplicates::LastWins);
    if read.is_ok_and(|read| read.is_same(planned)) { Ok(content) } else { Err(CannotWrite) }
}

/// Returns the comments and blank lines that a document begins with, and a separator line that is part of it.
fn head(text: &str) -> &str {
    let is_head = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#') || line.starts_with("---");
    let length = text.split_inclusive('\n').take_while(is_head).map(str::len).sum();
    text.get(..length).unwrap_or_default()
}
