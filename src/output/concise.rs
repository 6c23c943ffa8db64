//! Findings as one line each: `file:line:column: error[RMQ010] message`.

use super::one_line;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Location, Sources};

/// Returns one line for each finding; one without a place begins with `rmq`.
#[must_use]
pub fn lines(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.iter().map(|diagnostic| line(sources, diagnostic)).collect()
}

fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.location.and_then(|location| place(sources, location));
    format!(
        "{}: {}[{}] {}\n",
        place.as_deref().unwrap_or("rmq"),
        diagnostic.severity.word(),
        diagnostic.code,
        one_line(&diagnostic.message)
    )
}

/// Returns a location as `file:line:column`, or nothing when its text is not known.
pub(super) fn place(sources: &Sources, location: Location) -> Option<String> {
    let source = sources.get(location.source)?;
    let position = source.position(location.span.start);
    Some(format!("{}:{}:{}", one_line(&source.name), position.line, position.column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::code;
    use crate::source::Span;

    #[test]
    fn a_finding_is_one_line_whatever_its_message_holds() {
        let mut sources = Sources::new();
        let source = sources.add("a.yaml", "x: 1\nbrokr: 2\n");
        let found = Diagnostic::error(code::UNKNOWN_KEY, "unknown key `a\n\u{1b}[31mb`")
            .at(Location { source, span: Span::new(5, 10) });
        let bare = Diagnostic::warning(code::UNREADABLE_FILE, "cannot read");
        let text = lines(&sources, &[found, bare].into_iter().collect());
        assert_eq!(text, "a.yaml:2:1: error[RMQ010] unknown key `a \u{fffd}[31mb`\nrmq: warning[RMQ007] cannot read\n");
    }
}
