//! `rmq images`.

use rmq::diagnostic::Report;
use rmq::output::images;
use rmq::pipeline;
use rmq::source::Sources;
use serde::Deserialize;

use super::Output;
use crate::request::Cluster;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Request {
    cluster: Cluster,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Output> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::images(sources, &inputs, &release);
    Report { value: value.map(|uses| Output { output: images::table(&uses) }), diagnostics }
}
