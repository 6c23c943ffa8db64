//! Findings for people: the message, the lines it is about, the facts behind it and the way out.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{one_line, window};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::{Location, Source, Sources, Span};

const WIDTH: usize = 120;

/// Whether the text carries colours for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Off,
    /// Escape sequences of terminals.
    On,
}

/// The texts that findings point into, and the places in them that no window shows.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The places of secrets, as `values::secret_locations` knows them.
    pub secrets: &'a [Location],
}

/// Returns the findings in order, each followed by an empty line.
#[must_use]
pub fn blocks(context: Context<'_>, diagnostics: &Diagnostics, colour: Colour) -> String {
    diagnostics.iter().map(|diagnostic| block(context, diagnostic, colour)).collect()
}

fn block(context: Context<'_>, diagnostic: &Diagnostic, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Off => Renderer::plain(),
        Colour::On => Renderer::styled(),
    };
    renderer.term_width(WIDTH).render(&[group(context, diagnostic)]) + "\n\n"
}

fn group<'a>(context: Context<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    let title = level(diagnostic.severity).primary_title(one_line(&diagnostic.message)).id(diagnostic.code.to_string());
    let field = diagnostic.path.iter().filter(|path| !is_named(&diagnostic.message, path));
    Group::with_title(title)
        .elements(places(context, diagnostic))
        .elements(field.map(|path| Level::NOTE.message(format!("the field is `{}`", one_line(path)))))
        .elements(diagnostic.notes.iter().map(|note| Level::NOTE.message(one_line(note))))
        .elements(diagnostic.help.iter().map(|help| Level::HELP.message(one_line(help))))
}

/// Returns true when the message names the field, or its last part as a name.
fn is_named(message: &str, path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or_default();
    message.contains(path) || message.contains(&format!("`{last}`"))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// Returns the place with the labels near it, then the labels that need a window of their own.
fn places<'a>(context: Context<'a>, diagnostic: &'a Diagnostic) -> Vec<Element<'a>> {
    let main = diagnostic.location.map(|location| (location, None));
    let labels = diagnostic.labels.iter().map(|label| (label.location, Some(label.text.as_str())));
    let mut windows: Vec<Vec<Mark<'a>>> = Vec::new();
    for mark in main.into_iter().chain(labels) {
        match windows.first_mut().filter(|window| is_near(context.sources, window[0].0, mark.0)) {
            Some(first) => first.push(mark),
            None => windows.push(vec![mark]),
        }
    }
    windows.iter().flat_map(|marks| shown(context, marks, diagnostic.secret)).collect()
}

/// A place with what is there; the place of the finding itself has no text.
type Mark<'a> = (Location, Option<&'a str>);

fn is_near(sources: &Sources, main: Location, other: Location) -> bool {
    main.source == other.source
        && sources.get(main.source).is_some_and(|source| window::near(source, main.span, other.span))
}

/// Returns marks of one text as a window, or as bare positions when no line may or can be shown.
fn shown<'a>(context: Context<'a>, marks: &[Mark<'a>], secret: bool) -> Vec<Element<'a>> {
    let source = marks.first().and_then(|(location, _)| Some((location.source, context.sources.get(location.source)?)));
    let Some((id, source)) = source else { return Vec::new() };
    let secrets = context.secrets.iter().filter(|place| place.source == id);
    let secrets: Vec<Span> = secrets.map(|place| place.span).collect();
    let spans: Vec<Span> = marks.iter().map(|(location, _)| location.span).collect();
    match window::window(source, &spans, &secrets).filter(|_| !secret) {
        Some(window) => {
            let places = marks.iter().zip(window.places).map(|((_, text), place)| annotation(*text, place));
            let snippet = Snippet::source(window.text).line_start(window.first_line).annotations(places);
            vec![snippet.path(one_line(&source.name)).into()]
        }
        None => marks.iter().flat_map(|mark| position(source, mark)).collect(),
    }
}

fn annotation(text: Option<&str>, place: Range<usize>) -> Annotation<'_> {
    match text {
        Some(text) => AnnotationKind::Context.span(place).label(one_line(text)),
        None => AnnotationKind::Primary.span(place),
    }
}

fn position<'a>(source: &'a Source, (location, text): &Mark<'a>) -> Vec<Element<'a>> {
    let position = source.position(location.span.start);
    let origin = Origin::path(one_line(&source.name)).line(position.line).char_column(position.column);
    let text = text.map(|text| Level::NOTE.message(one_line(text)).into());
    std::iter::once(origin.into()).chain(text).collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::diagnostic::code;

    fn at(sources: &mut Sources, name: &str, text: &str, part: &str) -> Location {
        let start = text.rfind(part).unwrap();
        Location { source: sources.add(name, text), span: Span::new(start, start + part.len()) }
    }

    fn plain(sources: &Sources, diagnostic: Diagnostic) -> String {
        blocks(Context { sources, secrets: &[] }, &diagnostic.into(), Colour::Off)
    }

    #[test]
    fn a_finding_shows_its_line_and_the_way_out() {
        let mut sources = Sources::new();
        let place = at(&mut sources, "values.yaml", "mode: dledger\n\nbrokr:\n  port: 1\n", "brokr");
        let found = Diagnostic::error(code::UNKNOWN_KEY, "unknown key `brokr`").at(place);
        assert_snapshot!(plain(
            &sources,
            found.path("brokr").note("keys are case-sensitive").help("did you mean `broker`?")
        ));
    }

    #[test]
    fn labels_stand_where_they_belong() {
        let mut sources = Sources::new();
        let text = format!("a: 1\nb: 2\n{}a: 3\n", "# x\n".repeat(40));
        let source = sources.add("values.yaml", text.clone());
        let other = at(&mut sources, "--set[0]", "a=4", "a");
        let here = |start: usize| Location { source, span: Span::new(start, start + 1) };
        let found = Diagnostic::error(code::DUPLICATE_KEY, "the key `a` stands twice")
            .at(here(5))
            .label(here(0), "near")
            .label(here(text.len() - 5), "far")
            .label(other, "elsewhere");
        assert_snapshot!(plain(&sources, found));
    }

    #[test]
    fn without_a_place_there_is_still_a_message_and_help() {
        let found = Diagnostic::error(code::UNREADABLE_FILE, "cannot read `x`").help("check the path");
        assert_snapshot!(plain(&Sources::new(), found));
    }

    #[test]
    fn secrets_are_not_shown() {
        let mut sources = Sources::new();
        let place = at(&mut sources, "values.yaml", "acl:\n  accessKey: hunter2 \n", "hunter2");
        let flagged = at(&mut sources, "b.yaml", "x: hunter2\n", "hunter2");
        let found = Diagnostic::error(code::WRONG_TYPE, "expected a list").at(place).label(flagged, "and here");
        assert_snapshot!(plain(&sources, found.clone().at(flagged).label(place, "there").secret()));
        let own = Diagnostic::error(code::WRONG_TYPE, "expected a list").at(place);
        assert_snapshot!(plain(&sources, own));
    }

    #[test]
    fn a_long_line_and_control_characters_stay_harmless() {
        let mut sources = Sources::new();
        let text = format!("{}bad\u{1b}[31m{}", "a".repeat(4000), "b".repeat(4000));
        let place = at(&mut sources, "v\u{1b}.yaml", &text, "bad");
        let shown = plain(&sources, Diagnostic::error(code::INVALID_YAML, "no \u{1b}[31m").at(place).help("a\u{7}b"));
        assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
        assert_snapshot!(shown);
    }
}
