//! `rmq coredns custom`.

use rmq::coredns::Strategy;
use rmq::coredns::distribution::Distribution;
use rmq::diagnostic::Report;
use rmq::pipeline;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::request::Cluster;
use crate::word::Word;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    distribution: Word<&'static Distribution>,
    /// `--strategy`; absent: the one of the values, else the best for the distribution.
    strategy: Option<Word<Strategy>>,
    /// `--nodelocaldns`.
    #[serde(default)]
    node_local: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    output: String,
    /// Comments on a text that can hold none.
    beside: String,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let strategy = request.strategy.map(|word| word.0);
    let Report { value, diagnostics } =
        pipeline::coredns_custom(sources, &inputs, &release, request.distribution.0, strategy, request.node_local);
    Report { value: value.map(|printed| Response { output: printed.text, beside: printed.beside }), diagnostics }
}
