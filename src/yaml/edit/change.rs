//! What a change means for the values, wherever they are written.

use super::CannotEdit;
use crate::yaml::{Entry, FieldPath, Mapping, Node, Step, Value};

/// One change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Gives a place a value; missing mappings above it are made, and an index right behind a list appends to it.
    Set(FieldPath, Node),
    /// Puts an item before the one with the index that ends the path.
    Insert(FieldPath, Node),
    /// Takes a place away; one that is missing anyway is no error.
    Remove(FieldPath),
    /// Puts items in the place of the one with the index that ends the path.
    Replace(FieldPath, Vec<Node>),
    /// Puts items behind the one with the index that ends the path.
    Follow(FieldPath, Vec<Node>),
}

impl Change {
    /// Returns the place that changes.
    #[must_use]
    pub fn path(&self) -> &FieldPath {
        match self {
            Self::Set(path, _)
            | Self::Insert(path, _)
            | Self::Remove(path)
            | Self::Replace(path, _)
            | Self::Follow(path, _) => path,
        }
    }

    /// Returns the same change for an object that stands at `place` in its document.
    #[must_use]
    pub fn below(&self, place: &FieldPath) -> Self {
        let path = place.clone().join(self.path());
        match self {
            Self::Set(_, value) => Self::Set(path, value.clone()),
            Self::Insert(_, value) => Self::Insert(path, value.clone()),
            Self::Remove(_) => Self::Remove(path),
            Self::Replace(_, items) => Self::Replace(path, items.clone()),
            Self::Follow(_, items) => Self::Follow(path, items.clone()),
        }
    }

    /// Makes the change on a tree of values.
    ///
    /// # Errors
    ///
    /// `NoSuchPlace` when the path leads through a scalar or to no item of a list.
    pub fn apply(&self, node: &mut Node) -> Result<(), CannotEdit> {
        match self {
            Self::Set(path, value) => set(node, path.steps(), value),
            Self::Insert(path, value) => insert(node, path, value),
            Self::Remove(path) => {
                remove(node, path);
                Ok(())
            }
            Self::Replace(path, items) => splice(node, path, 1, items),
            Self::Follow(path, items) => splice(node, path, 0, items),
        }
    }
}

/// Returns true when the step can lead down from a collection that is there: not from null, which has to be replaced.
pub(super) fn is_container(node: &Node, step: &Step) -> bool {
    match (&node.value, step) {
        (Value::Mapping(_), Step::Key(_)) => true,
        (Value::Sequence(items), Step::Index(index)) => *index <= items.len(),
        _ => false,
    }
}

/// Returns the collection that holds nothing but a value one step below.
pub(super) fn wrap(step: Step, value: Node) -> Node {
    match step {
        Step::Key(key) => {
            let mut mapping = Mapping::new();
            mapping.insert(Entry { key, key_location: None, value });
            Node::generated(mapping)
        }
        Step::Index(_) => Node::generated(vec![value]),
    }
}

fn set(node: &mut Node, steps: &[Step], value: &Node) -> Result<(), CannotEdit> {
    let Some((step, rest)) = steps.split_first() else {
        *node = value.clone();
        return Ok(());
    };
    set(child(node, step)?, rest, value)
}

/// Returns the value one step down, made as null if it is missing.
fn child<'a>(node: &'a mut Node, step: &Step) -> Result<&'a mut Node, CannotEdit> {
    if node.value == Value::Null {
        node.value = match step {
            Step::Key(_) => Value::Mapping(Mapping::new()),
            Step::Index(_) => Value::Sequence(Vec::new()),
        };
    }
    match (&mut node.value, step) {
        (Value::Mapping(mapping), Step::Key(key)) => {
            if mapping.get(key).is_none() {
                let value = Node::generated(Value::Null);
                mapping.insert(Entry { key: key.clone(), key_location: None, value });
            }
            mapping.get_mut(key).map(|entry| &mut entry.value).ok_or(CannotEdit::NoSuchPlace)
        }
        (Value::Sequence(items), Step::Index(index)) => {
            if *index == items.len() {
                items.push(Node::generated(Value::Null));
            }
            items.get_mut(*index).ok_or(CannotEdit::NoSuchPlace)
        }
        _ => Err(CannotEdit::NoSuchPlace),
    }
}

fn insert(node: &mut Node, path: &FieldPath, value: &Node) -> Result<(), CannotEdit> {
    let mut parent = path.clone();
    let Some(Step::Index(index)) = parent.pop() else { return Err(CannotEdit::NoSuchPlace) };
    let items = node.at_mut(&parent).and_then(|parent| match &mut parent.value {
        Value::Sequence(items) if index <= items.len() => Some(items),
        _ => None,
    });
    items.ok_or(CannotEdit::NoSuchPlace)?.insert(index, value.clone());
    Ok(())
}

/// Puts items into a list, in place of the one at the path when `removed` is 1, else behind it.
fn splice(node: &mut Node, path: &FieldPath, removed: usize, items: &[Node]) -> Result<(), CannotEdit> {
    let mut parent = path.clone();
    let Some(Step::Index(index)) = parent.pop() else { return Err(CannotEdit::NoSuchPlace) };
    let list = node.at_mut(&parent).and_then(|parent| match &mut parent.value {
        Value::Sequence(list) if index < list.len() => Some(list),
        _ => None,
    });
    let start = index + 1 - removed;
    list.ok_or(CannotEdit::NoSuchPlace)?.splice(start..=index, items.iter().cloned());
    Ok(())
}

fn remove(node: &mut Node, path: &FieldPath) {
    let mut parent = path.clone();
    let step = parent.pop();
    let Some(parent) = node.at_mut(&parent) else { return };
    match (&mut parent.value, step) {
        (Value::Mapping(mapping), Some(Step::Key(key))) => drop(mapping.remove(&key)),
        (Value::Sequence(items), Some(Step::Index(index))) if index < items.len() => drop(items.remove(index)),
        (value, None) => *value = Value::Null,
        _ => {}
    }
}
