//! One document of a stream: its bytes, and its tree when it is asked for.

use crate::diagnostic::Diagnostics;
use crate::source::{Location, SourceId, Span};
use crate::yaml::{self, Chunk, Duplicates, Node};

/// One document of a stream, possibly an empty one.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The stream.
    pub source: SourceId,
    /// Its number in the stream, from 0.
    pub index: usize,
    stream: &'a str,
    chunk: Chunk,
}

/// Cuts a stream into its documents.
///
/// # Diagnostics
///
/// `INVALID_YAML` for a separator line with text behind it: Kubernetes refuses the whole stream then.
pub fn split(source: SourceId, stream: &str) -> Result<Vec<Document<'_>>, Diagnostics> {
    let chunks = yaml::split(stream).map_err(|error| yaml::split_diagnostic(source, error))?;
    let document = |(index, chunk)| Document { source, index, stream, chunk };
    Ok(chunks.into_iter().enumerate().map(document).collect())
}

/// Returns true when a stream holds nothing but blank lines, comments and separators.
#[must_use]
pub fn is_empty(stream: &[u8]) -> bool {
    let is_blank = |text: &[u8]| matches!(text.trim_ascii_start(), [] | [b'#', ..]);
    let says_nothing = |line: &[u8]| {
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let behind = line.strip_prefix(b"---").or_else(|| line.strip_prefix(b"..."));
        is_blank(behind.unwrap_or(line))
    };
    stream.split(|byte| *byte == b'\n').all(says_nothing)
}

impl<'a> Document<'a> {
    /// Reads the document; an empty one, or one of comments only, gives a null node.
    ///
    /// # Diagnostics
    ///
    /// `INVALID_YAML` for what Kubernetes refuses.
    pub fn read(&self) -> Result<Node, Diagnostics> {
        yaml::parse(self.source, self.stream, self.chunk.content, Duplicates::LastWins)
    }

    /// Returns its bytes with the separator line before it.
    #[must_use]
    pub fn whole(&self) -> &'a str {
        self.slice(self.chunk.whole)
    }

    /// Returns the separator line before it.
    #[must_use]
    pub fn lead(&self) -> &'a str {
        self.slice(Span { start: self.chunk.whole.start, end: self.chunk.content.start })
    }

    /// Returns the bytes that are read as YAML.
    #[must_use]
    pub fn content(&self) -> &'a str {
        self.slice(self.chunk.content)
    }

    /// Returns the place of its bytes with the separator line.
    #[must_use]
    pub fn span(&self) -> Span {
        self.chunk.whole
    }

    /// Returns the place of the bytes that are read as YAML.
    #[must_use]
    pub fn location(&self) -> Location {
        Location { source: self.source, span: self.chunk.content }
    }

    /// Returns true when a separator line stands before it.
    #[must_use]
    pub fn is_separated(&self) -> bool {
        self.chunk.separated
    }

    fn slice(&self, span: Span) -> &'a str {
        self.stream.get(span.range()).unwrap_or_default()
    }
}
