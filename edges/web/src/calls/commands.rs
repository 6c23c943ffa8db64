//! By which commands a cluster comes to Kubernetes.

use rmq::diagnostic::Report;
use rmq::install::Way;
use rmq::pipeline;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::request::Cluster;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Request {
    cluster: Cluster,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    ways: Vec<Way>,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::ways(sources, &inputs, &release);
    Report { value: value.map(|ways| Response { ways }), diagnostics }
}
