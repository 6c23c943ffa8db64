//! Findings as data for programs: the command line, the page and editors read the same fields.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Label};
use crate::source::{Location, Sources};

/// One finding; absent facts are absent fields.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    /// The permanent code, `RMQ010`.
    pub code: String,
    /// The readable name of the code, `unknown-key`.
    pub name: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: Option<Place<'a>>,
    /// The field, as the API server prints paths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    /// Further places.
    pub labels: Vec<Note<'a>>,
    /// Facts behind the finding.
    pub notes: &'a [String],
    /// The way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
}

/// A place in a text: line and column count from 1 and in characters, offset and end from 0 and in bytes of UTF-8.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// The name of the text.
    pub file: &'a str,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The first byte.
    pub offset: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// A further place with what is there.
#[derive(Debug, Serialize)]
pub struct Note<'a> {
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is there.
    pub text: &'a str,
}

/// Returns the findings as data, in order.
#[must_use]
pub fn findings<'a>(sources: &'a Sources, diagnostics: &'a Diagnostics) -> Vec<Finding<'a>> {
    diagnostics.iter().map(|diagnostic| finding(sources, diagnostic)).collect()
}

/// Returns one JSON object for each finding, each on its own line.
#[must_use]
pub fn lines(sources: &Sources, diagnostics: &Diagnostics) -> String {
    findings(sources, diagnostics)
        .iter()
        .filter_map(|finding| serde_json::to_string(finding).ok())
        .map(|line| line + "\n")
        .collect()
}

fn finding<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Finding<'a> {
    Finding {
        code: diagnostic.code.to_string(),
        name: diagnostic.code.name,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        place: diagnostic.location.and_then(|location| place(sources, location)),
        path: diagnostic.path.as_deref(),
        labels: diagnostic.labels.iter().filter_map(|label| note(sources, label)).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    }
}

fn note<'a>(sources: &'a Sources, label: &'a Label) -> Option<Note<'a>> {
    Some(Note { place: place(sources, label.location)?, text: &label.text })
}

fn place(sources: &Sources, location: Location) -> Option<Place<'_>> {
    let source = sources.get(location.source)?;
    let position = source.position(location.span.start);
    Some(Place {
        file: &source.name,
        line: position.line,
        column: position.column,
        offset: location.span.start,
        end: location.span.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;
    use crate::source::Span;

    #[test]
    fn absent_facts_are_absent_fields() {
        let bare: Diagnostics = Diagnostic::error(code::NOT_UTF8, "not text").into();
        assert_eq!(
            lines(&Sources::new(), &bare),
            "{\"code\":\"RMQ006\",\"name\":\"not-utf8\",\"severity\":\"error\",\"message\":\"not text\",\"labels\":[],\"notes\":[]}\n"
        );
    }

    #[test]
    fn places_are_lines_and_bytes() {
        let mut sources = Sources::new();
        let source = sources.add("值.yaml", "中: 1\n中: 2\n");
        let (first, second) = (Span::new(0, 3), Span::new(7, 10));
        let found: Diagnostics = Diagnostic::error(code::DUPLICATE_KEY, "twice")
            .at(Location { source, span: second })
            .label(Location { source, span: first }, "first")
            .path("中")
            .help("remove one")
            .into();
        insta::assert_snapshot!(lines(&sources, &found), @r#"{"code":"RMQ002","name":"duplicate-key","severity":"error","message":"twice","file":"值.yaml","line":2,"column":1,"offset":7,"end":10,"path":"中","labels":[{"file":"值.yaml","line":1,"column":1,"offset":0,"end":3,"text":"first"}],"notes":[],"help":"remove one"}"#);
    }
}
