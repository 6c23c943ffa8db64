//! The objects in a document: itself, or the items of a list.

use std::fmt;

use crate::yaml::{FieldPath, Node};

/// What the API server knows an object by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// Its `apiVersion`.
    pub api_version: String,
    /// Its `kind`.
    pub kind: String,
    /// Its Kubernetes namespace, where it names one.
    pub namespace: Option<String>,
    /// Its name; empty where the API server makes one.
    pub name: String,
}

/// One object of a document.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    /// What it is.
    pub identity: Identity,
    /// Where it stands in its document: the root, or an item of a list.
    pub path: FieldPath,
    /// Its tree.
    pub node: &'a Node,
}

/// Returns the objects of a document, in order; nothing for a document that holds none.
///
/// Whatever has a list under `items` is a list of objects, whatever its kind: so does Kubernetes read it.
#[must_use]
pub fn objects(document: &Node) -> Vec<Object<'_>> {
    let mut found = Vec::new();
    let mut open = vec![(document, FieldPath::root())];
    while let Some((node, path)) = open.pop() {
        match node.get("items").and_then(Node::as_sequence) {
            Some(items) => {
                let items = items.iter().enumerate().rev();
                open.extend(items.map(|(index, item)| (item, path.clone().key("items").index(index))));
            }
            None if node.as_mapping().is_some() => {
                found.push(Object { identity: Identity::of(node), path, node });
            }
            None => {}
        }
    }
    found
}

impl Identity {
    /// Returns what an object says it is.
    #[must_use]
    pub fn of(object: &Node) -> Self {
        let metadata = object.get("metadata");
        let text = |node: Option<&Node>| node.and_then(Node::as_str).map(str::to_owned);
        Self {
            api_version: text(object.get("apiVersion")).unwrap_or_default(),
            kind: text(object.get("kind")).unwrap_or_default(),
            namespace: text(metadata.and_then(|metadata| metadata.get("namespace"))),
            name: text(metadata.and_then(|metadata| metadata.get("name"))).unwrap_or_default(),
        }
    }

    /// Returns true for an object of this kind in one of the built-in groups, whatever its version.
    #[must_use]
    pub fn is_kind(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group() == group
    }

    /// Returns the API group; empty for the core group.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.kind.is_empty() { "object without a kind" } else { &self.kind };
        match &self.namespace {
            Some(namespace) => write!(f, "{kind} {namespace}/{}", self.name),
            None if self.name.is_empty() => f.write_str(kind),
            None => write!(f, "{kind} {}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> Vec<String> {
        let node: Node = serde_json::from_str(json).unwrap();
        objects(&node).iter().map(|object| format!("{}@{}", object.identity, object.path)).collect()
    }

    #[test]
    fn lists_give_their_items_at_any_depth() {
        for (json, want) in [
            ("null", &[][..]),
            (r#""text""#, &[]),
            (r#"{"kind": "Service", "metadata": {"name": "a", "namespace": "n"}}"#, &["Service n/a@"]),
            (r#"{"kind": "List", "items": []}"#, &[]),
            (r#"{"items": [{"kind": "A"}, 1, {"items": [{"kind": "B"}]}]}"#, &["A@items[0]", "B@items[2].items[0]"]),
            (r#"{"metadata": 1}"#, &["object without a kind@"]),
        ] {
            assert_eq!(names(json), want, "{json}");
        }
    }
}
