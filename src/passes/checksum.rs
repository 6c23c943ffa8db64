//! `checksum`: a changed config file restarts the Pods that mount it.

use std::collections::BTreeSet;

use super::subject::Subject;
use super::tree::{mapping, value};
use super::{Context, Extent, Pass, Steps};
use crate::cluster::recognise::volume::Volume;
use crate::cluster::recognise::{ConfigMap, Workload};
use crate::digest;
use crate::documents::{Identity, Object};
use crate::yaml::{Entry, FieldPath, Mapping, Node};

pub(super) const PASS: Pass = Pass {
    name: "checksum",
    about: "Restarts Pods when a ConfigMap that they mount changes",
    extent: Extent::Hardening,
    run,
};

/// The annotation that carries the hash.
const ANNOTATION: &str = "rmq.dev/mounted-config-checksum";
/// Annotations of a controller that restarts Pods by itself.
const RELOADER: &str = "reloader.stakater.com/";

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some(subject) = Subject::of(context, object) else { return };
    let workload = subject.workload;
    if workload.identity.kind == "Pod" {
        return;
    }
    let names = mounted(workload);
    let maps: Vec<&ConfigMap> = names.iter().filter_map(|name| context.found.config_map(workload, name)).collect();
    let missing: Vec<&str> =
        names.iter().copied().filter(|name| context.found.config_map(workload, name).is_none()).collect();
    if !missing.is_empty() {
        steps.leave(format!("ConfigMap {} is not in the stream, so it does not count", missing.join(", ")));
    }
    if maps.is_empty() {
        return;
    }
    let files: Vec<Files> = maps.iter().map(|map| Files::of(context, map)).collect();
    let mut path = subject.path.clone();
    path.pop();
    let annotations = path.key("metadata").key("annotations");
    let own = object.node.at(&annotations).and_then(|all| all.get(ANNOTATION));
    let is_changed = files.iter().any(|files| files.is_changed);
    if own.is_none() && !is_changed && is_restarted(object.node, &annotations) {
        return;
    }
    steps.set(annotations.key(ANNOTATION), value(hash(&files)), subject.effect);
}

/// Returns the names of the `ConfigMaps` that the Pods mount.
fn mounted(workload: &Workload) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    names.extend(workload.volumes.iter().flat_map(Volume::config_maps).map(|source| source.name.as_str()));
    names
}

/// Returns true when something else restarts the Pods: a hash of the chart's own, or a controller.
fn is_restarted(object: &Node, annotations: &FieldPath) -> bool {
    let names = |path: &FieldPath| {
        let entries = object.at(path).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
        entries.map(|entry| entry.key.clone()).collect::<Vec<String>>()
    };
    let of_workload = names(&FieldPath::from(["metadata", "annotations"]));
    let of_pods = names(annotations);
    of_pods.iter().any(|name| name.contains("checksum"))
        || of_workload.iter().chain(&of_pods).any(|name| name.contains(RELOADER))
}

/// The files of a `ConfigMap` as they leave.
struct Files {
    name: String,
    /// By key, in the order of keys: their order in the text restarts nothing.
    texts: Vec<(String, String)>,
    /// True when a pass changes one of them.
    is_changed: bool,
}

impl Files {
    /// Reads what the passes before this one make of a `ConfigMap`, wherever in the stream it stands.
    fn of(context: &Context<'_>, map: &ConfigMap) -> Self {
        let tree = |entries: &mut dyn Iterator<Item = (&str, &str)>| {
            let mut mapping = Mapping::new();
            for (key, text) in entries {
                let value = Node::generated(text);
                mapping.insert(Entry { key: key.to_owned(), key_location: None, value });
            }
            Node::generated(mapping)
        };
        let data = tree(&mut map.entries.iter().map(|entry| (entry.key.as_str(), entry.text.value.as_str())));
        let binary = tree(&mut map.binary.iter().map(|(key, text)| (key.as_str(), text.as_str())));
        let node = mapping([("data", data), ("binaryData", binary)]);
        let identity: Identity = map.identity.clone();
        let object = Object { identity, path: map.place.path.clone(), node: &node };
        let before: Vec<&'static Pass> =
            super::wanted(context.config).into_iter().take_while(|pass| pass.name != PASS.name).collect();
        let there = Context { document: map.place.document, ..*context };
        let plan = super::plan(&before, &there, &object);
        let after = plan.changed().unwrap_or(&node);
        let mut texts: Vec<(String, String)> = ["data", "binaryData"]
            .iter()
            .filter_map(|field| after.get(field)?.as_mapping())
            .flat_map(Mapping::iter)
            .map(|entry| (entry.key.clone(), entry.value.as_str().unwrap_or_default().to_owned()))
            .collect();
        texts.sort();
        Self { name: map.identity.name.clone(), texts, is_changed: plan.changed().is_some() }
    }
}

fn hash(all: &[Files]) -> String {
    let mut text = String::new();
    for Files { name, texts, .. } in all {
        for part in [name].into_iter().chain(texts.iter().flat_map(|(key, file)| [key, file])) {
            // A length before each text keeps two texts apart that another cut would make equal.
            text.extend([&part.len().to_string(), "\0", part]);
        }
    }
    digest::hex(text.as_bytes())
}
