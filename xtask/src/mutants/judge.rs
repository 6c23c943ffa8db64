//! Says whether a stream was edited as planned.

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::Report;
use rmq::documents::{self, Document};
use rmq::passes::{self, Config, Context};
use rmq::pipeline::{self, Piece, PostRendered};
use rmq::source::{SourceId, Sources};
use rmq::yaml::edit::{self, Change};
use rmq::yaml::{Node, Step, Value as Tree};
use serde_json::Value;

use crate::judges::go_oracle::Reading;

const FILENAME: &str = "postrenderer.helm.sh/postrender-filename";

/// A stream, post-rendered.
pub(super) struct Trial {
    /// What came out; the input when nothing did.
    pub(super) after: String,
    /// What we read and what we want Kubernetes to read, of every document up to the first that we cannot read.
    planned: Vec<(Value, Vec<Value>)>,
    /// What is wrong already.
    fault: Option<&'static str>,
    /// True when something was said.
    is_reported: bool,
}

/// What became of a stream.
pub(super) enum Verdict {
    /// It was edited as planned.
    Edited,
    /// It left as it came.
    Untouched,
    /// Neither.
    Wrong(&'static str),
}

/// Post-renders a stream.
pub(super) fn attempt(config: &Config, stream: &str) -> Trial {
    let mut sources = Sources::new();
    let source = sources.add("mutant.yaml", stream);
    let done = pipeline::post_render(&sources, source, config, &RequestedRelease::default());
    let full = pipeline::post_render_in_full(&sources, source, config, &RequestedRelease::default());
    let (after, full_after) = (text(stream, &done), text(stream, &full));
    let edited = done.value.as_ref().map_or_else(|| stream.to_owned(), |done| edit::apply(stream, &done.edits));
    // A split that fails is refused by the full way only: what is foreign passes for Kubernetes to refuse.
    let fault = if after != full_after {
        Some("the quick way differs from reading everything")
    } else if edited != after {
        Some("the edits of the report do not make the output")
    } else {
        None
    };
    let is_reported = !done.diagnostics.is_empty() || !full.diagnostics.is_empty();
    let planned = full.value.as_ref().map(|done| planned(source, stream, config, done)).unwrap_or_default();
    Trial { after, planned, fault, is_reported }
}

fn text(stream: &str, done: &Report<PostRendered>) -> String {
    let Some(done) = &done.value else { return stream.to_owned() };
    let piece = |piece: &Piece| match piece {
        Piece::Kept(span) => stream.get(span.range()).unwrap_or_default().to_owned(),
        Piece::New(text) => text.clone(),
    };
    done.pieces.iter().map(piece).collect()
}

fn planned(source: SourceId, stream: &str, config: &Config, done: &PostRendered) -> Vec<(Value, Vec<Value>)> {
    let documents = documents::split(source, stream).unwrap_or_default();
    let read = |(number, document): (usize, &Document<'_>)| Some((number, document.read().ok()?));
    let nodes = documents.iter().enumerate().map_while(read).filter(|(_, node)| !matches!(node.value, Tree::Null));
    nodes.map(|(number, node)| (json(&node), planned_of(number, &node, config, done))).collect()
}

/// Returns what Kubernetes is to read in place of a document.
fn planned_of(number: usize, node: &Node, config: &Config, done: &PostRendered) -> Vec<Value> {
    let wanted = passes::wanted(config);
    let context = Context { config, found: &done.found, document: number, namespace: None };
    let (mut after, mut new, mut appended) = (node.clone(), Vec::new(), Vec::new());
    for object in documents::objects(node) {
        let plan = passes::plan(&wanted, &context, &object);
        for change in plan.in_document(&object.path) {
            // A change that leads nowhere is refused by the product as well.
            let _ = Change::apply(&change, &mut after);
        }
        if object.path.steps().is_empty() {
            new.extend(plan.new_objects().iter().map(json));
        } else {
            appended.extend(plan.new_objects().iter().map(|new| (object.path.clone(), new.clone())));
        }
    }
    for (mut list, node) in appended {
        if let Some(Step::Index(_)) = list.pop() {
            let length = after.at(&list).and_then(Node::as_sequence).map_or(0, <[Node]>::len);
            let _ = Change::Set(list.index(length), node).apply(&mut after);
        }
    }
    std::iter::once(json(&after)).chain(new).collect()
}

fn json(node: &Node) -> Value {
    serde_json::to_value(node).unwrap_or_default()
}

/// Compares what Kubernetes reads before and after with what was planned.
pub(super) fn verdict(stream: &str, trial: &Trial, before: &Reading, after: &Reading) -> Verdict {
    if let Some(fault) = trial.fault {
        return Verdict::Wrong(fault);
    }
    if trial.after == stream {
        let is_missed = trial.planned.iter().any(|(before, after)| after.len() != 1 || !is_same(before, after.first()));
        return if is_missed && !trial.is_reported {
            Verdict::Wrong("a plan was not carried out")
        } else {
            Verdict::Untouched
        };
    }
    if before.is_refused != after.is_refused {
        return Verdict::Wrong("Kubernetes refuses one of both streams only");
    }
    let pairs = before.documents.iter().zip(&trial.planned);
    if pairs.clone().any(|(theirs, (ours, _))| !is_same(ours, Some(theirs))) {
        return Verdict::Wrong("Kubernetes reads another original than we do");
    }
    let wanted: Vec<&Value> = pairs.flat_map(|(_, (_, wanted))| wanted).collect();
    let compared = wanted.len().min(after.documents.len());
    let is_whole = before.is_refused || compared == wanted.len();
    let is_as_planned = wanted.iter().zip(&after.documents).all(|(wanted, theirs)| is_same(wanted, Some(theirs)));
    if is_whole && is_as_planned {
        Verdict::Edited
    } else {
        Verdict::Wrong("Kubernetes reads something else than was planned")
    }
}

/// Compares values: a number in any spelling, and without the file name that Helm 4 wants on new objects.
fn is_same(one: &Value, other: Option<&Value>) -> bool {
    match (one, other) {
        (Value::Number(one), Some(Value::Number(other))) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Some(Value::Array(other))) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, Some(other)))
        }
        (Value::Object(one), Some(Value::Object(other))) => {
            let is_counted = |name: &&String| name.as_str() != FILENAME;
            one.keys().filter(is_counted).count() == other.keys().filter(is_counted).count()
                && one.iter().filter(|(name, _)| is_counted(name)).all(|(name, value)| is_same(value, other.get(name)))
        }
        (one, other) => Some(one) == other,
    }
}
