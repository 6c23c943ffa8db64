//! Writes nodes as YAML that every reader reads back alike.
//!
//! The style is that of `kubectl`: two blanks per level, items of a list in the column of its key.

pub use super::quote::{literal, quoted, scalar};

use std::fmt::Write;

use super::number;
use super::quote::{literal_body, push_blanks, push_literal};
use super::{Mapping, Node, Value};

/// Longer keys are written behind a `?`, as 1,024 characters are the limit for others.
const KEY_LIMIT: usize = 1000;

/// Returns a whole document, ended by a line end.
#[must_use]
pub fn document(node: &Node) -> String {
    let mut out = block(node, 0);
    out.push('\n');
    out
}

/// Returns a value in block style: every line, the first included, begins with `indent` blanks; no final line end.
#[must_use]
pub fn block(node: &Node, indent: usize) -> String {
    let mut out = String::new();
    push_block(&mut out, node, indent);
    out
}

/// Writes what [`block`] returns.
pub fn push_block(out: &mut String, node: &Node, indent: usize) {
    push_blanks(out, indent);
    push_node(out, node, indent);
}

/// Writes one `key: value` in block style: every line begins with `indent` blanks; no final line end.
pub fn push_block_entry(out: &mut String, key: &str, value: &Node, indent: usize) {
    push_blanks(out, indent);
    push_entry(out, key, value, indent);
}

/// Returns a value in one line, in brackets and quotes: valid YAML and, but for keys beyond 1,000 characters, JSON.
#[must_use]
pub fn flow(node: &Node) -> String {
    let mut out = String::new();
    push_flow(&mut out, node);
    out
}

/// Writes a key with its value; lines behind the first get `indent` blanks or more.
pub(super) fn push_entry(out: &mut String, name: &str, value: &Node, indent: usize) {
    let key = scalar(name);
    if key.len() <= KEY_LIMIT {
        out.push_str(&key);
        out.push(':');
        return push_value(out, value, indent);
    }
    out.push_str("? ");
    out.push_str(&key);
    push_line(out, indent);
    out.push(':');
    // Behind a `?` key, a list in the same column would be a list of its own.
    let shift = if value.as_sequence().is_some() { 2 } else { 0 };
    push_value(out, value, indent + shift);
}

/// Writes a value behind `key:`, with the blank or line end between them.
pub(super) fn push_value(out: &mut String, value: &Node, indent: usize) {
    match &value.value {
        Value::Mapping(mapping) if !mapping.is_empty() => {
            push_line(out, indent + 2);
            push_mapping(out, mapping, indent + 2);
        }
        Value::Sequence(items) if !items.is_empty() => {
            push_line(out, indent);
            push_items(out, items, indent);
        }
        _ => {
            out.push(' ');
            push_node(out, value, indent + 2);
        }
    }
}

/// Writes a value whose first line is indented already; the others get `indent` blanks.
pub(super) fn push_node(out: &mut String, node: &Node, indent: usize) {
    match &node.value {
        Value::Mapping(mapping) if !mapping.is_empty() => push_mapping(out, mapping, indent),
        Value::Sequence(items) if !items.is_empty() => push_items(out, items, indent),
        Value::String(text) => push_text(out, text, indent),
        _ => push_flow(out, node),
    }
}

fn push_text(out: &mut String, text: &str, indent: usize) {
    let may_be_literal = indent > 0 && text.contains('\n');
    match may_be_literal.then(|| literal_body(text)).flatten() {
        Some(body) => push_literal(out, text, body, indent),
        None => out.push_str(&scalar(text)),
    }
}

fn push_mapping(out: &mut String, mapping: &Mapping, indent: usize) {
    for (number, entry) in mapping.iter().enumerate() {
        if number > 0 {
            push_line(out, indent);
        }
        push_entry(out, &entry.key, &entry.value, indent);
    }
}

fn push_items(out: &mut String, items: &[Node], indent: usize) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            push_line(out, indent);
        }
        out.push_str("- ");
        push_node(out, item, indent + 2);
    }
}

fn push_line(out: &mut String, indent: usize) {
    out.push('\n');
    push_blanks(out, indent);
}

fn push_flow(out: &mut String, node: &Node) {
    match &node.value {
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        // Writing to a string cannot fail.
        Value::Int(int) => drop(write!(out, "{int}")),
        Value::Uint(uint) => drop(write!(out, "{uint}")),
        Value::Float(float) if float.is_finite() => out.push_str(&number::print_json(*float)),
        Value::Null | Value::Float(_) => out.push_str("null"),
        Value::String(text) => out.push_str(&quoted(text)),
        Value::Sequence(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                push_flow(out, item);
            }
            out.push(']');
        }
        Value::Mapping(mapping) => push_flow_mapping(out, mapping),
    }
}

fn push_flow_mapping(out: &mut String, mapping: &Mapping) {
    out.push('{');
    for (number, entry) in mapping.iter().enumerate() {
        out.push_str(if number > 0 { ", " } else { "" });
        push_flow_key(out, &entry.key);
        push_flow(out, &entry.value);
    }
    out.push('}');
}

/// Writes the name and the colon of an entry in brackets.
pub(super) fn push_flow_key(out: &mut String, name: &str) {
    let key = quoted(name);
    out.push_str(if key.len() > KEY_LIMIT { "? " } else { "" });
    out.push_str(&key);
    out.push_str(": ");
}
