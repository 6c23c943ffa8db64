//! The user's own patches, applied to what the templates made.

use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, code, nearest};
use crate::patches::{Patch, Target};
use crate::render::{self, Component, Rendered};
use crate::source::{Sources, Span};
use crate::yaml::edit::{self, between};
use crate::yaml::{self, Duplicates, Node, Value, write};

/// Applies every patch of a cluster to its objects.
///
/// # Diagnostics
///
/// `PATCH_WITHOUT_TARGET`, those of [`Patch::apply`], and those of the types of Kubernetes about an object that changed.
pub(super) fn apply(cluster: &Cluster, objects: &mut [Rendered]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut trees: Vec<Option<Node>> = objects.iter().map(|_| None).collect();
    for patch in &cluster.patches {
        let mut was_used = false;
        for (object, tree) in objects.iter().zip(&mut trees).filter(|(object, _)| is_meant(object, &patch.target)) {
            was_used = true;
            let Some(before) = tree.take().or_else(|| read(&object.text)) else { continue };
            let report = patch.apply(&before, &format!("{}/{}", object.kind, object.name));
            found.extend(report.diagnostics);
            *tree = Some(report.value.unwrap_or(before));
        }
        if !was_used {
            found.extend(without_target(cluster, patch, objects));
        }
    }
    for (object, tree) in objects.iter_mut().zip(trees) {
        let Some(after) = tree else { continue };
        found.extend(check(&after));
        object.text = text(&object.text, &after);
    }
    found.sort();
    found
}

fn is_meant(object: &Rendered, target: &Target) -> bool {
    let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
    let is_component = target.component.as_ref().is_none_or(|word| object.component.is_meant_by(word));
    is(&target.kind, object.kind) && is(&target.name, &object.name) && is_component
}

/// Returns the tree of a rendered object, without places: they would be taken for places in the values.
fn read(text: &str) -> Option<Node> {
    let source = Sources::new().add("", "");
    let mut node = yaml::parse(source, text, Span::new(0, text.len()), Duplicates::Refuse).ok()?;
    forget_places(&mut node);
    Some(node)
}

fn forget_places(node: &mut Node) {
    node.location = None;
    match &mut node.value {
        Value::Mapping(mapping) => mapping.iter_mut().for_each(|entry| {
            entry.key_location = None;
            forget_places(&mut entry.value);
        }),
        Value::Sequence(items) => items.iter_mut().for_each(forget_places),
        _ => {}
    }
}

/// Returns the text with what changed, in place where that can be done.
fn text(text: &str, after: &Node) -> String {
    let Some(before) = read(text) else { return text.to_owned() };
    match edit::plan_all(text, &before, &between(&before, after), after) {
        Ok(edits) => edit::apply(text, &edits),
        Err(_) => write::document(after),
    }
}

fn check(object: &Node) -> Diagnostics {
    let with_help = |found: &Diagnostic| {
        let mut found = found.clone();
        found.help.get_or_insert_with(|| "write it as the Kubernetes API describes this field".to_owned());
        found
    };
    crate::typed::check(object).iter().map(with_help).collect()
}

/// The smoke test is rendered only when it is asked for, but a patch may always be for it.
fn without_target(cluster: &Cluster, patch: &Patch, objects: &[Rendered]) -> Diagnostics {
    let all = match render::render(cluster, &["smoke-test".to_owned()]) {
        Ok(all) => all,
        Err(error) => return error,
    };
    if all.iter().any(|object| is_meant(object, &patch.target)) {
        return Diagnostics::new();
    }
    let Target { kind, name, component } = &patch.target;
    let words = [("kind", kind), ("name", name), ("component", component)];
    let given: Vec<String> =
        words.iter().filter_map(|(key, word)| Some(format!("{key} `{}`", word.as_ref()?))).collect();
    let message = format!("no object of the cluster has {}", given.join(" and "));
    let field = format!("{}.target", patch.path);
    let help =
        did_you_mean(&patch.target, objects).unwrap_or_else(|| "list the objects with `rmq render -o name`".to_owned());
    Diagnostic::error(code::PATCH_WITHOUT_TARGET, message).at(patch.location).path(field).help(help).into()
}

/// Returns a known word for the first one that no object has.
fn did_you_mean(target: &Target, objects: &[Rendered]) -> Option<String> {
    let near = |word: &Option<String>, known: Vec<&str>| {
        let word = word.as_ref().filter(|word| !known.contains(&word.as_str()))?;
        nearest(word, known).map(|near| format!("did you mean `{near}`?"))
    };
    let kinds = objects.iter().map(|object| object.kind).collect();
    let names = objects.iter().map(|object| object.name.as_str()).collect();
    near(&target.kind, kinds)
        .or_else(|| near(&target.name, names))
        .or_else(|| near(&target.component, Component::WORDS.to_vec()))
}

/// Returns the images of the containers in an object, each with the name of its component.
pub(super) fn images(object: &Rendered) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<Node> = read(&object.text).into_iter().collect();
    while let Some(node) = open.pop() {
        for list in ["initContainers", "containers"] {
            let containers = node.get(list).and_then(Node::as_sequence).unwrap_or_default();
            let images = containers.iter().filter_map(|container| container.get("image").and_then(Node::as_str));
            found.extend(images.map(|image| (object.component.label().to_owned(), image.to_owned())));
        }
        open.extend(["spec", "template"].iter().filter_map(|key| node.get(key).cloned()));
    }
    found
}
