//! Takes a key or an item away, with the comments that belong to it.

use std::ops::Range;

use super::tree::{Id, Kind, Tree};
use super::{CannotEdit, Edit, set};
use crate::yaml::{FieldPath, Mapping, Node};

pub(super) fn edits(tree: &Tree<'_>, path: &FieldPath) -> Result<Vec<Edit>, CannotEdit> {
    let mut found = tree.find(path)?;
    let Some((parent, position)) = found.parents.last().copied() else { return Err(CannotEdit::NoSuchPlace) };
    let children = tree.child_ranges(parent);
    if children.len() == 1 {
        // The last entry leaves an empty collection: an empty place would mean null.
        found.parents.pop();
        found.id = parent;
        let is_mapping = matches!(tree.part(parent).kind, Kind::Mapping(_));
        let empty = if is_mapping { Node::generated(Mapping::new()) } else { Node::generated(Vec::new()) };
        return set::replace(tree, &found, &empty);
    }
    if tree.is_in_flow(&found) {
        return Ok(vec![(flow_range(&children, position), String::new())]);
    }
    Ok(vec![(block_range(tree, parent, &children, position)?, String::new())])
}

/// Returns the bytes of an entry in brackets with one of its commas.
fn flow_range(children: &[Range<usize>], position: usize) -> Range<usize> {
    let at = |position: usize| children.get(position).cloned().unwrap_or(0..0);
    let own = at(position);
    match children.get(position + 1) {
        Some(next) => own.start..next.start,
        None => at(position.saturating_sub(1)).end..own.end,
    }
}

fn block_range(
    tree: &Tree<'_>,
    parent: Id,
    children: &[Range<usize>],
    position: usize,
) -> Result<Range<usize>, CannotEdit> {
    let slot = tree.slot(parent, position)?;
    let value_end = children.get(position).map_or(slot.after, |child| child.end.max(slot.after));
    let end = tree.end_behind(value_end)?;
    let shares_line = !tree.before(slot.start).trim_start().is_empty();
    if shares_line {
        // `- a: 1` keeps its dash: what follows moves up behind it.
        let rest = tree.text.get(end..).unwrap_or_default();
        return Ok(slot.start..end + rest.len() - rest.trim_start().len());
    }
    let is_header = parent == 0 && position == 0;
    let start = if is_header { tree.line_start(slot.start) } else { tree.owned_start(slot.start) };
    Ok(start..tree.next_line(end))
}
