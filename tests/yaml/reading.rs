//! Every case is read as Kubernetes reads it, but for the listed deviations.

use std::fmt::Write as _;

use rmq::source::Sources;
use rmq::yaml::{self, Duplicates, Value};
use serde_json::{Number, Value as Json};

/// Where the answers may differ, and why.
const DEVIATIONS: &[(&str, Deviation, &str)] = &[
    ("block-zero-indent", Deviation::Refused, "guard: a document that is one block of text is no object"),
    ("bom-later-line", Deviation::Refused, "guard G1"),
    ("bom-leading-separator", Deviation::Refused, "guard G1"),
    ("break-ls-plain", Deviation::Refused, "guard G1"),
    ("break-ls-quoted", Deviation::Refused, "guard G1"),
    ("break-nel-comment", Deviation::Refused, "guard G1"),
    ("break-nel-plain", Deviation::Refused, "guard G1"),
    ("break-nel-quoted", Deviation::Refused, "guard G1"),
    ("break-ps-block", Deviation::Refused, "guard G1"),
    ("depth-1500", Deviation::Refused, "the nesting limit is 1,000, not 10,000"),
    ("dots-text", Deviation::Refused, "the parser wants nothing behind `...`"),
    ("escape-single", Deviation::Refused, "the parser does not know the escape `\\'`"),
    ("flow-colon-text", Deviation::Refused, "guard G2"),
    ("flow-key-empty", Deviation::Refused, "guard G2"),
    ("flow-question", Deviation::Refused, "guard G2"),
    ("tab-in-flow", Deviation::Refused, "the parser takes no tabs as indentation inside block mappings"),
    ("reject-anchor-dot", Deviation::Lenient, "the parser takes more anchor names"),
    ("reject-anchor-unicode", Deviation::Lenient, "the parser takes more anchor names"),
    ("reject-block-tab-first", Deviation::Lenient, "YAML 1.2"),
    ("reject-escape-slash", Deviation::Lenient, "YAML 1.2"),
    ("reject-escape-surrogates", Deviation::Lenient, "the parser reads JSON"),
    ("reject-json-then-text", Deviation::Lenient, "what follows several JSON objects is read as YAML"),
    ("reject-tab-after-dash", Deviation::Lenient, "YAML 1.2"),
    ("reject-tab-after-dash-scalar", Deviation::Lenient, "YAML 1.2"),
    ("reject-tab-only-line", Deviation::Lenient, "YAML 1.2"),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Deviation {
    /// Kubernetes reads it, we refuse.
    Refused,
    /// Kubernetes refuses it, we read it; a cluster never gets it.
    Lenient,
}

/// What a reader makes of a stream.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) documents: Vec<String>,
    pub(crate) error: Option<String>,
}

#[test]
fn cases_are_read_as_kubernetes_reads_them() {
    let mut failures = String::new();
    for (name, text) in crate::cases() {
        let theirs = golden(name);
        let ours = read(text);
        let found = difference(&ours, &theirs);
        let expected = DEVIATIONS.iter().find(|(case, ..)| case == name).map(|(_, deviation, _)| Ok(*deviation));
        if found != expected {
            writeln!(failures, "{name}: {found:?}, expected {expected:?}\n  ours   {ours:?}\n  theirs {theirs:?}")
                .unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_deviation_has_its_case() {
    for (case, _, reason) in DEVIATIONS {
        assert!(crate::cases().iter().any(|(name, _)| name == case), "{case} ({reason})");
    }
}

pub(crate) fn is_deviation(name: &str) -> bool {
    DEVIATIONS.iter().any(|(case, ..)| *case == name)
}

/// Returns the kind of difference, if there is one: an error for another value, which is never right.
fn difference(ours: &Answer, theirs: &Answer) -> Option<Result<Deviation, &'static str>> {
    match (&ours.error, &theirs.error) {
        (None, Some(_)) => Some(Ok(Deviation::Lenient)),
        (Some(_), None) => Some(Ok(Deviation::Refused)),
        (Some(_), Some(_)) => None,
        (None, None) if ours.documents.len() != theirs.documents.len() => Some(Err("another number of documents")),
        (None, None) => {
            let same = ours.documents.iter().zip(&theirs.documents).all(|(ours, theirs)| is_same_text(ours, theirs));
            (!same).then_some(Err("another value"))
        }
    }
}

fn is_same_text(ours: &str, theirs: &str) -> bool {
    let parse = |text: &str| serde_json::from_str::<Json>(text).ok();
    ours == theirs || matches!((parse(ours), parse(theirs)), (Some(ours), Some(theirs)) if is_same(&ours, &theirs))
}

pub(crate) fn is_same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(ours), Json::Number(theirs)) => is_same_number(ours, theirs),
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(key, ours)| theirs.get(key).is_some_and(|theirs| is_same(ours, theirs)))
        }
        _ => ours == theirs,
    }
}

fn is_same_number(ours: &Number, theirs: &Number) -> bool {
    let both_whole = ours.as_i64().zip(theirs.as_i64());
    ours.as_f64() == theirs.as_f64() && both_whole.is_none_or(|(ours, theirs)| ours == theirs)
}

pub(crate) fn golden(name: &str) -> Answer {
    let path = crate::folder("cases").join(format!("{name}.answer"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = |kind: &'static str| text.lines().filter_map(move |line| line.strip_prefix(kind)).map(str::to_owned);
    Answer { documents: lines("document ").collect(), error: lines("error ").next() }
}

fn read(text: &str) -> Answer {
    let mut answer = Answer { documents: Vec::new(), error: None };
    let mut sources = Sources::new();
    let source = sources.add("case", text);
    let chunks = match yaml::split(text) {
        Ok(chunks) => chunks,
        Err(error) => return Answer { error: Some(format!("separator {error:?}")), ..answer },
    };
    for chunk in chunks {
        match yaml::parse(source, text, chunk.content, Duplicates::LastWins) {
            Ok(node) if node.value == Value::Null => {}
            Ok(node) => answer.documents.push(serde_json::to_string(&node).unwrap()),
            Err(diagnostics) => {
                let first = diagnostics.iter().next().unwrap();
                let location = first.location.unwrap();
                assert!(sources.slice(location).is_some(), "{first:?} lies outside of the text");
                answer.error = Some(format!("{} at {:?}", first.message, location.span));
                break;
            }
        }
    }
    answer
}
