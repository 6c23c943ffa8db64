//! JSON merge patches, as RFC 7396 has them.

use crate::source::Location;
use crate::yaml::{Entry, Mapping, Node, Value};

/// Why a patch cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) location: Option<Location>,
    pub(super) why: String,
    pub(super) help: &'static str,
}

/// Returns the node with the patch: `null` takes a field away, and all but mappings takes the place of what was there.
pub(super) fn merged(old: Option<&Node>, patch: &Node) -> Node {
    let Value::Mapping(changes) = &patch.value else { return patch.clone() };
    let mut mapping = mapping(old);
    for change in changes {
        if change.value.value == Value::Null {
            mapping.remove(&change.key);
        } else {
            let old = mapping.get(&change.key).map(|entry| &entry.value);
            let value = merged(old, &change.value);
            put(&mut mapping, change, value);
        }
    }
    Node { value: mapping.into(), location: old.map_or(patch.location, |old| old.location) }
}

/// Returns the entries of a mapping; of anything else none, as it is replaced.
pub(super) fn mapping(old: Option<&Node>) -> Mapping {
    old.and_then(Node::as_mapping).cloned().unwrap_or_default()
}

/// Gives a field its new value; one that is new gets the place of the patch.
pub(super) fn put(mapping: &mut Mapping, change: &Entry, value: Node) {
    mapping.insert(Entry { key: change.key.clone(), key_location: change.key_location, value });
}
