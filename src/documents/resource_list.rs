//! A `ResourceList`: what kustomize and kpt hand to a function, and take back, as one document.
//!
//! The format is that of the KRM Functions Specification, version 1. As its orchestrators do, the version of the
//! `apiVersion` is not looked at.

use memchr::memmem;

use super::{Document, Identity, rewrite, split};
use crate::source::{SourceId, Sources};
use crate::yaml::edit::Change;
use crate::yaml::{FieldPath, Node, Value};

/// The API group of the format.
const GROUP: &str = "config.kubernetes.io";
const KIND: &str = "ResourceList";
/// By these, an object is the configuration of a tool and never applied: kustomize and kpt take it out of what they
/// print, but leave its file in its folder.
const LOCAL: [(&str, Option<&str>); 2] =
    [("config.kubernetes.io/local-config", Some("true")), ("config.kubernetes.io/function", None)];
/// The file that an item was read from, and its number in it, in the new spelling and in the old.
const PATHS: [&str; 2] = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"];
const INDEXES: [&str; 2] = ["internal.config.kubernetes.io/index", "config.kubernetes.io/index"];

/// In these domains stand the annotations by which orchestrators know an item again.
const BOOKKEEPING: [&str; 4] =
    ["internal.config.kubernetes.io", "config.kubernetes.io", "config.k8s.io", "kustomize.config.k8s.io"];

/// A stream that is one `ResourceList`.
#[derive(Clone, Debug)]
pub struct ResourceList<'a> {
    /// Its document.
    pub document: Document<'a>,
    /// Its tree.
    pub node: Node,
}

/// Where an item was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, as the orchestrator has it.
    pub path: String,
    /// The number of the document in the file.
    pub index: u64,
}

/// Returns the list that a stream consists of, empty documents aside; nothing for any other stream.
#[must_use]
pub fn resource_list(source: SourceId, stream: &str) -> Option<ResourceList<'_>> {
    memmem::find(stream.as_bytes(), KIND.as_bytes())?;
    resource_list_of(&split(source, stream).ok()?)
}

/// Returns the list that documents consist of, empty ones aside; nothing for any others.
#[must_use]
pub fn resource_list_of<'a>(documents: &[Document<'a>]) -> Option<ResourceList<'a>> {
    let word = memmem::Finder::new(KIND);
    if !documents.iter().any(|document| word.find(document.content().as_bytes()).is_some()) {
        return None;
    }
    let mut found = None;
    for document in documents {
        let node = document.read().ok()?;
        if node.value != Value::Null && found.replace(ResourceList { document: *document, node }).is_some() {
            return None;
        }
    }
    found.filter(|list| Identity::of(&list.node).is_kind(GROUP, KIND))
}

/// Returns the stream with these `results` in its list; nothing when it is no list, or cannot be changed.
#[must_use]
pub fn with_results(stream: &str, results: Node) -> Option<String> {
    let documents = split(Sources::new().add("", ""), stream).ok()?;
    let list = resource_list_of(&documents)?;
    let change = Change::Set(FieldPath::root().key("results"), results);
    let written = rewrite(&list.document, &list.node, &[change]).ok()?;
    let text = |document: &Document<'_>| {
        let is_list = document.index == list.document.index;
        if is_list { document.lead().to_owned() + &written.content() } else { document.whole().to_owned() }
    };
    Some(documents.iter().map(text).collect())
}

impl ResourceList<'_> {
    /// Returns the items.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        self.node.get("items").and_then(Node::as_sequence).unwrap_or_default()
    }

    /// Returns what the function is given to work by.
    #[must_use]
    pub fn function_config(&self) -> Option<&Node> {
        self.node.get("functionConfig").filter(|config| config.value != Value::Null)
    }

    /// Returns the place of an item.
    #[must_use]
    pub fn place(index: usize) -> FieldPath {
        FieldPath::root().key("items").index(index)
    }
}

/// Returns true for the configuration of a tool: it stays in the list, and nobody applies it.
#[must_use]
pub fn is_local(item: &Node) -> bool {
    let is_marked = |(name, want): &(&str, Option<&str>)| match annotation(item, name) {
        Some(found) => want.is_none_or(|want| want == found),
        None => false,
    };
    LOCAL.iter().any(is_marked)
}

/// Returns where an item was read from, as far as the orchestrator says.
#[must_use]
pub fn file(item: &Node) -> Option<File> {
    let first = |names: [&str; 2]| names.into_iter().find_map(|name| annotation(item, name));
    let path = first(PATHS)?.to_owned();
    Some(File { path, index: first(INDEXES).and_then(|index| index.parse().ok()).unwrap_or(0) })
}

/// Returns true for an annotation that belongs to the item of a list, whatever stands in it.
#[must_use]
pub fn is_bookkeeping(annotation: &str) -> bool {
    annotation.split_once('/').is_some_and(|(domain, _)| BOOKKEEPING.contains(&domain))
}

fn annotation<'a>(item: &'a Node, name: &str) -> Option<&'a str> {
    item.get("metadata")?.get("annotations")?.get(name)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_list(stream: &str) -> bool {
        let documents = split(Sources::new().add("", ""), stream).unwrap();
        resource_list_of(&documents).is_some()
    }

    #[test]
    fn a_stream_is_a_list_when_nothing_stands_beside_it() {
        let list = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n";
        for (stream, want) in [
            (list.to_owned(), true),
            (format!("---\n{list}---\n# nothing\n"), true),
            (list.replace("v1", "v1alpha1"), true),
            (r#"{"kind": "ResourceList", "apiVersion": "config.kubernetes.io/v1"}"#.to_owned(), true),
            (format!("{list}---\na: 1\n"), false),
            (format!("{list}---\n{list}"), false),
            (list.replace("config.kubernetes.io", "example.com"), false),
            ("kind: List\nname: ResourceList\n".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_list(&stream), want, "{stream}");
        }
    }

    #[test]
    fn results_are_put_into_the_list_alone() {
        let list = "kind: ResourceList # a\napiVersion: config.kubernetes.io/v1\nitems:\n  - a: 1   # b\n";
        let results = Node::generated(vec![Node::generated("done")]);
        let text = with_results(&format!("# c\n---\n{list}"), results.clone());
        assert_eq!(text, Some(format!("# c\n---\n{list}results:\n- done\n")));
        let old = format!("{list}results:\n- old\n- older\n");
        assert_eq!(with_results(&old, results.clone()), Some(format!("{list}results:\n- done\n")));
        assert_eq!(with_results("a: 1\n", results), None);
    }

    #[test]
    fn annotations_tell_what_an_item_is() {
        let item = |annotations: &str| -> Node {
            serde_json::from_str(&format!(r#"{{"metadata": {{"annotations": {{{annotations}}}}}}}"#)).unwrap()
        };
        for (annotations, want) in [
            ("", false),
            (r#""config.kubernetes.io/local-config": "true""#, true),
            (r#""config.kubernetes.io/local-config": "false""#, false),
            (r#""config.kubernetes.io/function": "exec: {}""#, true),
        ] {
            assert_eq!(is_local(&item(annotations)), want, "{annotations}");
        }
        let old = r#""config.kubernetes.io/path": "a/b.yaml", "config.kubernetes.io/index": "2""#;
        assert_eq!(file(&item(old)), Some(File { path: "a/b.yaml".to_owned(), index: 2 }));
        assert_eq!(file(&item("")), None);
        assert!(is_bookkeeping("config.k8s.io/id") && !is_bookkeeping("config.k8s.io.example/id"));
    }
}
