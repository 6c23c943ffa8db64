//! The `results` of a `ResourceList`: what was found and done, in the list that goes back to kustomize or kpt.

use serde::Serialize;

use super::{one_line, report};
use crate::diagnostic::{Diagnostic, Report};
use crate::documents::{self, Identity, ResourceList};
use crate::pipeline::{Changed, Expansion, Piece, PostRendered};
use crate::source::{SourceId, Sources};
use crate::yaml::Node;

/// Returns the list that is printed; nothing when the stream is none, or nothing is to be said.
///
/// A failure leaves the items as they came: the orchestrator throws them away, and hands on the results alone.
#[must_use]
pub fn resource_list(sources: &Sources, stream: SourceId, done: &Report<PostRendered>) -> Option<String> {
    let text = sources.get(stream).map_or("", |source| &source.text);
    let list = documents::resource_list(stream, text)?;
    let writer = Writer { list: &list };
    let mut entries: Vec<Entry> = done.diagnostics.iter().map(|found| writer.finding(found)).collect();
    if let Some(done) = &done.value {
        entries.extend(done.expanded.iter().map(|expansion| writer.expansion(expansion)));
        entries.extend(done.objects.iter().flat_map(|object| writer.object(object)));
    }
    if entries.is_empty() {
        return None;
    }
    let results = serde_json::to_string(&entries).and_then(|json| serde_json::from_str::<Node>(&json)).ok()?;
    match &done.value {
        Some(done) => documents::with_results(&joined(text, &done.pieces), results),
        None => documents::with_results(text, results),
    }
}

fn joined(text: &str, pieces: &[Piece]) -> String {
    let piece = |piece| match piece {
        &Piece::Kept(span) => text.get(span.range()).unwrap_or_default(),
        Piece::New(text) => text,
    };
    pieces.iter().map(piece).collect()
}

/// One entry of `results`, in the words of the KRM Functions Specification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    message: String,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_ref: Option<ResourceRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<Field>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<File>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Tags>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceRef {
    api_version: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    name: String,
}

#[derive(Serialize)]
struct Field {
    path: String,
}

#[derive(Serialize)]
struct File {
    path: String,
    index: u64,
}

#[derive(Serialize)]
struct Tags {
    code: String,
    name: &'static str,
}

struct Writer<'a> {
    list: &'a ResourceList<'a>,
}

impl Writer<'_> {
    fn finding(&self, found: &Diagnostic) -> Entry {
        let help = found.help.iter().map(|help| format!("; {}", one_line(help)));
        let message = [one_line(&found.message)].into_iter().chain(help).collect();
        let entry = Entry {
            tags: Some(Tags { code: found.code.to_string(), name: found.code.name }),
            ..Entry::new(message, found.severity.word())
        };
        match self.object_at(found) {
            Some(node) => entry.about(&Identity::of(node), Some(node)).field(found.path.as_deref().map(full)),
            None => entry,
        }
    }

    /// Returns the item, or the `functionConfig`, that a finding points into.
    fn object_at(&self, found: &Diagnostic) -> Option<&Node> {
        let place = found.location?;
        let mut all = self.list.items().iter().chain(self.list.function_config());
        all.find(|node| {
            node.location.is_some_and(|at| {
                at.source == place.source && at.span.start <= place.span.start && place.span.end <= at.span.end
            })
        })
    }

    fn expansion(&self, expansion: &Expansion) -> Entry {
        let objects: Vec<String> = expansion.objects.iter().map(|(kind, name)| format!("{kind}/{name}")).collect();
        let anew = expansion.anew.map(report::anew).unwrap_or_default();
        let message = format!("expanded: {} objects: {}{anew}", objects.len(), objects.join(", "));
        Entry::new(message, "info").about(&expansion.identity, self.item(&expansion.identity))
    }

    fn object(&self, object: &Changed) -> Vec<Entry> {
        let about = |entry: Entry| entry.about(&object.identity, self.item(&object.identity));
        let anew = object.anew.map(report::anew).unwrap_or_default();
        let changes = object.changes.iter().map(|change| {
            let before = report::shown(change.before.as_deref());
            let after = report::shown(change.after.as_deref());
            let cost = report::cost(change.effect);
            let message = format!("changed by the pass {}: {before} -> {after}; {cost}{anew}", change.pass);
            about(Entry::new(message, "info")).field(Some(one_line(&change.path)))
        });
        let left = object.left.iter().map(|left| {
            let message = format!("left alone by the pass {}: {}", left.pass, one_line(&left.why));
            about(Entry::new(message, "info"))
        });
        changes.chain(left).collect()
    }

    fn item(&self, identity: &Identity) -> Option<&Node> {
        let mut all = self.list.items().iter().chain(self.list.function_config());
        all.find(|node| Identity::of(node) == *identity)
    }
}

/// Returns a field of the values as a field of the object that holds them.
fn full(path: &str) -> String {
    let is_field = |known: &&str| path.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let is_full = ["apiVersion", "kind", "metadata", "spec", "functionConfig"].iter().any(is_field);
    if is_full { one_line(path) } else { format!("spec.{}", one_line(path)) }
}

impl Entry {
    fn new(message: String, severity: &'static str) -> Self {
        Self { message, severity, resource_ref: None, field: None, file: None, tags: None }
    }

    fn about(mut self, identity: &Identity, item: Option<&Node>) -> Self {
        let Identity { api_version, kind, namespace, name } = identity.clone();
        let is_whole = [&api_version, &kind, &name].iter().all(|text| !text.is_empty());
        self.resource_ref = is_whole.then_some(ResourceRef { api_version, kind, namespace, name });
        let file = item.and_then(documents::file);
        self.file = file.map(|documents::File { path, index }| File { path, index });
        self
    }

    /// Sets the field; the specification allows one only beside a reference.
    fn field(mut self, path: Option<String>) -> Self {
        self.field = path.filter(|_| self.resource_ref.is_some()).map(|path| Field { path });
        self
    }
}
