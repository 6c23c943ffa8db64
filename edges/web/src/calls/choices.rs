//! What the words of the other calls may be.

use rmq::clients::code;
use rmq::clients::hosts::Os;
use rmq::cluster::reach::Position;
use rmq::coredns::{Strategy, distribution};
use rmq::diagnostic::Report;
use rmq::rocketmq::keys::Table;
use rmq::source::Sources;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Response {
    /// Of this build of `rmq`.
    version: &'static str,
    /// Of RocketMQ, those whose keys are known.
    rocketmq_versions: Vec<String>,
    strategies: &'static [&'static str],
    distributions: Vec<Choice>,
    languages: Vec<&'static str>,
    positions: &'static [&'static str],
    systems: &'static [&'static str],
}

/// A word and what people call it.
#[derive(Debug, Serialize)]
struct Choice {
    word: &'static str,
    title: &'static str,
}

pub(crate) fn answer(_: Request, _: &mut Sources) -> Report<Response> {
    let response = Response {
        version: env!("CARGO_PKG_VERSION"),
        rocketmq_versions: Table::all().map(|table| table.version().to_string()).collect(),
        strategies: &Strategy::WORDS,
        distributions: distribution::ALL.iter().map(|one| Choice { word: one.word, title: one.title }).collect(),
        languages: code::ALL.iter().map(|language| language.word).collect(),
        positions: &Position::WORDS,
        systems: &Os::WORDS,
    };
    Report { value: Some(response), diagnostics: rmq::diagnostic::Diagnostics::new() }
}
