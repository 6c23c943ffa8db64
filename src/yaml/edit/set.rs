//! Replaces a value.

use std::ops::Range;

use super::place::Slot;
use super::tree::{Found, Tree};
use super::{CannotEdit, Edit};
use crate::yaml::{FieldPath, Node, write};

pub(super) fn edits(tree: &Tree<'_>, path: &FieldPath, value: &Node) -> Result<Vec<Edit>, CannotEdit> {
    let found = tree.find(path)?;
    replace(tree, &found, value)
}

pub(super) fn replace(tree: &Tree<'_>, found: &Found, value: &Node) -> Result<Vec<Edit>, CannotEdit> {
    let old = tree.part(found.id).range.clone();
    let Some((parent, position)) = found.parents.last().copied() else {
        return root(tree, found, value);
    };
    if tree.is_in_flow(found) {
        return Ok(vec![flow(tree, old, value)]);
    }
    let slot = tree.slot(parent, position)?;
    block(tree, slot, old, value)
}

/// Writes a value in brackets; a missing one stands before its colon, if it has one: `{a: }`, `{a}`.
fn flow(tree: &Tree<'_>, old: Range<usize>, value: &Node) -> Edit {
    let written = write::flow(value);
    let rest = tree.text.get(old.start..).unwrap_or_default();
    match rest.trim_start_matches(' ').strip_prefix(':') {
        _ if !old.is_empty() => (old, written),
        Some(behind) => {
            let place = tree.text.len() - behind.len();
            (place..place, format!(" {written}"))
        }
        None => (old, format!(": {written}")),
    }
}

fn root(tree: &Tree<'_>, found: &Found, value: &Node) -> Result<Vec<Edit>, CannotEdit> {
    let part = tree.part(found.id);
    if part.range.is_empty() {
        let (end, line_end) =
            (tree.text.len(), if tree.text.is_empty() || tree.text.ends_with('\n') { "" } else { "\n" });
        return Ok(vec![tree.edit(end..end, &format!("{line_end}{}\n", write::block(value, 0)))]);
    }
    let column = tree.before(part.range.start).len();
    if column > 0 && !part.is_flow {
        return Err(CannotEdit::UnusualLayout);
    }
    let text = if part.is_flow { write::flow(value) } else { write::block(value, 0) };
    Ok(vec![tree.edit(part.range.clone(), &text)])
}

/// Writes the first line behind the `:` or `-`, and the others behind the line, so that a comment there stays.
fn block(tree: &Tree<'_>, slot: Slot, old: Range<usize>, value: &Node) -> Result<Vec<Edit>, CannotEdit> {
    let written = render(slot, value);
    let (first, rest) = written.split_at(written.find('\n').unwrap_or(written.len()));
    let head_end = tree.line_end(slot.after);
    if old.start > head_end {
        tree.end_behind(slot.after)?;
        let end = tree.end_behind(old.end)?;
        return Ok(vec![tree.edit(slot.after..slot.after, first), tree.edit(head_end..end, rest)]);
    }
    let end = tree.end_behind(old.end.max(slot.after))?;
    if let (Some(text), false, "") = (first.strip_prefix(' '), old.is_empty(), rest) {
        return Ok(vec![tree.edit(old, text)]);
    }
    let old_end = old.end.max(slot.after);
    Ok(vec![tree.edit(slot.after..old_end, first), tree.edit(end..end, rest)])
}

/// Returns what follows the `:` or `-`, blank included.
pub(super) fn render(slot: Slot, value: &Node) -> String {
    let mut out = String::new();
    if slot.is_item {
        out.push(' ');
        write::push_node(&mut out, value, slot.column + 2);
    } else {
        write::push_value(&mut out, value, slot.column);
    }
    out
}
