//! Calls of the library, and findings as text.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use rmq::cluster::RequestedRelease;
use rmq::diagnostic::{Diagnostic, Diagnostics};
use rmq::pipeline::{self, Manifests};
use rmq::source::{Location, Sources};
use rmq::values::Input;

/// What came of one call.
pub(crate) struct Outcome {
    pub(crate) sources: Sources,
    pub(crate) manifests: Option<Manifests>,
    pub(crate) diagnostics: Diagnostics,
}

/// Renders one values file, with one `--set-json` or none.
pub(crate) fn render(name: &str, text: &str, set: Option<&str>, only: &[&str]) -> Outcome {
    let mut sources = Sources::new();
    let mut inputs = vec![Input::File(sources.add(name, text))];
    inputs.extend(set.map(|expression| Input::SetJson(sources.add("--set-json[0]", expression))));
    let only: Vec<String> = only.iter().map(|word| (*word).to_owned()).collect();
    let report = pipeline::render(&sources, &inputs, &RequestedRelease::default(), &only);
    Outcome { sources, manifests: report.value, diagnostics: report.diagnostics }
}

impl Outcome {
    /// Returns `file:line:column` of a place.
    fn place(&self, location: Location) -> String {
        let source = self.sources.get(location.source).unwrap();
        let position = source.position(location.span.start);
        format!("{}:{}:{}", source.name, position.line, position.column)
    }

    /// Returns the line of a finding, if it has a place.
    pub(crate) fn line(&self, finding: &Diagnostic) -> Option<usize> {
        let location = finding.location?;
        Some(self.sources.get(location.source)?.position(location.span.start).line)
    }

    /// Returns one line: place, severity, code and message.
    pub(crate) fn concise(&self, finding: &Diagnostic) -> String {
        let place = finding.location.map_or("rmq".to_owned(), |location| self.place(location));
        format!("{place}: {}[{}] {}", finding.severity.word(), finding.code, finding.message)
    }

    /// Returns the concise line with everything that explains it, one line each.
    pub(crate) fn explained(&self, finding: &Diagnostic) -> String {
        let mut text = self.concise(finding) + "\n";
        for label in &finding.labels {
            let _ = writeln!(text, "  {}: {}", self.place(label.location), label.text);
        }
        for note in &finding.notes {
            let _ = writeln!(text, "  note: {note}");
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  help: {help}");
        }
        text
    }
}

/// Returns a path in the project.
pub(crate) fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// Reads a file of the project.
pub(crate) fn read(relative: &str) -> String {
    std::fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// Returns the names in a folder, in order.
pub(crate) fn names(relative: &str) -> Vec<String> {
    let entries = std::fs::read_dir(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"));
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Returns the values files of a folder by the beginning of their names, in order.
pub(crate) fn values_files(folder: &str, start: &str) -> Vec<String> {
    let is_wanted =
        |name: &String| name.starts_with(start) && Path::new(name).extension().is_some_and(|end| end == "yaml");
    names(folder).into_iter().filter(is_wanted).collect()
}
