//! The Corefile in a stream of manifests.

use std::fmt;

use super::places::Places;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::documents::{self, Document, Identity};
use crate::source::{SourceId, Span};
use crate::yaml::edit::{self, Change};
use crate::yaml::{FieldPath, Node, Value};

/// The key of a `ConfigMap` under which CoreDNS finds its Corefile.
const KEY: &str = "Corefile";
const NAMESPACE: &str = "kube-system";
const NAME: &str = "coredns";

/// A Corefile as it was given: alone, or in a `ConfigMap` of a stream.
#[derive(Clone, Debug)]
pub struct Live<'a> {
    /// The Corefile.
    pub corefile: String,
    /// Where its bytes stand in the text that was given.
    pub places: Places,
    given: &'a str,
    holder: Option<Holder<'a>>,
}

#[derive(Clone, Debug)]
struct Holder<'a> {
    document: Document<'a>,
    tree: Node,
    path: FieldPath,
}

/// Finds the Corefile in a text.
///
/// # Diagnostics
///
/// RMQ032 for a stream with none or with several, RMQ001 for one that cannot be read.
pub fn live(source: SourceId, given: &str) -> Result<Live<'_>, Diagnostics> {
    if !is_manifest(source, given) {
        return Ok(Live { corefile: given.to_owned(), places: Places::whole(source), given, holder: None });
    }
    let (mut holders, mut seen) = (Vec::new(), Vec::new());
    for document in documents::split(source, given)? {
        let tree = document.read()?;
        for object in documents::objects(&tree) {
            seen.push(described(&object.identity, object.node));
            let data = object.node.get("data").and_then(|data| data.get(KEY));
            let Some(text) = data.filter(|_| object.identity.is_kind("", "ConfigMap")) else { continue };
            let Some(corefile) = text.as_str() else { continue };
            let span = text.location.map_or(Span::new(0, 0), |location| location.span);
            let places = Places::string(source, given, span, corefile);
            let path = object.path.clone().key("data").key(KEY);
            let holder = Some(Holder { document, tree: tree.clone(), path });
            holders.push((object.identity, Live { corefile: corefile.to_owned(), places, given, holder }));
        }
    }
    chosen(holders, &seen)
}

/// A text is a manifest when its first document reads as an object, or has the keys of one at the start of lines.
fn is_manifest(source: SourceId, given: &str) -> bool {
    let keys = ["apiVersion:", "kind:", "\"apiVersion\"", "\"kind\"", "items:"];
    if !given.lines().any(|line| keys.iter().any(|key| line.trim_start().starts_with(key)) || line.starts_with('{')) {
        return false;
    }
    let documents = documents::split(source, given).unwrap_or_default();
    let is_object =
        |node: &Node| node.get("kind").is_some() || node.get("apiVersion").is_some() || node.get("items").is_some();
    // A manifest that cannot be read must not be taken for a Corefile.
    let starts_so = || given.lines().any(|line| line.starts_with("apiVersion:") || line.starts_with("kind:"));
    documents.iter().any(|document| document.read().is_ok_and(|node| is_object(&node))) || starts_so()
}

fn chosen<'a>(mut holders: Vec<(Identity, Live<'a>)>, seen: &[String]) -> Result<Live<'a>, Diagnostics> {
    if holders.len() > 1 {
        let is_usual = |identity: &Identity| identity.name == NAME && identity.namespace.as_deref() == Some(NAMESPACE);
        if holders.iter().filter(|(identity, _)| is_usual(identity)).count() == 1 {
            holders.retain(|(identity, _)| is_usual(identity));
        }
    }
    let names: Vec<String> = holders.iter().map(|(identity, _)| identity.to_string()).collect();
    match (holders.pop(), names.as_slice()) {
        (Some((_, live)), [_]) => Ok(live),
        (None, _) => {
            let message = format!("there is no ConfigMap with the key `{KEY}`; found: {}", list(seen));
            let help = "give what `kubectl -n kube-system get configmap coredns -o yaml` prints, or a Corefile";
            Err(Diagnostic::error(code::NO_COREFILE, message).help(help).into())
        }
        _ => {
            let message = format!("there are {} Corefiles: {}", names.len(), list(&names));
            Err(Diagnostic::error(code::NO_COREFILE, message).help("give the one that Pods ask").into())
        }
    }
}

/// Returns what an object is; of a `ConfigMap` also its keys.
fn described(identity: &Identity, node: &Node) -> String {
    let data = node.get("data").and_then(Node::as_mapping).filter(|_| identity.kind == "ConfigMap");
    let keys: Vec<&str> =
        data.into_iter().flat_map(|data| data.iter()).map(|entry| entry.key.as_str()).take(5).collect();
    if keys.is_empty() { identity.to_string() } else { format!("{identity} with {}", keys.join(", ")) }
}

fn list(all: &[String]) -> String {
    const MOST: usize = 5;
    let shown = all.get(..MOST.min(all.len())).unwrap_or_default().join("; ");
    match all.len() {
        0 => "nothing".to_owned(),
        count if count > MOST => format!("{shown}; and {} more", count - MOST),
        _ => shown,
    }
}

impl Live<'_> {
    /// Returns true when the Corefile stands in quotes, its lines on one.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.places.is_quoted()
    }

    /// Returns the given text with another Corefile in it.
    ///
    /// # Diagnostics
    ///
    /// RMQ032 when it cannot be changed where it stands.
    pub fn with(&self, corefile: &str) -> Result<String, Diagnostics> {
        if corefile == self.corefile {
            return Ok(self.given.to_owned());
        }
        let Some(Holder { document, tree, path }) = &self.holder else { return Ok(corefile.to_owned()) };
        let change = Change::Set(path.clone(), Node::generated(Value::from(corefile)));
        let written = documents::rewrite(document, tree, &[change]).map_err(|why| unwritten(document, &why))?;
        if let Some(why) = written.anew {
            return Err(unwritten(document, &why));
        }
        Ok(edit::apply(self.given, &written.into_edits()))
    }
}

/// Nothing but the Corefile may change, so a document is not written anew for it.
fn unwritten(document: &Document<'_>, why: &dyn fmt::Display) -> Diagnostics {
    let message = format!("the Corefile cannot be changed where it stands: {why}");
    let help = "give the Corefile alone: kubectl -n kube-system get configmap coredns -o jsonpath='{.data.Corefile}'";
    Diagnostic::error(code::NO_COREFILE, message).at(document.location()).help(help).into()
}
