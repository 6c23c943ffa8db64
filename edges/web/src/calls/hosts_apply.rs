//! `rmq hosts --apply`.

use rmq::diagnostic::Report;
use rmq::marked::Update;
use rmq::pipeline;
use rmq::source::Sources;
use serde::Deserialize;

use super::Output;
use crate::request::{Cluster, Text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    /// The hosts file.
    file: Text,
    /// `--remove`.
    #[serde(default)]
    remove: bool,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Output> {
    let (inputs, release) = request.cluster.load(sources);
    let file = sources.add(request.file.name, request.file.text);
    let update = if request.remove { Update::TakeOut } else { Update::Put };
    let Report { value, diagnostics } = pipeline::hosts_file(sources, &inputs, &release, file, update);
    Report { value: value.map(|output| Output { output }), diagnostics }
}
