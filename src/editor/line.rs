//! One line of a text that may be broken, cut into what tells where in the values it stands.

/// One line, cut into what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The byte where it begins.
    pub(super) start: usize,
    /// The column of the last `-` before its key.
    pub(super) dash: Option<usize>,
    /// The column of its key or text.
    pub(super) column: usize,
    /// The key, if it has one, without its quotes.
    pub(super) key: Option<&'a str>,
    /// How many bytes the key takes with its quotes.
    pub(super) width: usize,
    /// What stands behind the colon, or the whole text.
    pub(super) value: &'a str,
}

impl<'a> Line<'a> {
    /// Cuts a line, or the part of it before a place.
    pub(super) fn cut(line: &'a str, start: usize) -> Self {
        let mut rest = line.trim_start_matches(' ');
        let mut dash = None;
        while let Some(behind) = rest.strip_prefix("- ") {
            dash = Some(line.len() - rest.len());
            rest = behind.trim_start_matches(' ');
        }
        let column = line.len() - rest.len();
        let rest = rest.trim_end_matches('\r');
        match keyed(rest) {
            Some((key, width, value)) => Line { start, dash, column, key: Some(key), width, value },
            None => Line { start, dash, column, key: None, width: 0, value: rest },
        }
    }
}

/// Returns the key of a line, the bytes that it takes, and what stands behind its colon.
fn keyed(rest: &str) -> Option<(&str, usize, &str)> {
    let (key, width) = if let quote @ ('"' | '\'') = rest.chars().next()? {
        let (key, _) = rest.get(1..)?.split_once(quote)?;
        (key, key.len() + 2)
    } else {
        let (key, _) = rest.split_once(':')?;
        (key, key.len())
    };
    let value = rest.get(width..)?.strip_prefix(':')?;
    let is_key = !key.is_empty() && !key.contains([' ', '{', '[', '"', '\'', '#']);
    (is_key && (value.is_empty() || value.starts_with(' '))).then_some((key, width, value))
}

/// Returns true for a line that is neither empty nor a comment alone.
pub(super) fn counts(line: &str) -> bool {
    let text = line.trim();
    !text.is_empty() && !text.starts_with('#')
}

/// Returns the bytes of the document around a byte; nothing on the line that divides two documents.
pub(super) fn document_around(text: &str, offset: usize) -> Option<std::ops::Range<usize>> {
    let (mut from, mut start) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if is_divider(line) {
            if start > offset {
                return Some(from..start);
            }
            if end > offset || !line.ends_with('\n') {
                return None;
            }
            from = end;
        }
        start = end;
    }
    Some(from..text.len())
}

fn is_divider(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n']))
}
