//! The laws of the stream: what is not ours keeps its bytes, the quick way is the whole way, twice is once.

#![allow(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod big;
mod forms;

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::Report;
use rmq::passes::{Config, config::Images};
use rmq::pipeline::{self, Piece, PostRendered};
use rmq::source::{SourceId, Sources};
use rmq::yaml::edit;

type Way = fn(&Sources, SourceId, &Config, &RequestedRelease) -> Report<PostRendered>;

const QUICK: Way = pipeline::post_render;
const FULL: Way = pipeline::post_render_in_full;

fn images() -> Config {
    let images = Images { registry: "mirror.example".to_owned(), ..Images::default() };
    Config { images, ..Config::default() }
}

fn harden() -> Config {
    Config { harden: true, ..Config::default() }
}

/// Returns what comes out, nothing for an error, having applied the edits of the report to what went in.
fn run(way: Way, stream: &str, config: &Config) -> Option<String> {
    let mut sources = Sources::new();
    let source = sources.add("in.yaml", stream);
    let done = way(&sources, source, config, &RequestedRelease::default()).value?;
    let piece = |piece: &Piece| match piece {
        Piece::Kept(span) => stream.get(span.range()).unwrap().to_owned(),
        Piece::New(text) => text.clone(),
    };
    let text: String = done.pieces.iter().map(piece).collect();
    assert_eq!(edit::apply(stream, &done.edits), text, "the edits make the output: {stream:?}");
    Some(text)
}
