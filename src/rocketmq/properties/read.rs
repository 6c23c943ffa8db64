//! Reads a file as `java.util.Properties.load` does, and tells where each entry stands.

use std::ops::Range;

/// One key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, without escapes.
    pub key: String,
    /// The value, without escapes; blanks at its end are part of it.
    pub value: String,
    /// The bytes of its line, or lines where a backslash ends one, with the last line end.
    pub lines: Range<usize>,
    /// The bytes of the value as it is written.
    pub written: Range<usize>,
    /// The number of its first line, from 1.
    pub line: usize,
}

/// Returns the entries of a file in order; of a key that stands twice the last one counts.
#[must_use]
pub fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut start, mut line) = (0, 1);
    while start < text.len() {
        let first = natural(text, start);
        let head = text.get(first.clone()).unwrap_or_default().trim_start_matches(is_blank);
        let is_entry = !head.is_empty() && !head.starts_with(['#', '!']);
        let mut end = first.end;
        while is_entry && is_continued(text, start..end) && past_end(text, end) < text.len() {
            end = natural(text, past_end(text, end)).end;
        }
        let next = past_end(text, end);
        if is_entry {
            entries.push(entry(text, start..end, start..next, line));
        }
        line += count_ends(text.get(start..next).unwrap_or_default());
        start = next;
    }
    entries
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{c}')
}

/// Returns a line without its end.
fn natural(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// Returns where the next line begins.
fn past_end(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

fn count_ends(text: &str) -> usize {
    text.matches('\n').count() + text.replace("\r\n", "").matches('\r').count()
}

fn is_continued(text: &str, range: Range<usize>) -> bool {
    let line = text.get(range).unwrap_or_default();
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    backslashes % 2 == 1
}

fn entry(text: &str, written: Range<usize>, lines: Range<usize>, line: usize) -> Entry {
    let whole = text.get(written.clone()).unwrap_or_default();
    let start = whole.len() - whole.trim_start_matches(is_blank).len();
    let key_end = start + key_length(whole.get(start..).unwrap_or_default());
    let behind = whole.get(key_end..).unwrap_or_default();
    let rest = behind.trim_start_matches(is_blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(is_blank);
    let value_start = written.start + whole.len() - rest.len();
    Entry {
        key: unescaped(whole.get(start..key_end).unwrap_or_default()),
        value: unescaped(rest),
        lines,
        written: value_start..written.end,
        line,
    }
}

/// Returns where the key ends: at the first separator that no backslash precedes.
fn key_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '=' | ':' => return at,
            found if is_blank(found) => return at,
            _ => {}
        }
    }
    text.len()
}

fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let found = if character == '\\' { rest.next() } else { Some(character) };
        match (character, found) {
            ('\\', Some('u')) => {
                let digits: String = rest.clone().take(4).collect();
                if let Ok(unit) = u16::from_str_radix(&digits, 16) {
                    units.push(unit);
                    rest = skip(rest, 4);
                }
            }
            ('\\', Some('\n' | '\r')) => rest = continued(rest.as_str()),
            ('\\', Some(escaped)) => push(&mut units, control(escaped)),
            (_, Some(plain)) => push(&mut units, plain),
            (_, None) => {}
        }
    }
    String::from_utf16_lossy(&units)
}

fn skip(mut characters: std::str::Chars<'_>, count: usize) -> std::str::Chars<'_> {
    characters.by_ref().take(count).for_each(drop);
    characters
}

/// Blanks at the start of a line that continues another are no part of the value.
fn continued(rest: &str) -> std::str::Chars<'_> {
    rest.trim_start_matches('\n').trim_start_matches(is_blank).chars()
}

fn control(escaped: char) -> char {
    match escaped {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{c}',
        other => other,
    }
}

fn push(units: &mut Vec<u16>, character: char) {
    units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_those_that_java_reads() {
        for (text, want) in [
            ("", &[][..]),
            ("a=1\nb = 2\nc:3\nd 4\n", &[("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")]),
            ("# no\n! no\n\n  e=5", &[("e", "5")]),
            ("a=1 \nb=2\t", &[("a", "1 "), ("b", "2\t")]),
            ("a=1 # part of it\n", &[("a", "1 # part of it")]),
            ("a=n0-h:1;\\\n   n1-h:2\nb=1", &[("a", "n0-h:1;n1-h:2"), ("b", "1")]),
            ("a=1\r\nb=2\r\n", &[("a", "1"), ("b", "2")]),
            ("a=x\\\\\nb=2", &[("a", "x\\"), ("b", "2")]),
            ("k\\ 1\\==v\\u96c6\\t", &[("k 1=", "v集\t")]),
            ("alone", &[("alone", "")]),
            ("a==b", &[("a", "=b")]),
        ] {
            let found: Vec<(String, String)> = read(text).into_iter().map(|entry| (entry.key, entry.value)).collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            assert_eq!(found, want, "{text:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "# 注释\na = 1 \nb=x\\\n y\nc=2";
        let found = read(text);
        let written: Vec<&str> = found.iter().map(|entry| text.get(entry.written.clone()).unwrap()).collect();
        assert_eq!(written, ["1 ", "x\\\n y", "2"]);
        let lines: Vec<(usize, &str)> =
            found.iter().map(|entry| (entry.line, text.get(entry.lines.clone()).unwrap())).collect();
        assert_eq!(lines, [(2, "a = 1 \n"), (3, "b=x\\\n y\n"), (5, "c=2")]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let entries = [("a b", " c d"), ("e=f", ""), ("#g", "h:i\n"), ("集", "😀\\")];
        let text = super::super::write(entries);
        let found = read(&text);
        let found: Vec<(&str, &str)> = found.iter().map(|e| (e.key.as_str(), e.value.as_str())).collect();
        assert_eq!(found, entries);
    }
}
