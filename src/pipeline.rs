//! The calls of the library from end to end: the only place that names every stage.
//!
//! Inputs → values → cluster → checks → manifests.
//!
//! **Invariant:** when a finding is an error, there is no result: nothing half right is ever printed.

mod change;
mod claims;
mod corefile;
mod expand;
mod findings;
mod patched;
mod post_render;
mod resource_list;
mod survey;
mod work;

use crate::clients;
use crate::clients::addresses::{self, Address};
use crate::clients::code::{File, Language};
use crate::clients::hosts::{self, Form, Os};
use crate::cluster::reach::{Position, Reach};
use crate::cluster::{self, Cluster, Metrics, RequestedRelease};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code, nearest};
use crate::install::{self, Way};
use crate::marked::Update;
use crate::render::{self, Rendered};
use crate::source::{SourceId, Sources};
use crate::values::{self, Input};

pub use change::Changed;
pub use corefile::{MergedCorefile, coredns, coredns_custom, merge_corefile};
pub use expand::SENTINEL;
pub use post_render::{Expansion, Piece, PostRendered, cluster_documents, pass_by, post_render, post_render_in_full};
pub use resource_list::post_render_config;

/// The manifests of a cluster.
#[derive(Clone, Debug)]
pub struct Manifests {
    /// The objects, in the order in which they are printed.
    pub objects: Vec<Rendered>,
    /// What a person does next, as lines for a terminal.
    pub next_steps: String,
}

/// An image that a cluster uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageUse {
    /// The reference as it is pulled.
    pub reference: String,
    /// The reference without the mirror registry.
    pub source_reference: String,
    /// The components that use it.
    pub used_by: Vec<String>,
}

