//! Where the bytes of a Corefile stand in the text that was given.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::{Location, SourceId, Span};

/// The way from a Corefile to the text that it came in.
#[derive(Clone, Debug)]
pub struct Places {
    source: SourceId,
    form: Form,
    /// The bytes that were taken out of the Corefile.
    gap: Range<usize>,
}

#[derive(Clone, Debug)]
enum Form {
    /// The text is the Corefile.
    Whole,
    /// The lines of a YAML block: where each starts in the Corefile, and in the text.
    Lines(Vec<(usize, usize)>),
    /// A string in quotes, with the starts of the lines of the Corefile.
    Quoted(Span, Vec<usize>),
}

impl Places {
    /// Returns the places of a text that is a Corefile.
    #[must_use]
    pub fn whole(source: SourceId) -> Self {
        Self { source, form: Form::Whole, gap: 0..0 }
    }

    /// Returns the places of a Corefile that is a string of a YAML document: `written` is its form in `stream`.
    #[must_use]
    pub fn string(source: SourceId, stream: &str, written: Span, corefile: &str) -> Self {
        let quoted = || {
            let starts = corefile.match_indices('\n').map(|(end, _)| end + 1);
            Form::Quoted(written, std::iter::once(0).chain(starts).collect())
        };
        let form = lines(stream, written, corefile).map_or_else(quoted, Form::Lines);
        Self { source, form, gap: 0..0 }
    }

    /// Returns true when the lines of the Corefile are none of the text.
    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.form, Form::Quoted(..))
    }

    /// Returns the places of the Corefile without these bytes.
    pub(super) fn without(&self, gap: Option<Range<usize>>) -> Self {
        Self { gap: gap.unwrap_or(0..0), ..self.clone() }
    }

    /// Points a finding at bytes of the Corefile.
    pub(super) fn at(&self, span: Span, found: Diagnostic) -> Diagnostic {
        let span = self.given(span);
        let found = found.at(self.location(span));
        match &self.form {
            Form::Quoted(_, starts) => {
                let line = starts.partition_point(|start| *start <= span.range().start);
                found.note(format!("it is line {line} of the Corefile"))
            }
            _ => found,
        }
    }

    /// Points at a second place.
    pub(super) fn label(&self, span: Span, text: impl Into<String>, found: Diagnostic) -> Diagnostic {
        found.label(self.location(self.given(span)), text)
    }

    /// Returns where bytes stood before some were taken out.
    fn given(&self, span: Span) -> Span {
        let moved = |offset: usize| if offset >= self.gap.start { offset + self.gap.len() } else { offset };
        let Range { start, end } = span.range();
        let start = moved(start);
        Span::new(start, moved(end.saturating_sub(1)).saturating_add(1).max(start))
    }

    fn location(&self, span: Span) -> Location {
        let Range { start, end } = span.range();
        let span = match &self.form {
            Form::Whole => span,
            Form::Quoted(written, _) => *written,
            Form::Lines(lines) => {
                let line = lines.partition_point(|(line, _)| *line <= start).checked_sub(1);
                let (line, shown) = line.and_then(|line| lines.get(line)).copied().unwrap_or_default();
                let shown = shown + (start - line);
                Span::new(shown, shown + (end - start))
            }
        };
        Location { source: self.source, span }
    }
}

/// Returns where the lines of a `|` block start in the Corefile and in the stream.
fn lines(stream: &str, written: Span, corefile: &str) -> Option<Vec<(usize, usize)>> {
    let text = stream.get(written.range())?;
    let (header, body) = text.strip_prefix('|')?.split_once('\n')?;
    let mut shown = written.range().start + '|'.len_utf8() + header.len() + '\n'.len_utf8();
    let mut start = 0;
    let mut lines = Vec::new();
    let mut raw = body.split_inclusive('\n');
    for line in corefile.split_inclusive('\n') {
        let (raw, bare) = (raw.next().unwrap_or_default(), line.trim_end_matches(['\r', '\n']));
        let indent = raw.trim_end_matches(['\r', '\n']).len().saturating_sub(bare.len());
        lines.push((start, shown + indent));
        (start, shown) = (start + line.len(), shown + raw.len());
    }
    Some(lines)
}
