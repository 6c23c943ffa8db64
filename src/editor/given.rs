//! What a values text gives, without defaults.

use super::document;
use crate::yaml::{Mapping, Node, Value};

/// Returns the values that a text gives, as they are written; nothing for a text that cannot be read.
#[must_use]
pub fn given(text: &str) -> Option<Node> {
    let document = document::read(text)?;
    match document.node.at(&document.root) {
        Some(node) if node.value != Value::Null => Some(node.clone()),
        _ => Some(Node::generated(Mapping::new())),
    }
}
