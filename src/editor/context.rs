//! Where in the values a place of a document is, found by its indentation: the text may be broken.

use std::ops::Range;

use super::line::{Line, counts};
use crate::values::KIND;

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// The keys above, from the top of the values; items of lists have none.
    pub(super) path: Vec<String>,
    /// The key of the line, when the place is behind its colon.
    pub(super) key: Option<String>,
    /// The bytes of the word that is being typed, what stands of it behind the place included.
    pub(super) word: Range<usize>,
    /// Whether a colon follows the word already.
    pub(super) has_colon: bool,
    /// The column of the keys beside it.
    pub(super) column: usize,
    /// The keys that stand beside it already.
    pub(super) siblings: Vec<String>,
}

/// Returns what stands at a byte; nothing inside of a comment or a line end.
pub(super) fn context(text: &str, offset: usize) -> Option<Context> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |end| end + 1);
    let typed = text.get(start..offset)?;
    if is_comment(typed) || typed.ends_with('\r') {
        return None;
    }
    let line = Line::cut(typed, start);
    let (path, column) = (path_above(text, start, line), line.column);
    let word = word(text, line, offset)?;
    let has_colon = text.get(word.end..)?.trim_start_matches(' ').starts_with(':');
    let siblings = siblings(text, &line);
    Some(Context { path: inside(text, path)?, key: line.key.map(str::to_owned), word, has_colon, column, siblings })
}

/// Returns the bytes of the word around a place, without the quote in which a value begins.
fn word(text: &str, line: Line<'_>, offset: usize) -> Option<Range<usize>> {
    let typed = line.value.trim_start();
    let quote = usize::from(line.key.is_some() && typed.starts_with(['"', '\'']));
    let is_word = |character: &char| character.is_alphanumeric() || ['.', '-', '_'].contains(character);
    let rest: usize = text.get(offset..)?.chars().take_while(is_word).map(char::len_utf8).sum();
    Some(offset.checked_sub(typed.len())? + quote..offset + rest)
}

/// Returns the keys down to the one of a line, with its bytes; nothing for a line without a key.
pub(super) fn key_at(text: &str, offset: usize) -> Option<(Vec<String>, Range<usize>)> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(offset..)?.find('\n').map_or(text.len(), |length| offset + length);
    let line = Line::cut(text.get(start..end)?, start);
    let key = line.key?;
    let at = start + line.column..start + line.column + line.width;
    if !(at.start..=at.end).contains(&offset) {
        return None;
    }
    let mut path = path_above(text, start, line);
    path.push(key.to_owned());
    Some((inside(text, path)?, at))
}

fn is_comment(typed: &str) -> bool {
    typed.trim_start().starts_with('#') || typed.contains(" #")
}

/// Returns the lines before a byte that count, the nearest first.
fn lines_above(text: &str, start: usize) -> impl Iterator<Item = Line<'_>> {
    let mut end = start;
    std::iter::from_fn(move || {
        while end > 0 {
            let before = text.get(..end - 1)?;
            let start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let line = before.get(start..)?;
            end = start;
            if counts(line) {
                return Some(Line::cut(line, start));
            }
        }
        None
    })
}

/// Returns the keys above a line, from the top of the document.
fn path_above(text: &str, start: usize, line: Line<'_>) -> Vec<String> {
    let mut path = Vec::new();
    // An item of a list may stand as far left as the key of the list.
    let (mut column, mut is_item) = line.dash.map_or((line.column, false), |dash| (dash, true));
    for above in lines_above(text, start) {
        let Some(key) = above.key else { continue };
        if above.column < column || (is_item && above.column == column && above.dash.is_none()) {
            path.push(key.to_owned());
            (column, is_item) = above.dash.map_or((above.column, false), |dash| (dash, true));
        } else if let Some(dash) = above.dash.filter(|dash| *dash < column && above.column == column) {
            // The first key of the item in which the line stands.
            (column, is_item) = (dash, true);
        }
    }
    path.reverse();
    path
}

/// Returns the keys beside a line, above and below it.
fn siblings(text: &str, line: &Line<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if line.dash.is_none() {
        for above in lines_above(text, line.start) {
            if above.column < line.column {
                break;
            }
            keys.extend(above.key.filter(|_| above.column == line.column).map(str::to_owned));
            if above.column == line.column && above.dash.is_some() {
                break;
            }
        }
    }
    let below = text.get(line.start..).unwrap_or_default().split_inclusive('\n').skip(1);
    for line_below in below.filter(|line| counts(line)).map(|line| Line::cut(line.trim_end(), 0)) {
        if line_below.column < line.column || line_below.dash.is_some_and(|dash| dash <= line.column) {
            break;
        }
        keys.extend(line_below.key.filter(|_| line_below.column == line.column).map(str::to_owned));
    }
    keys
}

/// Takes `spec` off where the values are wrapped; nothing for a place beside it.
fn inside(text: &str, mut path: Vec<String>) -> Option<Vec<String>> {
    let is_wrapped = text.lines().any(|line| line.strip_prefix("kind:").is_some_and(|kind| plain(kind) == KIND));
    if is_wrapped {
        if path.first().is_none_or(|first| first != "spec") {
            return None;
        }
        path.remove(0);
    }
    Some(path)
}

/// Returns the text of a key at the top of the values.
pub(super) fn top_value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|content| {
        let line = Line::cut(content.trim_end(), start);
        start += content.len();
        let is_top = line.key == Some(key) && inside(text, path_above(text, line.start, line))?.is_empty();
        is_top.then(|| plain(line.value))
    })
}

/// Returns a value of one line without its quotes and the comment behind it.
fn plain(value: &str) -> &str {
    value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\''])
}

impl Context {
    /// Returns true when a value is to stand right behind its colon, where a blank is missing.
    pub(super) fn lacks_blank(&self, text: &str) -> bool {
        text.get(..self.word.start).is_some_and(|before| before.ends_with(':'))
    }
}
