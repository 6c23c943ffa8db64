//! Java `.properties` files: what broker.conf and namesrv.conf are.

use std::fmt::Write;

/// Returns the file: one `key=value` a line, in the given order.
///
/// `java.util.Properties` keeps trailing blanks, reads `\` as an escape and everything as Latin-1.
pub(super) fn properties<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (key, value) in entries {
        escape(key, true, &mut text);
        text.push('=');
        escape(value, false, &mut text);
        text.push('\n');
    }
    text
}

fn escape(part: &str, is_key: bool, text: &mut String) {
    for (index, c) in part.chars().enumerate() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            ' ' if is_key || index == 0 => text.push_str("\\ "),
            '=' | ':' | '#' | '!' if is_key => text.extend(['\\', c]),
            ' '..='~' => text.push(c),
            _ => unicode(c, text),
        }
    }
}

fn unicode(c: char, text: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\\u{unit:04X}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_java_would_change_is_escaped() {
        for (key, value, want) in [
            ("a", "b", "a=b\n"),
            ("a", "x=y;z:1 2", "a=x=y;z:1 2\n"),
            ("a", " b", "a=\\ b\n"),
            ("a", "c:\\d", "a=c:\\\\d\n"),
            ("a b", "", "a\\ b=\n"),
            ("a", "中😀", "a=\\u4E2D\\uD83D\\uDE00\n"),
            ("a", "1\n2", "a=1\\n2\n"),
        ] {
            assert_eq!(properties([(key, value)]), want, "{key:?} {value:?}");
        }
    }
}
