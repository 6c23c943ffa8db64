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
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::reach(sources, &inputs, &release, request.from.0);
    Report { value: value.map(|reach| Response { output: reach::text(&reach), reach }), diagnostics }
}
