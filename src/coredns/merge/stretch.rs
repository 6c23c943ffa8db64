//! Our lines in a text: where they stand, how they are put in and taken out so that the text is as it was.

use std::ops::Range;

use crate::marked::{Found, Markers};
use crate::source::Span;

/// The first line of a `hosts` block that `rmq` made; it goes when the last marked lines in it go.
pub(super) const OWN_HOSTS: &str = "hosts { # made by rmq, and taken out with the last lines of rmq";
/// The lines of such a block behind the marked ones.
pub(super) const OWN_END: [&str; 3] = ["ttl 60", "fallthrough", "}"];

/// How the lines of any cluster begin and end.
const BEGIN: &str = "# BEGIN rmq ";
const END: &str = "# END rmq ";

/// Finds everything that one cluster put into a text.
///
/// # Errors
///
/// The place of a marker without its partner.
pub(super) fn find(text: &str, markers: &Markers) -> Result<Option<Range<usize>>, Span> {
    match markers.find(text) {
        Found::Nowhere => Ok(None),
        Found::Broken(range) => Err(Span::new(range.start, range.end)),
        Found::At(range) => {
            let range = own_hosts(text, &range).unwrap_or(range);
            Ok(Some(with_line_end(text, range)))
        }
    }
}

/// Returns the lines with those of the block around them, if `rmq` made it and nothing else is in it.
fn own_hosts(text: &str, lines: &Range<usize>) -> Option<Range<usize>> {
    let start = line_start(text, lines.start.checked_sub(1)?);
    if text.get(start..lines.start)?.trim() != OWN_HOSTS {
        return None;
    }
    let mut end = lines.end;
    for want in OWN_END {
        let line = text.get(end..)?.split_inclusive('\n').next()?;
        if line.trim() != want {
            return None;
        }
        end += line.len();
    }
    Some(start..end)
}

/// At the end of a text that does not end its last line, the line end before our lines is ours.
fn with_line_end(text: &str, lines: Range<usize>) -> Range<usize> {
    if lines.end < text.len() || text.ends_with('\n') {
        return lines;
    }
    let before = text.get(..lines.start).unwrap_or_default();
    let kept = before.strip_suffix('\n').map_or(before, |kept| kept.strip_suffix('\r').unwrap_or(kept));
    kept.len()..lines.end
}

/// Puts whole lines into a text at the start of a line, or behind a last line that has no end.
///
/// Returns the text, and where the lines are in it.
pub(super) fn put(text: &str, at: usize, lines: &str, line_end: &str) -> Option<(String, Range<usize>)> {
    let (head, tail) = (text.get(..at)?, text.get(at..)?);
    let is_open = tail.is_empty() && !head.is_empty() && !head.ends_with('\n');
    let lines = if is_open { format!("{line_end}{}", lines.strip_suffix(line_end)?) } else { lines.to_owned() };
    let is_line_start = is_open || head.is_empty() || head.ends_with('\n');
    is_line_start.then(|| (format!("{head}{lines}{tail}"), at..at + lines.len()))
}

/// Returns the first line of the cluster within whose lines a place lies.
pub(super) fn owner(text: &str, at: usize) -> Option<&str> {
    let mut open = None;
    for line in text.get(..at)?.split_inclusive('\n').map(str::trim) {
        if line.starts_with(BEGIN) {
            open = Some(line);
        } else if line.starts_with(END) {
            open = None;
        }
    }
    let end = open?.replacen(BEGIN, END, 1);
    text.get(at..)?.lines().any(|line| line.trim() == end).then_some(open).flatten()
}

/// Returns the start of the line in which a byte stands.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Returns the blanks before a byte, if nothing else stands before it on its line.
pub(super) fn indent(text: &str, at: usize) -> Option<&str> {
    let before = text.get(line_start(text, at)..at)?;
    before.trim_matches([' ', '\t']).is_empty().then_some(before)
}
