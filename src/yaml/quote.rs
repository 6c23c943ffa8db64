//! Single texts, written so that every reader gets them back.

use std::borrow::Cow;
use std::fmt::Write;

use super::scalar;

/// Longer texts are quoted even if they could stand plain.
const PLAIN_LIMIT: usize = 128;

/// Ends of quantities and durations, which may stand plain behind a number.
const UNITS: &[&str] = &["m", "k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti", "P", "Pi", "s", "h"];

/// Returns the text as a scalar of a block collection: plain where no reader takes it for something else, else quoted.
#[must_use]
pub fn scalar(text: &str) -> Cow<'_, str> {
    if is_plain_safe(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted(text)) }
}

/// Returns the text in double quotes; the result is valid JSON too.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    if text.bytes().all(|byte| is_printable(byte) && !matches!(byte, b'"' | b'\\')) {
        out.push_str(text);
    } else {
        text.chars().for_each(|found| push_escaped(&mut out, found));
    }
    out.push('"');
    out
}

/// Returns the text as a `|` block with its lines at `indent`, without a final line end; quoted where a block could be
/// read back as another text.
#[must_use]
pub fn literal(text: &str, indent: usize) -> String {
    let Some(body) = literal_body(text).filter(|_| indent > 0) else { return quoted(text) };
    let mut out = String::with_capacity(2 * text.len());
    push_literal(&mut out, text, body, indent);
    out
}

/// Writes a text as a `|` block, given what [`literal_body`] returns for it.
pub(super) fn push_literal(out: &mut String, text: &str, body: &str, indent: usize) {
    out.push_str(if body.len() == text.len() { "|-" } else { "|" });
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            push_blanks(out, indent);
            out.push_str(line);
        }
    }
}

/// Writes so many blanks.
pub(super) fn push_blanks(out: &mut String, count: usize) {
    const BLANKS: &str = "                                ";
    match BLANKS.get(..count) {
        Some(blanks) => out.push_str(blanks),
        None => out.extend(std::iter::repeat_n(' ', count)),
    }
}

/// Returns the lines of a text that may be written as a block, without the last line end.
pub(super) fn literal_body(text: &str) -> Option<&str> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let is_blank = |line: &str| !line.is_empty() && line.trim_start().is_empty();
    let starts_or_ends_blank = body.starts_with([' ', '\t', '\n']) || body.ends_with('\n') || body.is_empty();
    let is_ascii = text.bytes().all(|byte| is_printable(byte) || matches!(byte, b'\n' | b'\t'));
    let is_odd = !is_ascii && text.chars().any(|found| needs_escape(found) && found != '\n' && found != '\t');
    (!starts_or_ends_blank && !is_odd && !body.split('\n').any(is_blank)).then_some(body)
}

fn push_escaped(out: &mut String, found: char) {
    match found {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        // Writing to a string cannot fail.
        _ if needs_escape(found) => drop(write!(out, "\\u{:04x}", u32::from(found))),
        _ => out.push(found),
    }
}

/// Returns true for the characters of ASCII that can be seen, and the blank.
fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

fn needs_escape(found: char) -> bool {
    matches!(
        found,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

fn is_plain_safe(text: &str) -> bool {
    let is_short = text.len() < PLAIN_LIMIT;
    is_short && (is_word(text) || is_quantity(text)) && scalar::is_text(text)
}

/// Returns true for `[A-Za-z/]` followed by such characters, digits, `.`, `_`, `-` and inner colons without blanks.
fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_start = bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'/' | b':');
    is_start && bytes.iter().all(|byte| is_inner(*byte)) && !text.ends_with(':')
}

/// Returns true for `500m`, `10Gi`, `1.5Gi`.
fn is_quantity(text: &str) -> bool {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let number = text.trim_end_matches(|found: char| found.is_ascii_alphabetic());
    let unit = text.get(number.len()..).unwrap_or_default();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    UNITS.contains(&unit) && !whole.starts_with('0') && is_digits(whole) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_plain_only_where_nothing_else_is_meant() {
        for (text, want) in [
            ("broker", "broker"),
            ("apache/rocketmq:5.3.1", "apache/rocketmq:5.3.1"),
            ("10Gi", "10Gi"),
            ("500m", "500m"),
            ("", "\"\""),
            ("on", "\"on\""),
            ("n", "\"n\""),
            ("1e3", "\"1e3\""),
            ("08Gi", "\"08Gi\""),
            ("a:", "\"a:\""),
            ("a b", "\"a b\""),
            ("a\u{2028}\"\\\n", "\"a\\u2028\\\"\\\\\\n\""),
        ] {
            assert_eq!(scalar(text), want);
        }
    }

    #[test]
    fn blocks_are_used_only_where_they_are_read_back() {
        for (text, want) in [
            ("a\nb\n", "|\n  a\n  b"),
            ("a\n\nb", "|-\n  a\n\n  b"),
            ("a\n\tb\n", "|\n  a\n  \tb"),
            (" a\n", "\" a\\n\""),
            ("\ta\n", "\"\\ta\\n\""),
            ("a\n\n", "\"a\\n\\n\""),
            ("a\n \nb\n", "\"a\\n \\nb\\n\""),
            ("a\r\nb\n", "\"a\\r\\nb\\n\""),
        ] {
            assert_eq!(literal(text, 2), want, "{text:?}");
        }
        assert_eq!(literal("---\n", 0), "\"---\\n\"");
    }
}
