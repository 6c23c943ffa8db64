//! From text to words, as CoreDNS cuts them.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::source::Span;

/// A word of a Corefile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What CoreDNS takes it for: without quotes, and with every variable of the environment taken as empty.
    pub text: String,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its bytes, quotes included.
    pub span: Span,
    /// True when a variable of the environment stands in it, so that nobody but CoreDNS knows it.
    pub has_variable: bool,
    /// True when it stands in a snippet, and was brought here by `import`.
    pub is_imported: bool,
}

impl Token {
    /// Returns the line on which it ends.
    pub(super) fn last_line(&self) -> usize {
        self.line + self.text.matches('\n').count()
    }
}

/// Cuts a text into words.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, chars: text.char_indices().peekable(), line: 1 };
    lexer.chars.next_if(|(_, first)| *first == '\u{feff}');
    std::iter::from_fn(|| lexer.token()).collect()
}

struct Lexer<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    line: usize,
}

impl Lexer<'_> {
    /// Reads the next word.
    ///
    /// A `#` hides what follows up to the end of the line; behind a word, where no blank is before it, only up to the
    /// next blank.
    fn token(&mut self) -> Option<Token> {
        let (mut word, mut start, mut line) = (String::new(), 0, self.line);
        let mut is_hidden = false;
        let mut end = 0;
        while let Some((offset, c)) = self.chars.next() {
            match c {
                '\r' => {}
                c if c.is_whitespace() => {
                    if c == '\n' {
                        self.line += 1;
                        is_hidden = false;
                    }
                    if !word.is_empty() {
                        break;
                    }
                }
                '#' => is_hidden = true,
                _ if is_hidden => {}
                '"' if word.is_empty() => return self.quoted(offset),
                c => {
                    if word.is_empty() {
                        (start, line) = (offset, self.line);
                    }
                    word.push(c);
                    end = offset + c.len_utf8();
                }
            }
        }
        (!word.is_empty()).then(|| token(word, line, Span::new(start, end)))
    }

    /// Reads a word up to its closing quote; nothing but a quote can be escaped in it.
    fn quoted(&mut self, start: usize) -> Option<Token> {
        let (mut word, line) = (String::new(), self.line);
        let mut is_escaped = false;
        for (offset, c) in self.chars.by_ref() {
            match c {
                '\\' if !is_escaped => {
                    is_escaped = true;
                    continue;
                }
                '"' if !is_escaped => return Some(token(word, line, Span::new(start, offset + 1))),
                '\n' => self.line += 1,
                _ => {}
            }
            if is_escaped && c != '"' {
                word.push('\\');
            }
            word.push(c);
            is_escaped = false;
        }
        (!word.is_empty()).then(|| token(word, line, Span::new(start, self.text.len())))
    }
}

fn token(text: String, line: usize, span: Span) -> Token {
    Token { text, line, span, has_variable: false, is_imported: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(usize, String)> {
        tokens(text).into_iter().map(|token| (token.line, token.text)).collect()
    }

    #[test]
    fn words_are_cut_as_coredns_cuts_them() {
        for (text, want) in [
            ("\u{feff}a b", &[(1, "a"), (1, "b")][..]),
            ("a # b c\nd", &[(1, "a"), (2, "d")]),
            ("a#b c\nd", &[(1, "a"), (1, "c"), (2, "d")]),
            ("a\rb\r\nc", &[(1, "ab"), (2, "c")]),
            ("\"a\nb\" c", &[(1, "a\nb"), (2, "c")]),
            (r#""a\"b\c\\" d"#, &[(1, r#"a"b\c\\"#), (1, "d")]),
            ("a\"b\" \"c\"d", &[(1, "a\"b\""), (1, "c"), (1, "d")]),
            ("\"\" \"x", &[(1, ""), (1, "x")]),
            ("x \"", &[(1, "x")]),
            ("a\u{a0}b\u{2003}c", &[(1, "a"), (1, "b"), (1, "c")]),
        ] {
            let want: Vec<(usize, String)> = want.iter().map(|(line, word)| (*line, (*word).to_owned())).collect();
            assert_eq!(words(text), want, "{text:?}");
        }
    }

    #[test]
    fn places_cover_the_words_as_they_are_written() {
        let text = "a \"b c\"  中#x\n";
        let slices: Vec<&str> = tokens(text).iter().filter_map(|token| text.get(token.span.range())).collect();
        assert_eq!(slices, ["a", "\"b c\"", "中"]);
    }
}
