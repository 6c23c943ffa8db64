//! Kubernetes objects read through their published types: unknown fields and values of a wrong type.
//!
//! The types are those of k8s-openapi, as a table: tests/typed asks the types themselves and writes it. Compiled in, they
//! were a fifth of the module for browsers.
//!
//! **Invariant:** this module checks names and types of fields and nothing else, and of an object not its `status`.
//! Required fields, the syntax of quantities and the ranges of ports are rules.

mod finding;
mod fragment;
mod place;
mod scalar;
#[cfg(test)]
mod tests;
mod types;
mod walk;

pub use fragment::Fragment;

use crate::diagnostic::Diagnostics;
use crate::yaml::Node;

use finding::Findings;
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
    along(node, fragment.shape(), &Place::Root(path), format!("`{path}`"))
}

/// Returns true when objects of this kind are checked.
#[must_use]
pub fn knows(api_version: &str, kind: &str) -> bool {
    types::of_kind(api_version, kind).is_some()
}

fn check_object(object: &Node, place: &Place<'_>) -> Diagnostics {
    let Some((api_version, kind)) = identity(object) else { return Diagnostics::new() };
    let Some(shape) = types::of_kind(api_version, kind) else { return Diagnostics::new() };
    along(object, shape, place, subject(object, kind))
}

fn identity(object: &Node) -> Option<(&str, &str)> {
    Some((object.get("apiVersion")?.as_str()?, object.get("kind")?.as_str()?))
}

fn subject(object: &Node, kind: &str) -> String {
    let name = object.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Node::as_str);
    name.map_or_else(|| kind.to_owned(), |name| format!("{kind} `{name}`"))
}

fn along(node: &Node, shape: &str, place: &Place<'_>, subject: String) -> Diagnostics {
    let findings = Findings::new(subject);
    walk::walk(node, shape, place, &findings);
    findings.into_diagnostics()
}
