//! Lines, columns and the spots behind `:` and `-`.

use std::ops::Range;

use super::tree::{Found, Id, Kind, Tree};
use super::{CannotEdit, Edit};

/// Where a value of a block collection hangs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// The key or the `-`.
    pub(super) start: usize,
    /// The byte behind the `:` or `-`.
    pub(super) after: usize,
    /// The column of the key or the `-`.
    pub(super) column: usize,
    pub(super) is_item: bool,
}

impl Tree<'_> {
    /// Returns the slot of a child of a block collection.
    pub(super) fn slot(&self, parent: Id, position: usize) -> Result<Slot, CannotEdit> {
        match &self.part(parent).kind {
            Kind::Mapping(pairs) => self.key_slot(pairs.get(position).ok_or(CannotEdit::NoSuchPlace)?.0),
            Kind::Sequence(items) => self.item_slot(parent, items, position),
            _ => Err(CannotEdit::NoSuchPlace),
        }
    }

    fn key_slot(&self, key: Id) -> Result<Slot, CannotEdit> {
        let range = self.part(key).range.clone();
        let before = self.before(range.start);
        let rest = self.text.get(range.end..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let is_usual = before.bytes().all(|byte| matches!(byte, b' ' | b'-'));
        if !is_usual || rest.as_bytes().get(gap) != Some(&b':') {
            return Err(CannotEdit::UnusualLayout);
        }
        Ok(Slot { start: range.start, after: range.end + gap + 1, column: before.len(), is_item: false })
    }

    /// Finds the dash of an item: it stands in the column of the first one.
    fn item_slot(&self, parent: Id, items: &[Id], position: usize) -> Result<Slot, CannotEdit> {
        let first = self.part(parent).range.start;
        let column = self.before(first).len();
        let start = match position.checked_sub(1).and_then(|before| items.get(before)) {
            None => Some(first),
            Some(before) => {
                let item = items.get(position).map_or(self.text.len(), |item| self.part(*item).range.start);
                self.dash(self.part(*before).range.end..item, column)
            }
        };
        let start = start.filter(|start| self.text.as_bytes().get(*start) == Some(&b'-'));
        let start = start.ok_or(CannotEdit::UnusualLayout)?;
        Ok(Slot { start, after: start + 1, column, is_item: true })
    }

    fn dash(&self, gap: Range<usize>, column: usize) -> Option<usize> {
        let mut line = self.next_line(gap.start);
        while line < gap.end {
            let text = self.text.get(line..)?;
            let blanks = text.len() - text.trim_start_matches(' ').len();
            if blanks == column && text.as_bytes().get(blanks) == Some(&b'-') {
                return Some(line + blanks);
            }
            line = self.next_line(line);
        }
        None
    }

    /// Returns the text of a line up to an offset in it.
    pub(super) fn before(&self, offset: usize) -> &str {
        self.text.get(self.line_start(offset)..offset).unwrap_or_default()
    }

    /// Returns the first byte of a line, behind the byte order mark of the document.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        let first = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let newline = self.text.get(..offset).and_then(|before| before.rfind('\n'));
        newline.map_or(first.min(offset), |newline| newline + 1)
    }

    /// Returns where the text of a line ends, before its line end.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        offset + rest.split('\n').next().map_or(0, |line| line.strip_suffix('\r').unwrap_or(line).len())
    }

    pub(super) fn next_line(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |newline| offset + newline + 1)
    }

    /// Returns the end of the line on which a value ends, when nothing but a comment stands behind it.
    pub(super) fn end_behind(&self, value_end: usize) -> Result<usize, CannotEdit> {
        let end = self.line_end(value_end);
        let rest = self.text.get(value_end..end).unwrap_or_default().trim_start();
        if rest.is_empty() || rest.starts_with('#') { Ok(end) } else { Err(CannotEdit::UnusualLayout) }
    }

    /// Returns the first line of the comments that belong to what stands at `offset`, or its own line.
    pub(super) fn owned_start(&self, offset: usize) -> usize {
        let column = self.before(offset).len();
        let mut start = self.line_start(offset);
        loop {
            let above = self.line_start(start.saturating_sub(1));
            let line = self.text.get(above..start).unwrap_or_default();
            let is_owned = line.trim_start_matches(' ').starts_with('#') && line.find('#') == Some(column);
            if above == start || !is_owned {
                return start;
            }
            start = above;
        }
    }

    /// Gives text that is to be inserted the line ends of the document.
    pub(super) fn with_line_ends(&self, text: &str) -> String {
        let is_crlf = self.text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
        if is_crlf { text.replace('\n', "\r\n") } else { text.to_owned() }
    }

    pub(super) fn edit(&self, range: Range<usize>, text: &str) -> Edit {
        (range, self.with_line_ends(text))
    }

    /// Returns true when one of the collections on the way is in brackets.
    pub(super) fn is_in_flow(&self, found: &Found) -> bool {
        found.parents.iter().any(|(parent, _)| self.part(*parent).is_flow)
    }

    /// Returns the bytes of every child, keys included.
    pub(super) fn child_ranges(&self, parent: Id) -> Vec<Range<usize>> {
        match &self.part(parent).kind {
            Kind::Sequence(items) => items.iter().map(|item| self.part(*item).range.clone()).collect(),
            Kind::Mapping(pairs) => {
                let whole = |(key, value): &(Id, Id)| self.part(*key).range.start..self.part(*value).range.end;
                pairs.iter().map(whole).collect()
            }
            _ => Vec::new(),
        }
    }
}