/// Renders the cluster that the inputs describe; `only` selects objects by `KIND/NAME` or component, empty means all.
///
/// # Diagnostics
/// Those of [`values::load`], [`cluster::resolve`] and [`cluster::checks`]; RMQ020 when `only` selects nothing.
#[must_use]
pub fn render(sources: &Sources, inputs: &[Input], release: &RequestedRelease, only: &[String]) -> Report<Manifests> {
    let Report { value: cluster, mut diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = cluster else { return Report { value: None, diagnostics } };
    let Report { value, diagnostics: found } = manifests(&cluster, only);
    diagnostics.extend(found);
    Report { value, diagnostics }
}

/// Returns the merged values, completed with defaults, each with the place it came from.
///
/// # Diagnostics
/// Those of [`values::load`].
#[must_use]
pub fn show_values(sources: &Sources, inputs: &[Input]) -> Report<String> {
    let Report { value, diagnostics } = values::load(sources, inputs);
    Report { value: value.map(|loaded| values::show(&loaded, sources)), diagnostics }
}

/// Returns every image of the cluster that the inputs describe.
///
/// # Diagnostics
/// Those of [`render()`].
#[must_use]
pub fn images(sources: &Sources, inputs: &[Input], release: &RequestedRelease) -> Report<Vec<ImageUse>> {
    let Report { value, diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = value else { return Report { value: None, diagnostics } };
    let Report { value, diagnostics: found } = patched_images(&cluster);
    let mut diagnostics = diagnostics;
    diagnostics.extend(found);
    Report { value: value.map(|patched| image_uses(&cluster, patched)), diagnostics }
}

/// Loads, resolves and checks; there is a cluster only when no finding is an error.
///
/// # Diagnostics
/// Those of [`values::load`], [`cluster::resolve`] and [`cluster::checks`].
#[must_use]
pub fn cluster(sources: &Sources, inputs: &[Input], release: &RequestedRelease) -> Report<Cluster> {
    let Report { value: loaded, mut diagnostics } = values::load(sources, inputs);
    let Some(loaded) = loaded else { return Report { value: None, diagnostics } };
    let Report { value: cluster, diagnostics: found } = cluster::resolve(&loaded, release);
    diagnostics.extend(found);
    diagnostics.extend(cluster.as_ref().map(cluster::checks::run).unwrap_or_default());
    diagnostics.sort();
    let sound = !diagnostics.has_errors();
    Report { value: cluster.filter(|_| sound), diagnostics }
}

/// Returns the lines for the hosts file of a machine outside.
///
/// # Diagnostics
/// Those of [`cluster()`] and [`hosts::lines`].
#[must_use]
pub fn hosts(sources: &Sources, inputs: &[Input], release: &RequestedRelease, os: Os, form: Form) -> Report<String> {
    of_cluster(sources, inputs, release, |cluster| hosts::lines(cluster, os, form))
}

/// Returns a hosts file with the lines of the cluster in it, or without them.
///
/// # Diagnostics
/// Those of [`cluster()`], [`hosts::put`] and [`hosts::take_out`].
#[must_use]
pub fn hosts_file(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    file: SourceId,
    update: Update,
) -> Report<String> {
    of_cluster(sources, inputs, release, |cluster| match update {
        Update::Put => hosts::put(cluster, sources, file),
        Update::TakeOut => hosts::take_out(&cluster.release, sources, file),
    })
}

/// Returns every address at which the cluster answers.
///
/// # Diagnostics
/// Those of [`cluster()`].
#[must_use]
pub fn addresses(sources: &Sources, inputs: &[Input], release: &RequestedRelease) -> Report<Vec<Address>> {
    of_cluster(sources, inputs, release, |cluster| Ok(addresses::addresses(cluster)))
}

/// Returns the commands that bring the cluster to Kubernetes, by each way.
///
/// # Diagnostics
/// Those of [`cluster()`].
#[must_use]
pub fn ways(sources: &Sources, inputs: &[Input], release: &RequestedRelease) -> Report<Vec<Way>> {
    of_cluster(sources, inputs, release, |cluster| Ok(install::ways(cluster)))
}

/// Returns what a client needs that runs at a position, or why it cannot work there.
///
/// # Diagnostics
/// Those of [`cluster()`].
#[must_use]
pub fn reach(sources: &Sources, inputs: &[Input], release: &RequestedRelease, position: Position) -> Report<Reach> {
    of_cluster(sources, inputs, release, |cluster| Ok(cluster.reach(position)))
}

/// Returns the files of a program that connects from a position.
///
/// # Diagnostics
/// Those of [`cluster()`] and [`code::files`](crate::clients::code::files).
#[must_use]
pub fn client(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    language: &Language,
    position: Position,
) -> Report<Vec<File>> {
    of_cluster(sources, inputs, release, |cluster| clients::code::files(cluster, language, position))
}

/// Works out something about the cluster that the inputs describe.
fn of_cluster<T>(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    work: impl FnOnce(&Cluster) -> Result<T, Diagnostics>,
) -> Report<T> {
    let Report { value, mut diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = value else { return Report { value: None, diagnostics } };
    match work(&cluster) {
        Ok(value) => Report { value: Some(value), diagnostics },
        Err(found) => {
            diagnostics.extend(found);
            Report { value: None, diagnostics }
        }
    }
}

fn manifests(cluster: &Cluster, only: &[String]) -> Report<Manifests> {
    let (mut objects, diagnostics) = match objects(cluster, only) {
        Report { value: Some(objects), diagnostics } => (objects, diagnostics),
        Report { value: None, diagnostics } => return Report { value: None, diagnostics },
    };
    if let Some(word) = only.iter().find(|word| !objects.iter().any(|object| object.is_meant_by(word))) {
        return Report { value: None, diagnostics: nothing_selected(word, &objects).into() };
    }
    objects.retain(|object| only.is_empty() || only.iter().any(|word| object.is_meant_by(word)));
    Report { value: Some(Manifests { objects, next_steps: render::next_steps(cluster) }), diagnostics }
}

/// Renders all objects with the user's patches; the smoke test is among them only when `words` name it.
fn objects(cluster: &Cluster, words: &[String]) -> Report<Vec<Rendered>> {
    let mut objects = match render::render(cluster, words) {
        Ok(objects) => objects,
        Err(diagnostics) => return Report { value: None, diagnostics },
    };
    let diagnostics = patched::apply(cluster, &mut objects);
    let sound = !diagnostics.has_errors();
    Report { value: Some(objects).filter(|_| sound), diagnostics }
}

fn nothing_selected(word: &str, objects: &[Rendered]) -> Diagnostic {
    let names = objects.iter().map(|object| format!("{}/{}", object.kind, object.name));
    let known: Vec<String> = render::Component::WORDS.iter().map(|word| (*word).to_owned()).chain(names).collect();
    let help = match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("give KIND/NAME as `-o name` lists them, or one of {}", render::Component::WORDS.join(", ")),
    };
    let shown: String = word.chars().take(80).collect();
    Diagnostic::error(code::NOTHING_SELECTED, format!("`--only {}` selects nothing", shown.escape_debug())).help(help)
}

fn image_uses(cluster: &Cluster, patched: Vec<(String, String)>) -> Vec<ImageUse> {
    let image = &cluster.image;
    let mut rocketmq = vec!["namesrv", "broker", "smoke-test"];
    rocketmq.extend(cluster.toolbox.iter().map(|_| "toolbox"));
    let mut uses = vec![image_use(&image.reference, &image.origin, &rocketmq)];
    uses.extend(cluster.console.iter().map(|console| image_use(&console.image, &console.origin, &["console"])));
    if let Metrics::Exporter(exporter) = &cluster.metrics {
        uses.push(image_use(&exporter.image, &exporter.origin, &["metrics"]));
    }
    uses.extend(own_images(cluster));
    for (component, image) in patched {
        if !uses.iter().any(|known| known.reference == image) {
            uses.push(image_use(&image, &image, &[&component]));
        }
    }
    uses
}

/// Returns the images that the objects have after the user's patches, each with its component.
fn patched_images(cluster: &Cluster) -> Report<Vec<(String, String)>> {
    if cluster.patches.is_empty() {
        return Report { value: Some(Vec::new()), diagnostics: Diagnostics::new() };
    }
    let Report { value, diagnostics } = objects(cluster, &["smoke-test".to_owned()]);
    Report { value: value.map(|objects| objects.iter().flat_map(patched::images).collect()), diagnostics }
}

/// Images of containers that the user added: they are pulled as they are written.
fn own_images(cluster: &Cluster) -> Vec<ImageUse> {
    let mut uses: Vec<ImageUse> = Vec::new();
    for (component, workload) in cluster.workloads() {
        for container in workload.init_containers.iter().chain(&workload.sidecars) {
            let Some(image) = container.get("image").and_then(|image| image.as_str()) else { continue };
            match uses.iter_mut().find(|known| known.reference == image) {
                Some(known) if known.used_by.iter().any(|by| by == component) => {}
                Some(known) => known.used_by.push(component.to_owned()),
                None => uses.push(image_use(image, image, &[component])),
            }
        }
    }
    uses
}

fn image_use(reference: &str, origin: &str, used_by: &[&str]) -> ImageUse {
    ImageUse {
        reference: reference.to_owned(),
        source_reference: origin.to_owned(),
        used_by: used_by.iter().map(|word| (*word).to_owned()).collect(),
    }
}
