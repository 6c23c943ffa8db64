//! The `.properties` text in which brokers, name servers and controllers keep their configuration.
//!
//! The reader is `java.util.Properties.load`: bytes are ISO-8859-1, a backslash escapes, blanks around the separator
//! are dropped and blanks at the end of a line are kept.

mod read;

use std::borrow::Cow;
use std::fmt::Write as _;

pub use read::{Entry, read};

/// Returns a file: one `key=value` a line, in the given order.
#[must_use]
pub fn write<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (key, value) in entries {
        text.extend([&*escape_key(key), "=", &*escape_value(value), "\n"]);
    }
    text
}

/// Returns a value as it has to be written behind `key=`, so that it is read back as it is.
#[must_use]
pub fn escape_value(value: &str) -> Cow<'_, str> {
    escape(value, |index, character| character == '\\' || (index == 0 && character == ' '))
}

/// Returns a key as it has to be written before `=`, so that it is read back as it is.
#[must_use]
pub fn escape_key(key: &str) -> Cow<'_, str> {
    escape(key, |_, character| matches!(character, '\\' | ' ' | '=' | ':' | '#' | '!'))
}

fn escape(text: &str, needs_backslash: fn(usize, char) -> bool) -> Cow<'_, str> {
    let is_printable = |character: char| (' '..='~').contains(&character);
    if text.char_indices().all(|(index, c)| is_printable(c) && !needs_backslash(index, c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for (index, character) in text.char_indices() {
        match character {
            c if needs_backslash(index, c) => escaped.extend(['\\', c]),
            c if is_printable(c) => escaped.push(c),
            c => push_units(&mut escaped, c),
        }
    }
    Cow::Owned(escaped)
}

/// Writes a character as its UTF-16 units: the only spelling of it that does not depend on the encoding of the file.
fn push_units(text: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing into a string cannot fail.
        let _ = write!(text, "\\u{unit:04X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_only_where_the_reader_needs_it() {
        for (value, want) in [
            ("n0-host:40911;n1-host:40911", "n0-host:40911;n1-host:40911"),
            ("a=b#c!d", "a=b#c!d"),
            (r"C:\store", r"C:\\store"),
            (" a", r"\ a"),
            ("a\nb", r"a\u000Ab"),
            ("集群", r"\u96C6\u7FA4"),
            ("é", r"\u00E9"),
            ("😀", r"\uD83D\uDE00"),
            ("", ""),
        ] {
            assert_eq!(escape_value(value), want, "{value}");
        }
    }

    #[test]
    fn keys_are_escaped_where_the_reader_would_end_them() {
        assert_eq!(write([("a b", "c d"), ("e=f", ""), ("#g", "h:i")]), "a\\ b=c d\ne\\=f=\n\\#g=h:i\n");
    }
}
