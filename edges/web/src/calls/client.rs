//! `rmq client`.

use rmq::clients::code::{File, Language};
use rmq::cluster::reach::Position;
use rmq::diagnostic::Report;
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
    /// `--lang`.
    language: Word<&'static Language>,
    /// `--from`.
    from: Word<Position>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    files: Vec<Program>,
}

/// One file of the program.
#[derive(Debug, Serialize)]
struct Program {
    name: &'static str,
    text: String,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } =
        pipeline::client(sources, &inputs, &release, request.language.0, request.from.0);
    let file = |File { name, text }| Program { name, text };
    Report { value: value.map(|files| Response { files: files.into_iter().map(file).collect() }), diagnostics }
}
