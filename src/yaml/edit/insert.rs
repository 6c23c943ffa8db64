//! Adds a key to a mapping or an item to a list.

use super::tree::{Found, Id, Kind, Tree};
use super::{Attempt, CannotEdit, Edit, change, set};
use crate::yaml::{FieldPath, Node, Step, write};

pub(super) fn edits(
    tree: &Tree<'_>,
    path: &FieldPath,
    value: &Node,
    attempt: Attempt,
) -> Result<Vec<Edit>, CannotEdit> {
    let mut parent_path = path.clone();
    let Some(step) = parent_path.pop() else { return set::edits(tree, path, value, attempt) };
    let found = tree.find(&parent_path)?;
    let part = tree.part(found.id);
    let children = tree.child_ranges(found.id);
    let is_in_flow = tree.is_in_flow(&found);
    if children.is_empty() && !is_in_flow && !(part.is_flow && found.parents.is_empty()) {
        return set::replace(tree, &found, &change::wrap(step, value.clone()));
    }
    check_merge(tree, found.id)?;
    let position = match (&step, attempt) {
        (Step::Index(index), _) => *index,
        (Step::Key(_), Attempt::First) => children.len(),
        (Step::Key(_), Attempt::Second) => 0,
    };
    if is_in_flow || part.is_flow {
        return Ok(vec![flow(tree, &found, &step, value, position)]);
    }
    block(tree, found.id, &step, value, position)
}

fn check_merge(tree: &Tree<'_>, id: Id) -> Result<(), CannotEdit> {
    let Kind::Mapping(pairs) = &tree.part(id).kind else { return Ok(()) };
    let is_merge = |key: Id| matches!(&tree.part(key).kind, Kind::Scalar { text, .. } if text == "<<");
    if pairs.iter().any(|(key, _)| is_merge(*key)) { Err(CannotEdit::Merged) } else { Ok(()) }
}

fn flow(tree: &Tree<'_>, found: &Found, step: &Step, value: &Node, position: usize) -> Edit {
    let mut text = String::new();
    if let Step::Key(name) = step {
        write::push_flow_key(&mut text, name);
    }
    text.push_str(&write::flow(value));
    let children = tree.child_ranges(found.id);
    let range = tree.part(found.id).range.clone();
    let before = position.checked_sub(1).and_then(|before| children.get(before));
    match (before, children.is_empty()) {
        (Some(before), _) => (before.end..before.end, format!(", {text}")),
        (None, true) => (range.start + 1..range.end.saturating_sub(1), text),
        (None, false) => (range.start + 1..range.start + 1, format!("{text}, ")),
    }
}

fn block(tree: &Tree<'_>, parent: Id, step: &Step, value: &Node, position: usize) -> Result<Vec<Edit>, CannotEdit> {
    let first = tree.slot(parent, 0)?;
    let entry = render(step, value, first.column);
    let blanks = " ".repeat(first.column);
    let Some(before) = position.checked_sub(1) else {
        return Ok(vec![tree.edit(first.start..first.start, &format!("{entry}\n{blanks}"))]);
    };
    let slot = tree.slot(parent, before)?;
    let end = tree.child_ranges(parent).get(before).map_or(slot.after, |child| child.end.max(slot.after));
    let end = tree.end_behind(end)?;
    Ok(vec![tree.edit(end..end, &format!("\n{blanks}{entry}"))])
}

/// Returns a whole entry for a block collection in this column.
fn render(step: &Step, value: &Node, column: usize) -> String {
    let mut out = String::new();
    match step {
        Step::Key(name) => write::push_entry(&mut out, name, value, column),
        Step::Index(_) => {
            out.push_str("- ");
            write::push_node(&mut out, value, column + 2);
        }
    }
    out
}
