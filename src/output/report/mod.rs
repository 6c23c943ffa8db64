//! The report of post-rendering: what was expanded, changed and left alone, with the findings.
//!
//! Helm 4 drops whatever a post-renderer says on stderr, so the findings are here as well.

mod found;

use std::fmt::Write;

use serde::Serialize;

use super::json::{self, Finding};
use super::{concise, one_line};
use crate::diagnostic::Report;
use crate::documents::{Identity, Origin};
use crate::passes::Effect;
use crate::pipeline::{Changed, Expansion, PostRendered};
use crate::source::Sources;
use crate::yaml::edit::{CannotEdit, Edit};

/// Returns the report as text; without a result there are only findings.
#[must_use]
pub fn text(sources: &Sources, done: &Report<PostRendered>) -> String {
    let mut out = concise::lines(sources, &done.diagnostics);
    match &done.value {
        None => out.push_str("failed: nothing was printed\n"),
        Some(done) => {
            found::push(&mut out, sources, &done.found);
            if done.expanded.is_empty() && done.objects.is_empty() {
                out.push_str("nothing was changed\n");
            }
            done.expanded.iter().for_each(|expansion| push_expansion(&mut out, expansion));
            done.objects.iter().for_each(|object| push_object(&mut out, object));
        }
    }
    out
}

fn push_expansion(out: &mut String, expansion: &Expansion) {
    let objects: Vec<String> = expansion.objects.iter().map(|(kind, name)| format!("{kind}/{name}")).collect();
    let _ = writeln!(
        out,
        "expanded {}: {} objects: {}",
        label(&expansion.identity, &expansion.origin),
        objects.len(),
        objects.join(", ")
    );
    if let Some(reason) = expansion.anew {
        let _ = writeln!(out, "written anew the list: {reason}; comments inside it are lost");
    }
}

fn push_object(out: &mut String, object: &Changed) {
    let label = label(&object.identity, &object.origin);
    for change in &object.changes {
        let why = change.why.as_deref().map(|why| format!(": {}", one_line(why)));
        let _ = writeln!(
            out,
            "changed {label}: {}: {} -> {}{} ({}; {})",
            one_line(&change.path),
            shown(change.before.as_deref()),
            shown(change.after.as_deref()),
            why.unwrap_or_default(),
            change.pass,
            cost(change.effect)
        );
    }
    for added in &object.added {
        let new = one_line(&added.identity.to_string());
        let _ = writeln!(out, "added {new} beside {label} ({}; {})", added.pass, cost(added.effect));
    }
    if let Some(reason) = object.anew {
        let _ = writeln!(out, "written anew {label}: {reason}; comments inside it are lost");
    }
    for left in &object.left {
        let _ = writeln!(out, "left alone {label}: {} ({})", one_line(&left.why), left.pass);
    }
}

fn label(identity: &Identity, origin: &Origin) -> String {
    label_of(identity, origin.template())
}

fn label_of(identity: &Identity, template: Option<&str>) -> String {
    let identity = one_line(&identity.to_string());
    template.map_or_else(|| identity.clone(), |template| format!("{identity} ({})", one_line(template)))
}

/// Returns what a change costs, in words.
pub(super) fn cost(effect: Effect) -> &'static str {
    match effect {
        Effect::None => "nothing restarts",
        Effect::RollingRestart => "its Pods restart one after another",
        Effect::FullRestart => "all members of its group must restart together",
        Effect::DataAtRisk => "its Pods may not find their data again",
        Effect::Immutable => "refused on an object that is there already",
    }
}

fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::None => "none",
        Effect::RollingRestart => "rolling-restart",
        Effect::FullRestart => "full-restart",
        Effect::DataAtRisk => "data-at-risk",
        Effect::Immutable => "immutable",
    }
}

/// Returns why comments are lost, as the end of a sentence.
pub(super) fn anew(reason: CannotEdit) -> String {
    format!("; the document is written anew, without the comments inside it: {reason}")
}

/// Returns a value for a person.
pub(super) fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "nothing".to_owned(), one_line)
}

