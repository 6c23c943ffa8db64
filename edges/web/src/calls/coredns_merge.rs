//! `rmq coredns merge`.

use rmq::coredns::Strategy;
use rmq::coredns::merge::Job;
use rmq::diagnostic::Report;
use rmq::pipeline;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

use crate::request::{Cluster, Text};
use crate::word::Word;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    cluster: Cluster,
    /// The Corefile, or manifests with the ConfigMap that holds it.
    file: Text,
    #[serde(default)]
    job: Wish,
    /// `--strategy`; absent: the one of the values.
    strategy: Option<Word<Strategy>>,
    /// `--port`.
    port: Option<u16>,
}

/// What is done with the names.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wish {
    /// They are put in.
    #[default]
    Put,
    /// `--remove`.
    Remove,
    /// `--nodelocaldns`.
    NodeLocalDns,
}

#[derive(Debug, Serialize)]
pub(crate) struct Response {
    output: String,
    /// What a person compares.
    before: String,
    after: String,
}

pub(crate) fn answer(request: Request, sources: &mut Sources) -> Report<Response> {
    let (inputs, release) = request.cluster.load(sources);
    let file = sources.add(request.file.name, request.file.text);
    let job = match request.job {
        Wish::Put => request.strategy.map(|word| Job::Put(word.0)),
        Wish::Remove => Some(Job::Remove),
        Wish::NodeLocalDns => Some(Job::AskCoreDns),
    };
    let Report { value, diagnostics } = pipeline::merge_corefile(sources, &inputs, &release, file, job, request.port);
    let response = |merged: pipeline::MergedCorefile| {
        let (before, after) = merged.compared;
        Response { output: merged.text, before, after }
    };
    Report { value: value.map(response), diagnostics }
}
