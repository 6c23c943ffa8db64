//! The way through a node along its type.

use crate::yaml::{Entry, Node, Value};

use super::finding::{Findings, Wanted};
use super::place::Place;
use super::scalar;
use super::types::{self, Field};

/// Notes what in a node is not of its shape. Null is the zero value everywhere.
pub(super) fn walk(node: &Node, shape: &str, place: &Place<'_>, findings: &Findings) {
    if node.value == Value::Null {
    } else if let Some(item) = shape.strip_prefix("[]") {
        items(node, item, place, findings);
    } else if let Some(value) = shape.strip_prefix("{}") {
        entries(node, place, findings, |entry, place| walk(&entry.value, value, place, findings));
    } else if let Some(wanted) = Wanted::named(shape) {
        if !scalar::takes(wanted, &node.value) {
            findings.wrong_type(node, place, wanted);
        }
    } else if let Some(known) = types::fields(shape) {
        entries(node, place, findings, |entry, inner| match of(known, &entry.key) {
            Some(shape) => walk(&entry.value, shape, inner, findings),
            None => findings.unknown_field(entry, place, known),
        });
    }
}

fn of(known: &[Field], key: &str) -> Option<&'static str> {
    known.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape)
}

fn items(node: &Node, shape: &str, place: &Place<'_>, findings: &Findings) {
    let Some(items) = node.as_sequence() else { return findings.wrong_type(node, place, Wanted::List) };
    for (index, item) in items.iter().enumerate() {
        if !findings.admits_item(node, place) {
            return;
        }
        walk(item, shape, &Place::Item(place, index), findings);
    }
}

fn entries(node: &Node, place: &Place<'_>, findings: &Findings, call: impl Fn(&Entry, &Place<'_>)) {
    let Some(mapping) = node.as_mapping() else { return findings.wrong_type(node, place, Wanted::Mapping) };
    for entry in mapping {
        call(entry, &Place::Field(place, &entry.key));
    }
}
