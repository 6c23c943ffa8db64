//! `rmq addresses --from`.

use rmq::cluster::reach::{Position, Reach};
use rmq::diagnostic::Report;
use rmq::output::reach;
use rmq::pipeline;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::request::Cluster;
use crate::word::Word;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    /// `--from`.
    from: Word<Position>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    output: String,
    reach: Reach,
    /// The reason and the remedy in Chinese.
    #[serde(rename = "reasonZh")]
    reason_zh: &'static str,
    #[serde(rename = "remedyZh")]
    remedy_zh: Option<&'static str>,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::reach(sources, &inputs, &release, request.from.0);
    let response = |reach: Reach| Response {
        output: reach::text(&reach),
        reason_zh: reach.reason_zh,
        remedy_zh: reach.remedy_zh,
        reach,
    };
    Report { value: value.map(response), diagnostics }
}
