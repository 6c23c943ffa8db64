//! Cuts a stream into documents by the rule of Kubernetes' own reader.
//!
//! The rule is that of `YAMLReader` in `k8s.io/apimachinery/pkg/util/yaml`: it looks at lines, not at YAML, so a line
//! that begins with `---` ends a document even inside a quoted text. A stream that begins with `{` is tried as a row of
//! JSON objects first.
//!
//! **Invariant:** the `whole` spans of all chunks, joined, are the stream.

use std::ops::Range;

use memchr::{memchr, memmem};
use serde::de::IgnoredAny;

use crate::source::Span;

const MARK: &str = "---";

/// One document of a stream, possibly an empty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// All its bytes with the separator line before it.
    pub whole: Span,
    /// The bytes that are read as YAML.
    pub content: Span,
    /// Whether a separator line stood before it.
    pub separated: bool,
}

/// A line that begins with `---` and goes on with something else than blanks or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitError {
    /// The text of the line, without its end.
    pub line: Span,
}

/// Cuts a stream into its documents, in order.
///
/// # Errors
///
/// Kubernetes refuses a whole stream with a broken separator line, so no document is returned.
pub fn split(text: &str) -> Result<Vec<Chunk>, SplitError> {
    let (mut chunks, start) = leading_json(text);
    let mut open = Open { whole: start, content: start, separated: false };
    for line in marked_lines(text, start) {
        let written = text.get(line.clone()).unwrap_or_default();
        let rest = written.strip_prefix(MARK).unwrap_or_default().trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            return Err(SplitError { line: Span::new(line.start, line.start + written.trim_end().len()) });
        }
        if line.start > open.content {
            chunks.push(open.close(line.start));
            open = Open { whole: line.start, content: line.end, separated: true };
        } else {
            // The reader keeps a separator that no document stands before: the parser sees it.
            open.content = line.start;
            open.separated = true;
        }
    }
    if open.whole < text.len() {
        chunks.push(open.close(text.len()));
    }
    Ok(chunks)
}

struct Open {
    whole: usize,
    content: usize,
    separated: bool,
}

impl Open {
    fn close(&self, end: usize) -> Chunk {
        Chunk { whole: Span::new(self.whole, end), content: Span::new(self.content, end), separated: self.separated }
    }
}

/// Returns the lines that begin with the mark, with their ends; the first line begins at `start`.
fn marked_lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let first = rest.starts_with(MARK.as_bytes()).then_some(0);
    let others = memmem::find_iter(rest, b"\n---").map(|before| before + 1);
    first.into_iter().chain(others).map(move |begin| {
        let line = rest.get(begin..).unwrap_or_default();
        let length = memchr(b'\n', line).map_or(line.len(), |end| end + 1);
        start + begin..start + begin + length
    })
}

/// Returns the JSON objects at the front of a stream, and where YAML goes on.
fn leading_json(text: &str) -> (Vec<Chunk>, usize) {
    let mut chunks = Vec::new();
    let mut start = 0;
    if text.trim_start().starts_with('{') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        while let Some(Ok(_)) = values.next() {
            let end = values.byte_offset();
            let span = Span::new(start, end);
            chunks.push(Chunk { whole: span, content: span, separated: false });
            start = end;
        }
    }
    let end = yaml_start(text, start);
    if let Some(last) = chunks.last_mut() {
        last.whole = Span::new(last.whole.range().start, end);
    }
    (chunks, end)
}

/// Returns where YAML goes on behind a JSON object: behind blanks, and on the next line if nothing else is on this one.
fn yaml_start(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    if end == 0 { 0 } else { end + line.len() - line.trim_start().len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_cut_at_separator_lines() {
        for (text, want) in [
            ("", &[][..]),
            ("a: 1\n", &["a: 1\n"]),
            ("---\na: 1\n---\nb: 2", &["---\na: 1\n", "b: 2"]),
            ("a: 1\n--- # x\nb: 2\n---\n", &["a: 1\n", "b: 2\n", ""]),
            ("---\n---\nb: 2\n", &["---\n", "b: 2\n"]),
            ("a: 1\n---\n---\nb: 2\n", &["a: 1\n", "---\nb: 2\n"]),
            ("a: 1\r\n---\r\nb: 2\r\n", &["a: 1\r\n", "b: 2\r\n"]),
            ("{\"a\": 1}\n{\"b\": 2}\n", &["{\"a\": 1}", "\n{\"b\": 2}"]),
            ("{\"a\": 1}{}\n", &["{\"a\": 1}", "{}"]),
            ("{\"a\": 1}\n---\nb: 2\n", &["{\"a\": 1}", "---\nb: 2\n"]),
            ("{\"a\": 1} # x\nb: 2\n", &["{\"a\": 1}", "# x\nb: 2\n"]),
            ("{a: 1}\n---\nb: 2\n", &["{a: 1}\n", "b: 2\n"]),
        ] {
            let chunks = split(text).unwrap();
            let slice = |span: Span| text.get(span.range()).unwrap();
            let contents: Vec<&str> = chunks.iter().map(|chunk| slice(chunk.content)).collect();
            assert_eq!(contents, want, "{text:?}");
            let whole: String = chunks.iter().map(|chunk| slice(chunk.whole)).collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn a_broken_separator_is_an_error_with_its_line() {
        for (text, want) in [("---x\n", 0..4), ("a: 1\n----\n", 5..9), ("a: \"\n--- b \"\n", 5..12)] {
            assert_eq!(split(text), Err(SplitError { line: Span::new(want.start, want.end) }), "{text:?}");
        }
    }
}
