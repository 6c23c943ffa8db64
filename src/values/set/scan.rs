//! The characters of an expression with their offsets.

use crate::source::Span;

/// A text that is read from left to right.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

/// A stretch of text without its escapes.
pub(super) struct Piece {
    /// The text.
    pub(super) text: String,
    /// Its bytes in the expression, escapes counted.
    pub(super) span: Span,
    /// The character that ended it and was read too; absent at the end of the expression.
    pub(super) stop: Option<char>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Returns what was not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Moves on; `bytes` must end at a character.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Reads up to and with the first unescaped stop; a backslash takes the next character as it is.
    pub(super) fn until(&mut self, stops: &[char]) -> Piece {
        let start = self.at;
        let mut text = String::new();
        loop {
            let end = self.at;
            match self.next() {
                Some(stop) if stops.contains(&stop) => {
                    return Piece { text, span: Span::new(start, end), stop: Some(stop) };
                }
                Some('\\') => text.extend(self.next()),
                Some(character) => text.push(character),
                None => return Piece { text, span: Span::new(start, end), stop: None },
            }
        }
    }
}
