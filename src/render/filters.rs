//! What templates write subtrees with.
//!
//! Each filter begins with a line break and ends without one, so that a subtree that is empty leaves no empty line.

use minijinja::{Error, ErrorKind, Value};

use super::subtree::Subtree;
use crate::yaml::{self, Node};

/// Most subtrees are no longer, in bytes.
const USUAL_SIZE: usize = 512;

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
    Ok(if empty { nothing() } else { entry(key, node, indent) })
}

/// Writes `key: value` at this indentation, or nothing for null: an empty value is written.
pub(super) fn present(value: &Value, key: &str, indent: usize) -> Result<Value, Error> {
    let node = node(value)?;
    Ok(if node.value == yaml::Value::Null { nothing() } else { entry(key, node, indent) })
}

/// Writes the items of a list at this indentation, without a key.
pub(super) fn items(value: &Value, indent: usize) -> Result<Value, Error> {
    let node = node(value)?;
    Ok(match node.as_sequence() {
        None | Some([]) => nothing(),
        Some(_) => lines(|text| yaml::write::push_block(text, node, indent)),
    })
}

/// Writes `key: |` with the text below it, or the text in quotes where a block would not be read back unchanged.
pub(super) fn literal(text: &str, key: &str, indent: usize) -> Value {
    let (margin, key) = (" ".repeat(indent), yaml::write::scalar(key));
    Value::from_safe_string(format!("\n{margin}{key}: {}", yaml::write::literal(text, indent + 2)))
}

fn entry(key: &str, node: &Node, indent: usize) -> Value {
    lines(|text| yaml::write::push_block_entry(text, key, node, indent))
}

fn lines(write: impl FnOnce(&mut String)) -> Value {
    let mut text = String::with_capacity(USUAL_SIZE);
    text.push('\n');
    write(&mut text);
    Value::from_safe_string(text)
}

fn nothing() -> Value {
    Value::from_safe_string(String::new())
}

fn node(value: &Value) -> Result<&Node, Error> {
    match value.downcast_object_ref::<Subtree>() {
        Some(subtree) => Ok(&subtree.0),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("a {} is no subtree", value.kind()))),
    }
}
