//! Why a text cannot be read, before it becomes a diagnostic.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Code, Diagnostic, code};
use crate::source::{Location, SourceId, Span};

/// One reason with its place, counted from the start of the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) first: Option<Range<usize>>,
}

impl Fault {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>, help: &'static str) -> Self {
        Self { code: code::INVALID_YAML, range, message: message.into(), help, first: None }
    }

    pub(super) fn duplicate(key: &str, range: Range<usize>, first: Range<usize>) -> Self {
        Self {
            code: code::DUPLICATE_KEY,
            range,
            message: format!("the key `{key}` stands twice in one mapping"),
            help: "keep one of the two",
            first: Some(first),
        }
    }

    pub(super) fn diagnostic(self, source: SourceId) -> Diagnostic {
        let locate = |range: Range<usize>| Location { source, span: Span::new(range.start, range.end) };
        Diagnostic::error(self.code, self.message)
            .at(locate(self.range))
            .label(self.first.map(locate), "it stands here first")
            .help(self.help)
    }
}

/// Returns the fault behind an error of the parser in the part of `text` that begins at `base`.
pub(super) fn from_scan_error(error: &ScanError, text: &str, base: usize) -> Fault {
    let part = text.get(base..).unwrap_or_default();
    let marker = error.marker();
    let offset = marker.byte_offset().unwrap_or_else(|| part.chars().take(marker.index()).map(char::len_utf8).sum());
    let (message, help) = explain(error.kind());
    let message = message.map_or_else(|| plain_words(error), str::to_owned);
    Fault::new(character_at(text, culprit(error.kind(), text, base.saturating_add(offset))), message, help)
}

/// Returns the bytes of the character at an offset: empty at the end of the text, never outside of it.
pub(super) fn character_at(text: &str, offset: usize) -> Range<usize> {
    let mut start = offset.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..start + length
}

/// Returns the parser's own words without "while parsing a …,".
fn plain_words(error: &ScanError) -> String {
    let info = error.info();
    let words =
        info.split_once(", ").filter(|(context, _)| context.starts_with("while ")).map_or(&*info, |pair| pair.1);
    words.trim_end_matches('.').to_owned()
}

/// Returns the offset of the character that is wrong, where the parser says only near which one it is.
fn culprit(kind: &ErrorKind, text: &str, near: usize) -> usize {
    let (before, behind) = text.split_at_checked(near).unwrap_or((text, ""));
    match kind {
        ErrorKind::UnknownQuotedScalarEscape => near + unknown_escape(behind).unwrap_or(0),
        _ if !is_about_tabs(kind) || behind.starts_with('\t') => near,
        _ if before.ends_with('\t') => near - 1,
        _ => near + behind.find('\t').unwrap_or(0),
    }
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
            | ErrorKind::InvalidBlockEntryWhitespace
            | ErrorKind::InvalidMappingValueWhitespace
    )
}

/// Returns where the first escape stands that double-quoted texts do not have.
fn unknown_escape(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        let is_escape = byte == b'\\';
        let is_known = |escaped: u8| b"0abtnvfreNLPxuU_ \"/\\\t\r\n".contains(&escaped);
        if is_escape && !bytes.next().is_some_and(|(_, escaped)| is_known(escaped)) {
            return Some(offset);
        }
    }
    None
}

fn explain(kind: &ErrorKind) -> (Option<&'static str>, &'static str) {
    match kind {
        _ if is_about_tabs(kind) => (Some("a tab stands where YAML takes only spaces"), "replace the tab by spaces"),
        ErrorKind::UnclosedQuotedScalar => (Some("the quoted text does not end"), "close the quote"),
        ErrorKind::UnknownQuotedScalarEscape => (
            Some("the double-quoted text holds an escape that YAML does not know"),
            "write a backslash as `\\\\`, or put the text in single quotes",
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. } => (Some("a bracket is not closed"), "close the bracket"),
        ErrorKind::UnknownAnchor => {
            (Some("the alias names no anchor that stands before it"), "put the text that begins with `*` in quotes")
        }
        ErrorKind::RecursionLimitExceeded => (Some(super::TOO_DEEP), "flatten the document"),
        ErrorKind::DirectiveDisallowed => {
            (Some("Kubernetes does not read YAML directives"), "remove the line that begins with `%`")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            Some("a `: ` stands where no key is expected"),
            "put the value in quotes if it holds `: `, or correct the indentation",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => {
            (Some("this line is no `key: value` pair"), "write `key: value`, or correct the indentation")
        }
        ErrorKind::UnexpectedCharacter { character: '@' | '`' | '%' } => {
            (Some("no plain text begins with this character"), "put the text in quotes")
        }
        ErrorKind::ExpectedBlockSequenceEntry => {
            (Some("this line is no item of the list above it"), "begin it with `- `, or correct the indentation")
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            (Some("a list cannot begin on the line of its key"), "put the list on the next line")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => {
            (Some("text follows the closing quote"), "put the whole value in one pair of quotes")
        }
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            (None, "indent the line as its neighbours are indented")
        }
        _ => (None, "correct the YAML at this place"),
    }
}
