//! The `.properties` text in which brokers, name servers and controllers keep their configuration.
//!
//! The reader is `java.util.Properties.load`: bytes are ISO-8859-1, a backslash escapes, blanks around the separator
//! are dropped and blanks at the end of a line are kept.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns a value as it has to be written behind `key=`, so that it is read back as it is.
#[must_use]
pub fn escape_value(value: &str) -> Cow<'_, str> {
    let is_plain = |character: char| character != '\\' && (' '..='~').contains(&character);
    if !value.starts_with(' ') && value.chars().all(is_plain) {
        return Cow::Borrowed(value);
    }
    let mut escaped = String::with_capacity(value.len() + 8);
    for (offset, character) in value.char_indices() {
        match character {
            ' ' if offset == 0 => escaped.push_str("\\ "),
            '\\' => escaped.push_str("\\\\"),
            _ if is_plain(character) => escaped.push(character),
            _ => push_units(&mut escaped, character),
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
}
