//! `post-render`: a stream of manifests in, the same stream out, with RocketMQ's parts expanded and changed.
//!
//! **Invariant:** a document in which nothing changes leaves with its bytes. With an error there is no stream at all.

use super::change::Changed;
use super::findings::nothing_there;
use super::work::work;
use crate::cluster::RequestedRelease;
use crate::cluster::recognise::Found;
use crate::diagnostic::{Diagnostics, Report};
use crate::documents::{self, Identity, Origin};
use crate::passes::{self, Config};
use crate::source::{SourceId, Sources, Span};
use crate::values::Input;
use crate::yaml::edit::{CannotEdit, Edit};

/// A stream after post-rendering, with what was done.
#[derive(Clone, Debug, Default)]
pub struct PostRendered {
    /// The stream, piece by piece.
    pub pieces: Vec<Piece>,
    /// What there is of RocketMQ in it, as it came.
    pub found: Found,
    /// The clusters that were expanded.
    pub expanded: Vec<Expansion>,
    /// The objects that were changed or that a pass left alone.
    pub objects: Vec<Changed>,
    /// What was replaced in the stream, in its bytes; expanded documents are not among them.
    pub edits: Vec<Edit>,
}

/// A part of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes of the input.
    Kept(Span),
    /// New text.
    New(String),
}

impl Piece {
    pub(super) fn new_text(&self) -> Option<&str> {
        match self {
            Self::Kept(_) => None,
            Self::New(text) => Some(text),
        }
    }
}

/// A `RocketMQCluster` document and what became of it.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The document.
    pub identity: Identity,
    /// Where it came from.
    pub origin: Origin,
    /// The objects, as `kind` and `name`.
    pub objects: Vec<(&'static str, String)>,
    /// Why the list that holds them was written anew instead of in place, if it was.
    pub anew: Option<CannotEdit>,
}

/// Returns the result for a stream that nobody has to read: nothing in it can be changed; nothing for any other.
///
/// # Diagnostics
///
/// `EMPTY_STREAM` unless it is allowed.
#[must_use]
pub fn pass_by(stream: &[u8], config: &Config) -> Option<Report<PostRendered>> {
    if !config.allow_empty && documents::is_empty(stream) {
        return Some(Report { value: None, diagnostics: nothing_there().into() });
    }
    let is_for_rocketmq = passes::wanted(config).iter().all(|pass| pass.extent.is_hardening());
    (is_for_rocketmq && documents::is_foreign(stream)).then(|| {
        let pieces = vec![Piece::Kept(Span::new(0, stream.len()))];
        Report { value: Some(PostRendered { pieces, ..PostRendered::default() }), diagnostics: Diagnostics::new() }
    })
}

/// Post-renders a stream.
///
/// # Diagnostics
///
/// `EMPTY_STREAM` unless it is allowed; `INVALID_YAML` for a stream that Kubernetes would not split, and for a document
/// of RocketMQ that it would not read (of others that is a warning); everything that [`render()`](super::render()) finds
/// in a `RocketMQCluster`; `CONTRADICTION` for two of them that take the same name or node port; `WRONG_KIND` for
/// another kind of our API group; `NOT_READ_BACK` for a change that cannot be written.
#[must_use]
pub fn post_render(
    sources: &Sources,
    stream: SourceId,
    config: &Config,
    release: &RequestedRelease,
) -> Report<PostRendered> {
    let text = sources.get(stream).map_or("", |source| &source.text);
    if let Some(done) = pass_by(text.as_bytes(), config) {
        return done;
    }
    work(sources, stream, config, release, documents::is_foreign(text.as_bytes()))
}

/// Post-renders a stream as [`post_render`] does, without its ways around reading: what tests compare it with.
///
/// # Diagnostics
///
/// As of [`post_render`], and warnings about documents of others that cannot be read.
#[must_use]
pub fn post_render_in_full(
    sources: &Sources,
    stream: SourceId,
    config: &Config,
    release: &RequestedRelease,
) -> Report<PostRendered> {
    work(sources, stream, config, release, false)
}

/// Returns the `RocketMQCluster` documents of a stream as inputs: whoever prints findings masks the secrets in them.
#[must_use]
pub fn cluster_documents(sources: &Sources, stream: SourceId) -> Vec<Input> {
    let text = sources.get(stream).map_or("", |source| &source.text);
    if let Some(list) = documents::resource_list(stream, text) {
        return super::resource_list::clusters(&list);
    }
    let documents = documents::split(stream, text).unwrap_or_default();
    let ours = documents.iter().filter(|document| document.content().contains(crate::values::KIND));
    ours.map(|document| Input::Document { source: stream, span: document.location().span }).collect()
}
