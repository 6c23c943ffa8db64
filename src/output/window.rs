//! The lines of a text around the places of a finding, small whatever the text is.
//!
//! Secrets are marked, so places are computed anew; what stands before a mark keeps its column.

use std::ops::Range;

use super::mask::{self, Shown};
use crate::source::{Source, Span};

/// Places further apart than this get windows of their own.
const REACH: usize = 30;
/// A line with more bytes is not shown: it was written by a program, and nobody finds a place in it by looking.
const LONGEST: usize = 8192;

/// Consecutive lines of a text with places in them.
pub(super) struct Window {
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The lines.
    pub(super) text: String,
    /// The places in `text`, in the order in which they were asked for.
    pub(super) places: Vec<Range<usize>>,
}

/// A place with the line in which it begins.
struct Place {
    number: usize,
    line_start: usize,
    span: Span,
}

/// Returns true when two places of one text fit into one window.
pub(super) fn near(source: &Source, one: Span, other: Span) -> bool {
    source.position(one.start).line.abs_diff(source.position(other.start).line) <= REACH
}

/// Returns the window that shows these places, which are near each other.
///
/// Nothing is returned when there is nothing to see: only blanks, or a line that is too long to be read.
pub(super) fn window(source: &Source, spans: &[Span], secrets: &[Span]) -> Option<Window> {
    let places: Vec<Place> = spans.iter().map(|span| place(source, *span)).collect();
    let first = places.iter().min_by_key(|place| place.number)?;
    let last = places.iter().max_by_key(|place| place.number)?;
    let mut window = Window { first_line: first.number, text: String::new(), places: vec![0..0; places.len()] };
    let mut start = first.line_start;
    for number in first.number..=last.number {
        let here: Vec<usize> = (0..places.len()).filter(|index| places[*index].number == number).collect();
        push_line(&mut window, &mask::line(&source.text, start, secrets), start, &here, &places)?;
        start = next_line(&source.text, start);
    }
    (!window.text.trim().is_empty()).then_some(window)
}

fn place(source: &Source, span: Span) -> Place {
    let text = &source.text;
    let offset = (span.start as usize).min(text.len());
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { number: source.position(span.start).line, line_start, span }
}

fn next_line(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |newline| start + newline + 1)
}

fn push_line(window: &mut Window, shown: &Shown, start: usize, here: &[usize], places: &[Place]) -> Option<()> {
    if shown.text.len() > LONGEST {
        return None;
    }
    let base = window.text.len();
    for index in here {
        let span = in_line(shown, start, places[*index].span);
        window.places[*index] = base + span.start..base + span.end;
    }
    window.text.push_str(&shown.text);
    window.text.push('\n');
    Some(())
}

/// Returns the place inside the shown line: what is marked is pointed at as a whole.
fn in_line(shown: &Shown, start: usize, span: Span) -> Range<usize> {
    let end = shown.text.len();
    let from = (span.start as usize).saturating_sub(start).min(end);
    let to = (span.end as usize).saturating_sub(start).min(end).max(from);
    match shown.masked_from {
        Some(mark) if from >= mark => mark..end,
        Some(mark) if to > mark => from..end,
        _ => from..to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[(usize, usize)]) -> (usize, String, Vec<String>) {
        let source = Source { name: "a".into(), text: text.into() };
        let spans: Vec<Span> = spans.iter().map(|(start, end)| Span::new(*start, *end)).collect();
        let window = window(&source, &spans, &[]).expect("a window");
        let places = window.places.iter().map(|place| window.text.get(place.clone()).unwrap().to_owned()).collect();
        (window.first_line, window.text, places)
    }

    #[test]
    fn a_window_holds_the_lines_of_its_places() {
        assert_eq!(
            shown("a: 1\nb: 2\nc: 3\n", &[(10, 11), (5, 6)]),
            (2, "b: 2\nc: 3\n".into(), vec!["c".into(), "b".into()])
        );
        assert_eq!(shown("a: |\n  x\n  y\n", &[(0, 12)]), (1, "a: |\n".into(), vec!["a: |".into()]));
    }

    #[test]
    fn what_is_marked_is_pointed_at_as_a_whole() {
        assert_eq!(shown("password: hunter2", &[(12, 14)]).2, ["***"]);
        assert_eq!(shown("password: hunter2", &[(0, 17)]).2, ["password: ***"]);
        assert_eq!(shown("password: hunter2", &[(0, 8)]).2, ["password"]);
    }

    #[test]
    fn nothing_to_see_is_no_window() {
        let source = Source { name: "a".into(), text: "a: 1\n\n".into() };
        assert!(window(&source, &[Span::new(6, 6)], &[]).is_none());
        assert!(window(&source, &[Span::new(99, 120)], &[]).is_none());
        assert!(window(&source, &[], &[]).is_none());
        let long = Source { name: "a".into(), text: "x".repeat(LONGEST + 1) };
        assert!(window(&long, &[Span::new(5, 6)], &[]).is_none());
    }
}
