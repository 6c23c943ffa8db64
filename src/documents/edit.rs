//! Writes the changes of a document into its text, or the whole document anew where they cannot be written in place.

use std::fmt;

use super::Document;
use crate::source::Span;
use crate::yaml::edit::{self, Change, Edit};
use crate::yaml::{self, Duplicates, Node, write};

/// The changes of a document, in its text.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// Why the document was written anew as a whole, if it was: comments are then lost but for those above its first
    /// line.
    pub anew: Option<edit::CannotEdit>,
    /// In bytes of the content, in order and apart from each other.
    edits: Vec<Edit>,
    document: Document<'a>,
}

impl Written<'_> {
    /// Returns the new bytes of the document, without the separator line before it.
    #[must_use]
    pub fn content(&self) -> String {
        edit::apply(self.document.content(), &self.edits)
    }

    /// Returns what is replaced, in bytes of the stream, in order and apart from each other.
    #[must_use]
    pub fn into_edits(self) -> Vec<Edit> {
        let start = self.document.location().span.range().start;
        self.edits.into_iter().map(|(range, new)| (range.start + start..range.end + start, new)).collect()
    }
}

/// Why a document cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotWrite {
    /// The new text would not be read as planned: a defect of `rmq`.
    NotReadBack,
    /// Kubernetes may refuse the document as it came, for a tab in place of blanks: writing it anew would hide that.
    Tab,
}

impl fmt::Display for CannotWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotReadBack => "the changed document would not be read as planned",
            Self::Tab => "a tab stands in place of blanks, so Kubernetes may refuse the document",
        })
    }
}

/// Returns the document with these changes; `before` is its tree.
///
/// # Errors
///
/// Nothing is returned that was not read back as planned, or for a change that leads nowhere.
pub fn rewrite<'a>(document: &Document<'a>, before: &Node, changes: &[Change]) -> Result<Written<'a>, CannotWrite> {
    let mut planned = before.clone();
    changes.iter().try_for_each(|change| change.apply(&mut planned)).map_err(|_| CannotWrite::NotReadBack)?;
    let text = document.content();
    let (edits, anew) = match edit::plan_all(text, before, changes, &planned) {
        Ok(edits) => (edits, None),
        Err(reason) => (vec![(0..text.len(), written_anew(document, &planned)?)], Some(reason)),
    };
    Ok(Written { anew, edits, document: *document })
}

fn written_anew(document: &Document<'_>, planned: &Node) -> Result<String, CannotWrite> {
    let text = document.content();
    if text.split(['\n', '\r']).any(has_bad_tab) {
        return Err(CannotWrite::Tab);
    }
    let is_flow = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let body = if is_flow { write::flow(planned) + "\n" } else { write::document(planned) };
    let is_crlf = text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let body = if is_crlf { body.replace('\n', "\r\n") } else { body };
    let content = head(text).to_owned() + &body;
    let read = yaml::parse(document.source, &content, Span::new(0, content.len()), Duplicates::LastWins);
    if read.is_ok_and(|read| read.is_same(planned)) { Ok(content) } else { Err(CannotWrite::NotReadBack) }
}

/// Returns true for a line on which a tab stands where Kubernetes wants blanks: at its start, behind a dash, or before
/// nothing or a comment. Blanks and then a tab before a text are what a script in a block of text has.
fn has_bad_tab(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t', '-', '?']);
    let Some((before, _)) = line.get(..line.len() - text.len()).and_then(|start| start.split_once('\t')) else {
        return false;
    };
    text.is_empty() || text.starts_with('#') || before.is_empty() || before.contains(['-', '?'])
}

/// Returns the comments and blank lines that a document begins with, and a separator line that is part of it.
fn head(text: &str) -> &str {
    let is_head = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#') || line.starts_with("---");
    let length = text.split_inclusive('\n').take_while(is_head).map(str::len).sum();
    text.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_count_where_kubernetes_wants_blanks() {
        for (line, want) in [
            ("\t", true),
            ("  \t ", true),
            (" \t# x", true),
            ("\ta", true),
            ("-\t &p", true),
            ("  - \ta: b", true),
            ("", false),
            ("  ", false),
            ("  \tif true", false),
            ("# a\tb", false),
            ("a: b\t", false),
            ("- a\tb", false),
        ] {
            assert_eq!(has_bad_tab(line), want, "{line:?}");
        }
    }
}
