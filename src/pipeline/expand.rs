//! `expand`: a `RocketMQCluster` document becomes the objects of the cluster.

use std::collections::BTreeSet;

use crate::cluster::{RequestedRelease, checks};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code, nearest};
use crate::documents::{self, Document, Identity, Object, Origin};
use crate::render::{MARK, Rendered, SOURCE};
use crate::source::Sources;
use crate::values::{self, Input};

/// The kind of the document by which a chart says that it needs the post-renderer: its name is the message.
pub const SENTINEL: &str = "InstallWithRmqPostRenderer";
/// Helm runs an object with this annotation on `helm test` only.
const HOOK: &str = "helm.sh/hook";
/// What makes a test of the smoke test, as in our chart: its Job is gone when it has succeeded, or when the next begins.
const TEST: [(&str, &str); 2] = [(HOOK, "test"), ("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded")];

/// What a document of our own API group is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// A cluster.
    Cluster,
    /// The document that is there to be taken out.
    Sentinel,
}

/// Returns what an object is to us; nothing for the objects of others.
///
/// # Diagnostics
///
/// `WRONG_KIND` for another kind or version of our own group, which no API server knows either.
pub(super) fn own(object: &Object<'_>) -> Result<Option<Own>, Diagnostics> {
    let Identity { api_version, kind, .. } = &object.identity;
    if object.identity.group() != group() {
        return Ok(None);
    }
    match (api_version.as_str(), kind.as_str()) {
        (values::API_VERSION, values::KIND) => Ok(Some(Own::Cluster)),
        (values::API_VERSION, SENTINEL) => Ok(Some(Own::Sentinel)),
        _ => Err(stranger(object).into()),
    }
}

fn group() -> &'static str {
    values::API_VERSION.split('/').next().unwrap_or_default()
}

fn stranger(object: &Object<'_>) -> Diagnostic {
    let Identity { api_version, kind, .. } = &object.identity;
    if kind.is_empty() {
        let message = format!("an object of `{}` has no `kind`", api_version.escape_debug());
        let location = object.node.get("apiVersion").and_then(|node| node.location);
        let error = Diagnostic::error(code::WRONG_KIND, message).at(location).path("kind");
        return error.help(format!("write `kind: {}`; the document may have been cut off", values::KIND));
    }
    let is_kind = [values::KIND, SENTINEL].contains(&kind.as_str());
    let field = if is_kind { "apiVersion" } else { "kind" };
    let help = match nearest(kind, [values::KIND]) {
        Some(near) if !is_kind => format!("did you mean `{near}`?"),
        _ => format!("write `apiVersion: {}` and `kind: {}`", values::API_VERSION, values::KIND),
    };
    let message = format!("`rmq` knows no `{}` of `{}`", kind.escape_debug(), api_version.escape_debug());
    let location = object.node.get(field).and_then(|node| node.location);
    Diagnostic::error(code::WRONG_KIND, message).at(location).path(field).help(help)
}

/// What a cluster becomes.
#[derive(Default)]
pub(super) struct Made {
    pub(super) objects: Vec<Rendered>,
    /// The node ports of its Services, each with the field that sets it.
    pub(super) node_ports: Vec<(u16, String)>,
}

/// Renders the cluster of a document; `test_hook` adds the smoke test as a hook of Helm.
pub(super) fn expand(sources: &Sources, input: Input, release: &RequestedRelease, test_hook: bool) -> Report<Made> {
    let Report { value, mut diagnostics } = super::cluster(sources, &[input], release);
    let Some(mut cluster) = value else { return Report { value: None, diagnostics } };
    let mut take = |report: Report<super::Manifests>| {
        diagnostics.extend(report.diagnostics);
        report.value.map(|manifests| manifests.objects)
    };
    let mut rendered = take(super::manifests(&cluster, &[]));
    if test_hook {
        cluster.annotations.extend(TEST.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let hook = take(super::manifests(&cluster, &["smoke-test".to_owned()]));
        rendered = rendered.zip(hook).map(|(rendered, hook)| [rendered, hook].concat());
    }
    diagnostics.sort();
    let node_ports = checks::node_ports(&cluster);
    Report { value: rendered.map(|objects| Made { objects, node_ports }), diagnostics }
}

/// Returns the objects as documents that Helm takes for those of the template.
pub(super) fn text(document: &Document<'_>, origin: &Origin, objects: &[Rendered]) -> String {
    let text: String = objects
        .iter()
        .flat_map(|object| match origin {
            Origin { source: Some(source), .. } => [SOURCE, source, "\n", &object.text],
            // Helm 4 writes the comment itself.
            Origin { filename: Some(_), .. } => ["---\n", "", "", &object.text],
            _ => [MARK, object.template, "\n", &object.text],
        })
        .collect();
    let is_crlf = document.content().split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    if is_crlf { text.replace('\n', "\r\n") } else { text }
}

/// Returns true for an object that `helm test` runs.
fn is_test_hook(object: &Object<'_>) -> bool {
    let annotations = object.node.get("metadata").and_then(|metadata| metadata.get("annotations"));
    let hooks = annotations.and_then(|annotations| annotations.get(HOOK)).and_then(|hook| hook.as_str());
    hooks.is_some_and(|hooks| hooks.split(',').any(|hook| hook.trim() == "test"))
}

/// Returns what the report tells of rendered objects.
pub(super) fn names(rendered: &[Rendered]) -> Vec<(&'static str, String)> {
    rendered.iter().map(|object| (object.kind, object.name.clone())).collect()
}

/// Returns the charts that bring a test of their own.
pub(super) fn charts_with_test_hooks(documents: &[Document<'_>]) -> BTreeSet<String> {
    let text = |document: &Document<'_>| document.content().contains("helm.sh/hook");
    let mut charts = BTreeSet::new();
    for document in documents.iter().filter(|document| text(document)) {
        let Ok(node) = document.read() else { continue };
        if documents::objects(&node).iter().any(is_test_hook) {
            charts.extend(Origin::of(document, &node).chart().map(str::to_owned));
        }
    }
    charts
}
