//! One value of a values text, set or removed where it stands.

use super::document::{self, Document};
use super::place::place;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::yaml::edit::{self, CannotEdit, Change, Edit};
use crate::yaml::{FieldPath, Node, Step, Value};

/// Returns the edits that give a path of the values a value, or without one take its key away; comments and all other
/// bytes stay. Mappings and lists that would be left empty go with the last key in them.
///
/// # Errors
///
/// RMQ061 when the place cannot be changed where it stands.
pub fn edit(text: &str, path: &FieldPath, value: Option<Node>) -> Result<Vec<Edit>, Diagnostics> {
    let document = document::read(text).ok_or_else(|| refused(text, path, CannotEdit::Unreadable))?;
    let whole = document.root.clone().join(path);
    let change = match value {
        Some(value) => Change::Set(whole, value),
        None => Change::Remove(with_emptied(&document, whole)),
    };
    let start = document.span.range().start;
    let content = text.get(document.span.range()).unwrap_or_default();
    let edits = edit::plan(content, &change).map_err(|reason| refused(text, path, reason))?;
    let moved = |(range, new): Edit| (range.start + start..range.end + start, new);
    Ok(edits.into_iter().map(moved).collect())
}

/// Returns the highest place above this one that holds nothing else.
fn with_emptied(document: &Document, mut path: FieldPath) -> FieldPath {
    loop {
        let mut parent = path.clone();
        let is_item = matches!(parent.pop(), Some(Step::Index(_)));
        let is_alone = parent.steps().len() > document.root.steps().len()
            && document.node.at(&parent).is_some_and(|node| children(node) == 1);
        // A list that is left empty says what a missing one says; an item that is left empty is still an item.
        let is_in_item = matches!(parent.steps().last(), Some(Step::Index(_)));
        if !is_alone || (is_in_item && !is_item) {
            return path;
        }
        path = parent;
    }
}

fn children(node: &Node) -> usize {
    match &node.value {
        Value::Mapping(mapping) => mapping.len(),
        Value::Sequence(items) => items.len(),
        _ => 0,
    }
}

fn refused(text: &str, path: &FieldPath, reason: CannotEdit) -> Diagnostics {
    let at = match reason {
        CannotEdit::Unreadable => document::fault(text),
        _ => place(text, path).map(|bytes| bytes.start),
    };
    let line = at.and_then(|at| text.get(..at)).map(|before| before.matches('\n').count() + 1);
    let place = line.map_or_else(String::new, |line| format!(" (line {line})"));
    let message = format!("`{path}` cannot be changed in place: {reason}{place}");
    Diagnostic::error(code::NOT_EDITABLE, message).path(path.to_string()).help("change it in the text").into()
}
