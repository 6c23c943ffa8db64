//! `rmq post-render`.

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::Report;
use rmq::output::{report, results};
use rmq::passes::Config;
use rmq::pipeline::{self, Piece, PostRendered};
use rmq::source::{SourceId, Sources};
use serde::{Deserialize, Serialize};

use crate::request::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The stream.
    stream: Text,
    /// The text of `--config`.
    config: Option<Text>,
    /// `--harden`.
    #[serde(default)]
    harden: bool,
    /// `--namespace`.
    namespace: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    output: String,
    /// What `--report` writes.
    report: String,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let stream = sources.add(request.stream.name, request.stream.text);
    let file = request.config.map(|file| sources.add(file.name, file.text));
    let Report { value, diagnostics } = pipeline::post_render_config(sources, stream, file);
    let Some(config) = value else { return Report { value: None, diagnostics } };
    let config = Config { harden: config.harden || request.harden, ..config };
    let release = RequestedRelease { name: None, namespace: request.namespace, helm_namespace: None };
    let mut done = pipeline::post_render(sources, stream, &config, &release);
    done.diagnostics.extend(diagnostics);
    let report = report::text(sources, &done);
    let list = results::resource_list(sources, stream, &done);
    let output = |done: PostRendered| list.unwrap_or_else(|| text(sources, stream, &done));
    Report { value: done.value.map(|done| Response { output: output(done), report }), diagnostics: done.diagnostics }
}

fn text(sources: &Sources, stream: SourceId, done: &PostRendered) -> String {
    let text = sources.get(stream).map_or("", |source| &source.text);
    let piece = |piece: &Piece| match piece {
        Piece::Kept(span) => text.get(span.range()).unwrap_or_default().to_owned(),
        Piece::New(text) => text.clone(),
    };
    done.pieces.iter().map(piece).collect()
}
