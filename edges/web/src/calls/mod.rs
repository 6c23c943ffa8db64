//! The calls, one file each: what is asked for, and what is returned.

pub(crate) mod addresses;
pub(crate) mod choices;
pub(crate) mod client;
pub(crate) mod commands;
pub(crate) mod complete;
pub(crate) mod coredns;
pub(crate) mod coredns_custom;
pub(crate) mod coredns_merge;
pub(crate) mod edit;
pub(crate) mod fields;
pub(crate) mod given;
pub(crate) mod hosts;
pub(crate) mod hosts_apply;
pub(crate) mod hover;
pub(crate) mod images;
pub(crate) mod locate;
pub(crate) mod post_render;
pub(crate) mod reach;
pub(crate) mod reasons;
pub(crate) mod render;

use rmq::yaml::FieldPath;
use serde::{Deserialize, Serialize};

/// A text and nothing else.
#[derive(Debug, Serialize)]
pub(crate) struct Output {
    /// What the command prints.
    output: String,
}

/// One step down to a value.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    /// Into a list.
    Index(usize),
    /// Into a mapping.
    Key(String),
}

/// Returns the path of these steps.
pub(crate) fn path(steps: Vec<Step>) -> FieldPath {
    steps.into_iter().fold(FieldPath::root(), |path, step| match step {
        Step::Index(index) => path.index(index),
        Step::Key(name) => path.key(name),
    })
}
