//! Values in, and perhaps a live Corefile; what the cluster DNS must have to answer the names of the cluster out.

use super::cluster;
use crate::cluster::RequestedRelease;
use crate::coredns::distribution::{Distribution, Printed};
use crate::coredns::merge::{self, Job};
use crate::coredns::{self, Snippet, Strategy, remarks};
use crate::diagnostic::Report;
use crate::source::{SourceId, Sources};
use crate::values::Input;

/// A Corefile, or a stream of manifests that holds one, after the merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedCorefile {
    /// The text.
    pub text: String,
    /// What a person compares, before and after: the text, or where it holds the Corefile on one line, the Corefile.
    pub compared: (String, String),
}

/// Returns the lines that make CoreDNS answer the names of the cluster that the inputs describe; without a strategy it is
/// that of the values.
///
/// # Diagnostics
/// Those of [`cluster()`], [`coredns::snippet`] and [`remarks::with_node_local`].
#[must_use]
pub fn coredns(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    strategy: Option<Strategy>,
    port: u16,
) -> Report<Snippet> {
    let Report { value: cluster, mut diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = cluster else { return Report { value: None, diagnostics } };
    let strategy = strategy.unwrap_or_else(|| Strategy::of_values(&cluster));
    match coredns::snippet(&cluster, strategy, port) {
        Ok(snippet) => {
            diagnostics.extend(remarks::with_node_local(&cluster, strategy));
            let sound = !diagnostics.has_errors();
            Report { value: Some(snippet).filter(|_| sound), diagnostics }
        }
        Err(found) => {
            diagnostics.extend(found);
            Report { value: None, diagnostics }
        }
    }
}

/// Returns a Corefile, or a stream of manifests that holds one, with the lines of the cluster or without them; without
/// a job they are put in as the values say.
///
/// # Diagnostics
/// Those of [`cluster()`] and [`merge::merge`]; RMQ032 for a stream without a Corefile.
#[must_use]
pub fn merge_corefile(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    given: SourceId,
    job: Option<Job>,
    port: Option<u16>,
) -> Report<MergedCorefile> {
    let Report { value, mut diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = value else { return Report { value: None, diagnostics } };
    let text = sources.get(given).map_or("", |source| &source.text);
    let live = match merge::live(given, text) {
        Ok(live) => live,
        Err(found) => {
            diagnostics.extend(found);
            return Report { value: None, diagnostics };
        }
    };
    let job = job.unwrap_or_else(|| Job::Put(Strategy::of_values(&cluster)));
    let Report { value, diagnostics: found } = merge::merge(&cluster, &live.corefile, &live.places, job, port);
    diagnostics.extend(found);
    let Some(corefile) = value else { return Report { value: None, diagnostics } };
    if let Job::Put(strategy) = job {
        diagnostics.extend(remarks::with_node_local(&cluster, strategy));
    }
    match live.with(&corefile) {
        Ok(after) => {
            let compared = if live.is_quoted() { (live.corefile, corefile) } else { (text.to_owned(), after.clone()) };
            Report { value: Some(MergedCorefile { text: after, compared }), diagnostics }
        }
        Err(found) => {
            diagnostics.extend(found);
            Report { value: None, diagnostics }
        }
    }
}

/// Returns what a distribution of Kubernetes supports for the names of the cluster.
///
/// # Diagnostics
/// Those of [`cluster()`] and [`Distribution::custom`].
#[must_use]
pub fn coredns_custom(
    sources: &Sources,
    inputs: &[Input],
    release: &RequestedRelease,
    distribution: &Distribution,
    strategy: Option<Strategy>,
    has_node_local: bool,
) -> Report<Printed> {
    let Report { value: cluster, mut diagnostics } = cluster(sources, inputs, release);
    let Some(cluster) = cluster else { return Report { value: None, diagnostics } };
    let Report { value, diagnostics: found } = distribution.custom(&cluster, strategy, has_node_local);
    diagnostics.extend(found);
    Report { value, diagnostics }
}
