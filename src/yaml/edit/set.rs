//! Replaces a value.

use std::ops::Range;

use super::place::Slot;
use super::tree::{Found, Tree};
use super::{Attempt, CannotEdit, Edit};
use crate::yaml::{FieldPath, Node, write};

pub(super) fn edits(
    tree: &Tree<'_>,
    path: &FieldPath,
    value: &Node,
    attempt: Attempt,
) -> Result<Vec<Edit>, CannotEdit> {
    let found = tree.find(path)?;
    let old = tree.part(found.id).range.clone();
    match value.as_str().and_then(|text| literal(tree, old, text)).filter(|_| attempt == Attempt::First) {
        Some(edit) => Ok(vec![edit]),
        None => replace(tree, &found, value),
    }
}

/// Changes the lines of a `|` block that differ, so that the others keep their bytes.
///
/// Blank lines at its end stay as they are: whoever calls reads the result back.
fn literal(tree: &Tree<'_>, old: Range<usize>, text: &str) -> Option<Edit> {
    // Blanks at the end of the last line are text too.
    let is_ended = tree.text.get(..old.end)?.ends_with('\n');
    let end = if is_ended { old.end } else { tree.line_end(old.end) };
    let written = tree.text.get(old.start..end)?.strip_prefix('|')?;
    let (header, body) = written.split_once('\n')?;
    let start = old.start + '|'.len_utf8() + header.len() + '\n'.len_utf8();
    let lines = lines(body, start);
    let (first, _) = lines.first()?;
    let blanks = first.get(..first.len() - first.trim_start_matches(' ').len())?;
    let indented = |line: &str| if line.is_empty() { String::new() } else { blanks.to_owned() + line };
    let wanted: Vec<String> = text.trim_end_matches('\n').split('\n').map(indented).collect();
    let is_same = |((line, _), wanted): &(&(&str, usize), &String)| {
        let is_empty = line.trim_start_matches(' ').is_empty() && line.len() <= blanks.len();
        *line == wanted.as_str() || (wanted.is_empty() && is_empty)
    };
    let head = lines.iter().zip(&wanted).take_while(is_same).count();
    let (gone, new) = (lines.get(head..)?, wanted.get(head..)?);
    let tail = gone.iter().rev().zip(new.iter().rev()).take_while(is_same).count();
    let (gone, new) = (gone.get(..gone.len() - tail)?, new.get(..new.len() - tail)?);
    let (is_removal, new) = (new.is_empty(), new.join("\n"));
    if gone.is_empty() && is_removal {
        return None;
    }
    let end_of = |line: &(&str, usize)| line.1 + line.0.len();
    let edit = match (gone.first().zip(gone.last()), lines.get(head + gone.len()), head.checked_sub(1)) {
        (Some((from, to)), _, _) if !is_removal => (from.1..end_of(to), new),
        (Some((from, _)), Some(next), _) => (from.1..next.1, new),
        (Some((_, to)), None, Some(before)) => (end_of(lines.get(before)?)..end_of(to), new),
        (None, _, Some(before)) => {
            let place = end_of(lines.get(before)?);
            (place..place, format!("\n{new}"))
        }
        (None, Some(next), None) => (next.1..next.1, format!("{new}\n")),
        _ => return None,
    };
    Some(tree.edit(edit.0, &edit.1))
}

/// Returns the lines of a block up to the last one that is not blank, each with the offset where it starts.
fn lines(body: &str, start: usize) -> Vec<(&str, usize)> {
    let mut lines = Vec::new();
    let mut offset = start;
    for line in body.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        lines.push((text.strip_suffix('\r').unwrap_or(text), offset));
        offset += line.len();
    }
    let is_blank = |(line, _): &(&str, usize)| line.trim_start_matches(' ').is_empty();
    lines.truncate(lines.iter().rposition(|line| !is_blank(line)).map_or(0, |last| last + 1));
    lines
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
