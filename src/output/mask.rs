//! Which part of a source line a window may show.
//!
//! The field table knows the secrets of values that can be read, and hands over their places; the rest looks at the text
//! alone, so that it also holds for what cannot be read.

use crate::diagnostic::SECRET_WORDS;
use crate::source::Span;

const MARK: &str = "***";
/// A line further than this below the key that holds it is taken for a secret rather than searched for its parents.
const REACH: usize = 2000;

/// A line as a window may show it.
pub(super) struct Shown {
    /// The line, cut and marked where a secret may begin.
    pub(super) text: String,
    /// The byte at which the mark begins, if there is one.
    pub(super) masked_from: Option<usize>,
}

/// Returns the line that begins at this offset, without its line break; `secrets` are known places in the text.
pub(super) fn line(text: &str, start: usize, secrets: &[Span]) -> Shown {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let below = || below_secret(before, line).then(|| blanks(line));
    let known = secrets.iter().filter_map(|secret| known_start(line, start, *secret)).min();
    match secret_start(line).or_else(below).into_iter().chain(known).min() {
        Some(from) => mark(line, from),
        None => Shown { text: line.to_owned(), masked_from: None },
    }
}

fn mark(line: &str, from: usize) -> Shown {
    let kept = line.get(..from).unwrap_or_default();
    if line.get(from..).unwrap_or_default().trim().is_empty() {
        return Shown { text: line.to_owned(), masked_from: None };
    }
    Shown { text: format!("{kept}{MARK}"), masked_from: Some(kept.len()) }
}

/// Returns where a known secret begins in the line, or goes on.
fn known_start(line: &str, start: usize, secret: Span) -> Option<usize> {
    let (from, to) = (secret.start as usize, secret.end as usize);
    let is_here = from < start + line.len() && to > start;
    is_here.then(|| from.saturating_sub(start).max(if from < start { blanks(line) } else { 0 }))
}

/// Returns where a secret may begin: behind the separator that follows a telling word, else at the word itself.
fn secret_start(line: &str) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let word = SECRET_WORDS.iter().filter_map(|word| lower.find(word)).chain(value_key(&lower)).min()?;
    let tail = line.get(word..)?;
    Some(match tail.find([':', '=']) {
        Some(separator) => word + separator + 1 + blanks(tail.get(separator + 1..)?),
        None => word,
    })
}

/// Returns where a key `value` stands: the value of an environment variable, whatever its name.
fn value_key(line: &str) -> Option<usize> {
    line.match_indices("value").map(|(at, _)| at).find(|at| {
        let (before, after) = line.split_at(*at);
        let after = after.trim_start_matches("value").trim_start_matches(['"', '\'']);
        !before.ends_with(char::is_alphanumeric) && after.starts_with([':', '='])
    })
}

/// Returns true when a key above, under which the line stands, tells of a secret.
fn below_secret(before: &str, line: &str) -> bool {
    let mut depth = depth_of(line);
    let above = before.lines().rev().filter(|above| !above.trim().is_empty() && !above.trim_start().starts_with('#'));
    for (distance, above) in above.enumerate() {
        if depth == 0 || distance > REACH {
            return depth != 0;
        }
        if depth_of(above) < depth {
            if secret_start(above).is_some() {
                return true;
            }
            depth = depth_of(above);
        }
    }
    false
}

/// Returns the indentation in which an item of a list is deeper than a key at the same column.
fn depth_of(line: &str) -> usize {
    let indent = blanks(line);
    let item = line.get(indent..).is_some_and(|rest| rest.starts_with('-'));
    indent * 2 + usize::from(item)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_secrets_are_marked_wherever_they_stand() {
        let text = "a: one\nb: |\n  two\n  three\nc: 1\n";
        let secrets = [Span::new(3, 6), Span::new(10, 26)];
        for (at, want) in [(0, "a: ***"), (7, "b: ***"), (12, "  ***"), (18, "  ***"), (26, "c: 1")] {
            assert_eq!(line(text, at, &secrets).text, want, "at {at}");
        }
    }

    #[test]
    fn secrets_are_marked_from_where_they_begin() {
        for (text, at, want) in [
            ("password: hunter2", 0, "password: ***"),
            ("acl.password=hunter2", 0, "acl.password=***"),
            ("  \"accessKey\":  x", 0, "  \"accessKey\":  ***"),
            ("password:", 0, "password:"),
            ("acl:\n  accessKey: x", 5, "  accessKey: ***"),
            ("token: |\n  first\n\n  second", 18, "  ***"),
            ("tokens:\n- a", 8, "***"),
            ("# token\nbroker:\n  port: 1", 16, "  port: 1"),
            ("env:\n  - name: A\n    value: x", 17, "    value: ***"),
            ("{name: A, value: x}", 0, "{name: A, value: ***"),
            ("values: 1", 0, "values: 1"),
            ("the password is x", 0, "the ***"),
            ("broker: 1\r\nx: 2", 0, "broker: 1"),
        ] {
            assert_eq!(line(text, at, &[]).text, want, "{text:?} at {at}");
        }
    }
}
