//! Why the manifests are as they are: for each kind of object the decisions that a reader asks about.
//!
//! The comments in a manifest are for whoever has only that; here is what a page shows beside it, in both languages.

mod config;
mod pod;
mod service;
mod store;
mod workload;

use std::ops::Range;

use serde::Serialize;

use crate::render::Rendered;
use crate::source::{Sources, Span};
use crate::yaml::{self, Duplicates, FieldPath, Node, Step};

/// One decision.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// Where it shows.
    pub at: At,
    /// Why, in English.
    pub text: &'static str,
    /// Why, in Chinese.
    pub text_zh: &'static str,
    /// The check that says more, and finds the opposite in values.
    pub rule: Option<&'static str>,
}

/// Where a decision shows in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// At a field, as the API server prints paths.
    Field(&'static str),
    /// At a line that begins so, behind its indentation.
    Line(&'static str),
}

/// A decision with its place in the text of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// The bytes of the key or of the line.
    #[serde(skip)]
    pub range: Range<usize>,
    /// The field or the beginning of the line.
    pub at: &'static str,
    /// Why, in English.
    pub text: &'static str,
    /// Why, in Chinese.
    pub text_zh: &'static str,
    /// The code of the check that says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
}

/// Every decision by the template in whose objects it shows.
#[must_use]
pub fn all(template: &str) -> Vec<&'static Reason> {
    let lists: &[&'static [Reason]] = match template {
        "broker-statefulset.yaml.j2" => &[workload::BROKERS, pod::JAVA, pod::BROKER, pod::ALL, store::CLAIMS],
        "namesrv-statefulset.yaml.j2" => &[workload::NAME_SERVERS, pod::JAVA, pod::ALL],
        "console-deployment.yaml.j2" => &[workload::CONSOLE, pod::ALL],
        "exporter-deployment.yaml.j2" => &[workload::EXPORTER, pod::ALL],
        "toolbox-deployment.yaml.j2" => &[workload::TOOLBOX, pod::ALL],
        "smoke-test-job.yaml.j2" => &[workload::SMOKE_TEST, pod::ALL],
        "disruption-budget.yaml.j2" => &[workload::BUDGET],
        "headless-service.yaml.j2" => &[service::HEADLESS],
        "node-port-service.yaml.j2" => &[service::NODE_PORT],
        "console-service.yaml.j2" => &[service::CONSOLE],
        "metrics-service.yaml.j2" => &[service::METRICS],
        "local-volume.yaml.j2" => &[store::VOLUME],
        "config.yaml.j2" => &[config::CONFIG],
        "service-account.yaml.j2" => &[config::ACCOUNT],
        _ => &[],
    };
    lists.iter().copied().flatten().collect()
}

/// Returns the decisions that show in an object, in the order of its lines.
#[must_use]
pub fn of(object: &Rendered) -> Vec<Found> {
    let source = Sources::new().add("", "");
    let span = Span::new(0, object.text.len());
    let Ok(tree) = yaml::parse(source, &object.text, span, Duplicates::LastWins) else { return Vec::new() };
    let found = |reason: &&Reason| {
        let (range, at) = match reason.at {
            At::Field(field) => (key(&tree, field)?, field),
            At::Line(start) => (line(&object.text, start)?, start),
        };
        Some(Found { range, at, text: reason.text, text_zh: reason.text_zh, rule: reason.rule })
    };
    let mut all: Vec<Found> = all(object.template).iter().filter_map(found).collect();
    all.sort_by_key(|one| one.range.start);
    all
}

/// Returns the bytes of the key of a field.
fn key(tree: &Node, field: &str) -> Option<Range<usize>> {
    let (mut path, mut rest) = (FieldPath::root(), field);
    while !rest.is_empty() {
        let inside = rest.strip_prefix('[').and_then(|inside| inside.split_once(']'));
        let (step, behind) = inside.unwrap_or_else(|| rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())));
        match step.parse() {
            Ok(index) if inside.is_some() => path.push_index(index),
            _ => path.push_key(step),
        }
        rest = behind;
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    let node = tree.at(&path)?;
    let key = match path.pop()? {
        Step::Key(name) => tree.at(&path)?.as_mapping()?.get(&name)?.key_location,
        Step::Index(_) => None,
    };
    key.or(node.location).map(|location| location.span.range())
}

fn line(text: &str, start: &str) -> Option<Range<usize>> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with(start) {
            return Some(from + indent..from + line.trim_end().len());
        }
        from += line.len();
    }
    None
}
