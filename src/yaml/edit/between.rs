//! The changes that turn one tree into another.

use super::Change;
use crate::yaml::{FieldPath, Node, Value};

/// Returns changes that make `before` the same as `after`, as small as they can be without moving items of lists.
#[must_use]
pub fn between(before: &Node, after: &Node) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(before, after, &FieldPath::root(), &mut changes);
    changes
}

fn compare(before: &Node, after: &Node, path: &FieldPath, changes: &mut Vec<Change>) {
    match (&before.value, &after.value) {
        _ if before.is_same(after) => {}
        (Value::Mapping(old), Value::Mapping(new)) if !new.is_empty() => {
            for entry in old.iter().filter(|entry| new.get(&entry.key).is_none()) {
                changes.push(Change::Remove(path.clone().key(&entry.key)));
            }
            for entry in new {
                let path = path.clone().key(&entry.key);
                match old.get(&entry.key) {
                    Some(known) => compare(&known.value, &entry.value, &path, changes),
                    None => changes.push(Change::Set(path, entry.value.clone())),
                }
            }
        }
        (Value::Sequence(old), Value::Sequence(new)) if !old.is_empty() && old.len() <= new.len() => {
            for (index, item) in new.iter().enumerate() {
                let path = path.clone().index(index);
                match old.get(index) {
                    Some(known) => compare(known, item, &path, changes),
                    None => changes.push(Change::Set(path, item.clone())),
                }
            }
        }
        _ => changes.push(Change::Set(path.clone(), after.clone())),
    }
}
