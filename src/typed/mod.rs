//! Kubernetes objects read through their published types: unknown fields and values of a wrong type.
//!
//! An object is decoded as the API server decodes it, and the decoded object is dropped at once. What stays are the
//! findings, each with its field path and its place in the text.
//!
//! **Invariant:** this module checks names and types of fields and nothing else. Required fields, the syntax of
//! quantities and the ranges of ports are rules; nothing is ever written back from a decoded object.

mod deserializer;
mod finding;
mod fragment;
mod kinds;
mod place;
mod scalar;
#[cfg(test)]
mod tests;

pub use fragment::Fragment;

use crate::diagnostic::Diagnostics;
use crate::yaml::Node;

use deserializer::Decoder;
use finding::Findings;
use kinds::Decode;
use place::Place;

/// Checks an object against the type of its `apiVersion` and `kind`.
///
/// An object of a kind that this module does not know (a custom resource) gives no finding. Of a `List`, as
/// `kubectl get -o yaml` prints it, every item is checked.
///
/// # Diagnostics
///
/// `unknown-field` and `wrong-field-type`, all of an object at once; `unchecked-object` for more than 10,000 list items.
#[must_use]
pub fn check(object: &Node) -> Diagnostics {
    let root = Place::Root("");
    if identity(object) != Some(("v1", "List")) {
        return check_object(object, &root);
    }
    let (items, place) = (object.get("items").and_then(Node::as_sequence), Place::Field(&root, "items"));
    let mut findings = Diagnostics::new();
    for (index, item) in items.unwrap_or_default().iter().enumerate() {
        findings.extend(check_object(item, &Place::Item(&place, index)));
    }
    findings
}

/// Checks a part of an object that stands alone, as the values of `rmq` hold it; `path` is where it stands.
///
/// # Diagnostics
///
/// Those of [`check`].
#[must_use]
pub fn check_fragment(node: &Node, fragment: Fragment, path: &str) -> Diagnostics {
    decode(node, &Place::Root(path), format!("`{path}`"), fragment.decode())
}

/// Returns true when objects of this kind are checked.
#[must_use]
pub fn knows(api_version: &str, kind: &str) -> bool {
    kinds::find(api_version, kind).is_some()
}

fn check_object(object: &Node, place: &Place<'_>) -> Diagnostics {
    let Some((api_version, kind)) = identity(object) else { return Diagnostics::new() };
    let Some(with) = kinds::find(api_version, kind) else { return Diagnostics::new() };
    decode(object, place, subject(object, kind), with)
}

fn identity(object: &Node) -> Option<(&str, &str)> {
    Some((object.get("apiVersion")?.as_str()?, object.get("kind")?.as_str()?))
}

fn subject(object: &Node, kind: &str) -> String {
    let name = object.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Node::as_str);
    name.map_or_else(|| kind.to_owned(), |name| format!("{kind} `{name}`"))
}

fn decode(node: &Node, place: &Place<'_>, subject: String, with: Decode) -> Diagnostics {
    let findings = Findings::new(subject);
    if with(Decoder::new(node, place, &findings)).is_err() {
        findings.undecodable(node, place);
    }
    findings.into_diagnostics()
}
