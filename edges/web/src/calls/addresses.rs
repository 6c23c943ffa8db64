//! `rmq addresses`.

use rmq::clients::addresses::Address;
use rmq::diagnostic::Report;
use rmq::output::addresses;
use rmq::pipeline;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::request::Cluster;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Request {
    cluster: Cluster,
    /// `-o`.
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// For people.
    #[default]
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// Commands to run on each node.
    Firewalld,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    output: String,
    addresses: Vec<Address>,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let Report { value, diagnostics } = pipeline::addresses(sources, &inputs, &release);
    let response = |addresses: Vec<Address>| {
        let output = match request.format {
            Format::Table => addresses::table(&addresses),
            Format::Csv => addresses::csv(&addresses),
            Format::Json => addresses::json(&addresses),
            Format::Firewalld => addresses::firewalld(&addresses),
        };
        Response { output, addresses }
    };
    Report { value: value.map(response), diagnostics }
}
