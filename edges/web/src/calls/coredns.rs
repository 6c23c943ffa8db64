//! `rmq coredns hosts|zone|rewrite`.

use rmq::coredns::{PORT, Strategy};
use rmq::diagnostic::Report;
use rmq::pipeline;
use rmq::source::Sources;
use serde::Deserialize;

use super::Output;
use crate::request::Cluster;
use crate::word::Word;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Request {
    cluster: Cluster,
    /// Absent: the one of the values.
    strategy: Option<Word<Strategy>>,
    /// `--port` of a zone.
    port: Option<u16>,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Output> {
    let (inputs, release) = request.cluster.load(sources);
    let (strategy, port) = (request.strategy.map(|word| word.0), request.port.unwrap_or(PORT));
    let Report { value, diagnostics } = pipeline::coredns(sources, &inputs, &release, strategy, port);
    Report { value: value.map(|snippet| Output { output: snippet.text() }), diagnostics }
}
