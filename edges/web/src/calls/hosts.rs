//! `rmq hosts`.

use rmq::clients::hosts::{Form, Os};
use rmq::diagnostic::Report;
use rmq::pipeline;
use rmq::source::Sources;
use serde::Deserialize;

use super::Output;
use crate::request::Cluster;
use crate::word::Word;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    /// `--os`.
    os: Word<Os>,
    /// `--block`.
    #[serde(default)]
    block: bool,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Output> {
    let (inputs, release) = request.cluster.load(sources);
    let form = if request.block { Form::Block } else { Form::Lines };
    let Report { value, diagnostics } = pipeline::hosts(sources, &inputs, &release, request.os.0, form);
    Report { value: value.map(|output| Output { output }), diagnostics }
}
