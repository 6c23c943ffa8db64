//! Runs passes over a stream as every edge does.

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::Report;
use rmq::output::report;
use rmq::passes::Config;
use rmq::pipeline::{self, Piece};
use rmq::source::Sources;
use rmq::typed;
use rmq::yaml::{self, Duplicates, edit};

/// A stream after its passes.
pub(crate) struct Done {
    /// The stream.
    pub(crate) text: String,
    /// The report.
    pub(crate) report: String,
}

/// Runs every pass.
pub(crate) fn harden(stream: &str) -> Done {
    run(stream, &Config { harden: true, ..Config::default() })
}

/// Runs one pass.
pub(crate) fn pass(name: &str, stream: &str) -> Done {
    run(stream, &Config { passes: vec![name.to_owned()], ..Config::default() })
}

/// Runs the passes of a configuration.
pub(crate) fn run(stream: &str, config: &Config) -> Done {
    let mut sources = Sources::new();
    let source = sources.add("in.yaml", stream);
    let release = RequestedRelease { namespace: Some("prod".to_owned()), ..RequestedRelease::default() };
    let done = pipeline::post_render(&sources, source, config, &release);
    let report = report::text(&sources, &done);
    let Report { value: Some(done), .. } = done else { panic!("{report}") };
    let piece = |piece: &Piece| match piece {
        Piece::Kept(span) => stream.get(span.range()).unwrap().to_owned(),
        Piece::New(text) => text.clone(),
    };
    let text: String = done.pieces.iter().map(piece).collect();
    // What a cluster is expanded to is a result of its own, and no edit.
    if done.expanded.is_empty() {
        assert_eq!(edit::apply(stream, &done.edits), text, "the edits make the output");
    }
    Done { text, report }
}

/// Asserts that every object of a stream fits its Kubernetes type, and that its YAML has no duplicate keys.
pub(crate) fn assert_typed(name: &str, stream: &str) {
    let source = Sources::new().add("out.yaml", stream);
    for chunk in yaml::split(stream).unwrap() {
        let node = yaml::parse(source, stream, chunk.content, Duplicates::LastWins).unwrap();
        let found = typed::check(&node);
        assert!(found.is_empty(), "{name}: {found:#?}\n{}", stream.get(chunk.content.range()).unwrap());
    }
}

/// Returns a text with so many blanks before every line.
pub(crate) fn indented(text: &str, blanks: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| " ".repeat(blanks) + line).collect();
    lines.join("\n") + "\n"
}

/// A line of a table: what a workload looks like, and what the pass does with it.
pub(crate) struct Case {
    /// What it shows.
    pub(crate) name: &'static str,
    /// The stream.
    pub(crate) stream: String,
    /// What the pass does.
    pub(crate) want: Want,
}

/// What a pass does with a stream.
pub(crate) enum Want {
    /// The new text holds these lines, and nothing of the old text is gone but for `gone`.
    Changed { new: Vec<&'static str>, gone: Vec<&'static str> },
    /// Nothing changes, and nothing is said.
    Fine,
    /// Nothing changes, and the report says why.
    Left(&'static str),
}

/// Runs one pass over each stream of a table, twice.
pub(crate) fn check(pass_name: &str, cases: Vec<Case>) {
    for Case { name, stream, want } in cases {
        let done = pass(pass_name, &stream);
        let lines = |text: &str| text.lines().map(|line| line.trim_start().to_owned()).collect::<Vec<_>>();
        match want {
            Want::Changed { new, gone } => {
                assert_eq!(
                    difference(&lines(&stream), &lines(&done.text)),
                    (owned(&gone), owned(&new)),
                    "{name}\n{}",
                    done.text
                );
                assert!(done.report.contains(&format!("{pass_name};")), "{name}: {}", done.report);
            }
            Want::Fine => {
                assert_eq!(done.text, stream, "{name}");
                assert!(!done.report.contains("left alone"), "{name}: {}", done.report);
            }
            Want::Left(why) => {
                assert_eq!(done.text, stream, "{name}");
                assert!(done.report.contains(why), "{name}: {}", done.report);
            }
        }
        assert_typed(name, &done.text);
        let again = pass(pass_name, &done.text);
        assert_eq!(again.text, done.text, "{name}: twice");
    }
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Returns the lines that only the first and only the second text has, in order.
fn difference(old: &[String], new: &[String]) -> (Vec<String>, Vec<String>) {
    let only = |these: &[String], those: &[String]| {
        let mut rest = those.to_vec();
        let mut only = Vec::new();
        for line in these {
            match rest.iter().position(|other| other == line) {
                Some(place) => drop(rest.remove(place)),
                None => only.push(line.clone()),
            }
        }
        only
    };
    (only(old, new), only(new, old))
}
