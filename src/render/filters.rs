//! What templates write subtrees with.
//!
//! Each filter begins with a line break and ends without one, so that a subtree that is empty leaves no empty line.

use minijinja::{Error, ErrorKind, Value};

use super::subtree::Subtree;
use crate::yaml::{self, Node};

/// Writes `key: value` at this indentation, or nothing for an empty value.
pub(super) fn block(value: &Value, key: &str, indent: usize) -> Result<Value, Error> {
    let node = node(value)?;
    let empty = match &node.value {
        yaml::Value::Null => true,
        yaml::Value::String(text) => text.is_empty(),
        yaml::Value::Sequence(items) => items.is_empty(),
        yaml::Value::Mapping(mapping) => mapping.is_empty(),
        _ => false,
    };
    Ok(if empty { nothing() } else { entry(key, &node, indent) })
}

/// Writes `key: value` at this indentation, or nothing for null: an empty value is written.
pub(super) fn present(value: &Value, key: &str, indent: usize) -> Result<Value, Error> {
    let node = node(value)?;
    Ok(if node.value == yaml::Value::Null { nothing() } else { entry(key, &node, indent) })
}

/// Writes the items of a list at this indentation, without a key.
pub(super) fn items(value: &Value, indent: usize) -> Result<Value, Error> {
    let node = node(value)?;
    Ok(match node.as_sequence() {
        None | Some([]) => nothing(),
        Some(_) => lines(&yaml::write::block(&node, indent)),
    })
}

/// Writes `key: |` with the text below it, or the text in quotes where a block would not be read back unchanged.
pub(super) fn literal(text: &str, key: &str, indent: usize) -> Value {
    let margin = " ".repeat(indent);
    let text = yaml::write::literal(text, indent + 2);
    Value::from_safe_string(format!("\n{margin}{}: {}", yaml::write::scalar(key), text.trim_end_matches('\n')))
}

fn entry(key: &str, node: &Node, indent: usize) -> Value {
    let mut mapping = yaml::Mapping::new();
    mapping.insert(yaml::Entry { key: key.to_owned(), key_location: None, value: node.clone() });
    lines(&yaml::write::block(&Node::generated(mapping), indent))
}

fn lines(text: &str) -> Value {
    Value::from_safe_string(format!("\n{}", text.trim_end_matches('\n')))
}

fn nothing() -> Value {
    Value::from_safe_string(String::new())
}

fn node(value: &Value) -> Result<Node, Error> {
    if let Some(subtree) = value.downcast_object_ref::<Subtree>() {
        return Ok(subtree.0.clone());
    }
    Err(Error::new(ErrorKind::InvalidOperation, format!("a {} is no subtree", value.kind())))
}