/// Returns the report as one JSON object.
#[must_use]
pub fn json(sources: &Sources, done: &Report<PostRendered>) -> String {
    let result = done.value.as_ref();
    let report = Entries {
        ok: result.is_some(),
        findings: json::findings(sources, &done.diagnostics),
        found: result.iter().flat_map(|done| found::entries(sources, &done.found)).collect(),
        unsure: result.iter().flat_map(|done| found::unsure_entries(sources, &done.found)).collect(),
        expanded: result.iter().flat_map(|done| &done.expanded).map(expanded).collect(),
        added: result.iter().flat_map(|done| &done.objects).flat_map(added).collect(),
        changed: result.iter().flat_map(|done| &done.objects).flat_map(changes).collect(),
        left_alone: result.iter().flat_map(|done| &done.objects).flat_map(left).collect(),
        edits: result.iter().flat_map(|done| &done.edits).map(edit).collect(),
    };
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entries<'a> {
    ok: bool,
    findings: Vec<Finding<'a>>,
    found: Vec<found::FoundEntry>,
    unsure: Vec<found::FoundEntry>,
    expanded: Vec<ExpandedEntry>,
    added: Vec<AddedEntry>,
    changed: Vec<ChangedEntry<'a>>,
    left_alone: Vec<LeftEntry>,
    edits: Vec<ByteEdit>,
}

#[derive(Serialize)]
struct ObjectEntry {
    #[serde(rename = "apiVersion")]
    api_version: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
}

#[derive(Serialize)]
struct ExpandedEntry {
    object: ObjectEntry,
    objects: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChangedEntry<'a> {
    pass: &'static str,
    object: ObjectEntry,
    path: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    effect: &'static str,
    written_anew: bool,
}

/// A new object and the one that it stands beside.
#[derive(Serialize)]
struct AddedEntry {
    pass: &'static str,
    object: ObjectEntry,
    beside: ObjectEntry,
    effect: &'static str,
}

#[derive(Serialize)]
struct LeftEntry {
    pass: &'static str,
    object: ObjectEntry,
    why: String,
}

/// What was replaced in the stream: bytes of it, counted from 0, the end excluded.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ByteEdit {
    start: usize,
    end: usize,
    inserted_bytes: usize,
}

fn edit((range, new): &Edit) -> ByteEdit {
    ByteEdit { start: range.start, end: range.end, inserted_bytes: new.len() }
}

fn entry(identity: &Identity, origin: &Origin) -> ObjectEntry {
    entry_of(identity, origin.template())
}

fn entry_of(identity: &Identity, template: Option<&str>) -> ObjectEntry {
    ObjectEntry {
        api_version: identity.api_version.clone(),
        kind: identity.kind.clone(),
        namespace: identity.namespace.clone(),
        name: identity.name.clone(),
        template: template.map(str::to_owned),
    }
}

fn expanded(expansion: &Expansion) -> ExpandedEntry {
    let objects = expansion.objects.iter().map(|(kind, name)| format!("{kind}/{name}")).collect();
    ExpandedEntry { object: entry(&expansion.identity, &expansion.origin), objects }
}

fn changes(object: &Changed) -> impl Iterator<Item = ChangedEntry<'_>> {
    object.changes.iter().map(|change| ChangedEntry {
        pass: change.pass,
        object: entry(&object.identity, &object.origin),
        path: &change.path,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        why: change.why.as_deref(),
        effect: word(change.effect),
        written_anew: object.anew.is_some(),
    })
}

fn added(object: &Changed) -> impl Iterator<Item = AddedEntry> {
    object.added.iter().map(|added| AddedEntry {
        pass: added.pass,
        object: entry_of(&added.identity, object.origin.template()),
        beside: entry(&object.identity, &object.origin),
        effect: word(added.effect),
    })
}

fn left(object: &Changed) -> impl Iterator<Item = LeftEntry> {
    object.left.iter().map(|left| LeftEntry {
        pass: left.pass,
        object: entry(&object.identity, &object.origin),
        why: left.why.clone(),
    })
}
