//! Puts several items in the place of one, or behind it.

use super::tree::{Found, Id, Tree};
use super::{CannotEdit, Edit};
use crate::yaml::{FieldPath, Node, Step, write};

pub(super) fn replace(tree: &Tree<'_>, path: &FieldPath, items: &[Node]) -> Result<Vec<Edit>, CannotEdit> {
    let (found, parent, position) = item(tree, path)?;
    let old = tree.part(found.id).range.clone();
    if tree.is_in_flow(&found) {
        let written: Vec<String> = items.iter().map(write::flow).collect();
        return Ok(vec![(old, written.join(", "))]);
    }
    let slot = tree.slot(parent, position)?;
    let end = tree.end_behind(old.end.max(slot.after))?;
    let lines = block(items, slot.column);
    let text = lines.trim_start_matches(['\n', ' ']);
    Ok(vec![tree.edit(slot.start..end, text)])
}

pub(super) fn follow(tree: &Tree<'_>, path: &FieldPath, items: &[Node]) -> Result<Vec<Edit>, CannotEdit> {
    let (found, parent, position) = item(tree, path)?;
    let end = tree.part(found.id).range.end;
    if tree.is_in_flow(&found) {
        let written = items.iter().flat_map(|item| [", ".to_owned(), write::flow(item)]).collect();
        return Ok(vec![(end..end, written)]);
    }
    let slot = tree.slot(parent, position)?;
    let end = tree.end_behind(end.max(slot.after))?;
    Ok(vec![tree.edit(end..end, &block(items, slot.column))])
}

fn item(tree: &Tree<'_>, path: &FieldPath) -> Result<(Found, Id, usize), CannotEdit> {
    let found = tree.find(path)?;
    match (found.parents.last().copied(), path.steps().last()) {
        (Some((parent, position)), Some(Step::Index(_))) => Ok((found, parent, position)),
        _ => Err(CannotEdit::NoSuchPlace),
    }
}

/// Returns items of a block list in this column, each on a line of its own, the first included.
fn block(items: &[Node], column: usize) -> String {
    let mut out = String::new();
    for item in items {
        out.push('\n');
        out.push_str(&" ".repeat(column));
        out.push_str("- ");
        write::push_node(&mut out, item, column + 2);
    }
    out
}
