//! The texts that `rmq` was given, and places in them.
//!
//! Every fact that is read from a text keeps a [`Location`], so that a message can point at it.
//!
//! **Invariant:** nothing here reads a file; an edge reads and hands over the text with its name.

/// The number of a text in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceId(u32);

/// A range of bytes in one text, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one; equal to `start` for an empty span.
    pub end: u32,
}

impl Span {
    /// Returns the span from `start` to `end`; offsets past 4 GiB are cut to that size.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end) }
    }

    /// Returns the span as a range that slices can be taken with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A span in a given text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The text.
    pub source: SourceId,
    /// The bytes in it.
    pub span: Span,
}

/// A printed position: line and column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// One text with the name under which messages show it: a path, `<stdin>`, `--set[0]`.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// Returns the position of a byte offset; an offset past the end gives the position of the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

/// The places of all lines of a text, for whoever asks for many positions in it.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    #[must_use]
    pub fn of(source: &'a Source) -> Self {
        let text = source.text.as_str();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect();
        Self { text, starts }
    }

    /// Returns what [`Source::position`] returns.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= end);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        Position { line, column: self.text.get(start..end).unwrap_or_default().chars().count() + 1 }
    }
}

/// All texts of one call, in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Returns an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a text and returns its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Source { name: name.into(), text: text.into() });
        id
    }

    /// Returns the text with this number, if it is one of this list.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// Returns the texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }

    /// Returns the bytes of a location, or nothing when it lies outside the text.
    #[must_use]
    pub fn slice(&self, location: Location) -> Option<&str> {
        self.get(location.source)?.text.get(location.span.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source { name: "a".into(), text: "ab\n中文: x\n".into() };
        for (offset, line, column) in [(0, 1, 1), (2, 1, 3), (3, 2, 1), (6, 2, 2), (11, 2, 5), (99, 3, 1)] {
            assert_eq!(source.position(offset), Position { line, column }, "offset {offset}");
            assert_eq!(Lines::of(&source).position(offset), Position { line, column }, "offset {offset}");
        }
    }
}
