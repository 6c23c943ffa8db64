//! What `import` names: a snippet of the same file, or files that only CoreDNS sees.

use super::Fault;
use super::lexer::Token;
use crate::source::Span;

/// An `import` of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The file, or a pattern for files.
    pub pattern: String,
    /// The bytes of the word and its argument.
    pub span: Span,
    /// Where it stands.
    pub place: ImportPlace,
}

/// Where an `import` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportPlace {
    /// Outside of the server blocks: the files bring more of them.
    Top,
    /// Among the directives of the server block with this number: the files bring more of those.
    Block(usize),
    /// Inside the braces of a directive of the server block with this number.
    Directive(usize),
}

/// Refuses a pattern that CoreDNS refuses whatever files there are.
pub(super) fn check(pattern: &Token) -> Result<(), Fault> {
    let count = |wildcard: char| pattern.text.matches(wildcard).count();
    let has_class = pattern.text.contains('[') && pattern.text.contains(']');
    if count('*') > 1 || count('?') > 1 || has_class {
        let message = format!("`import {}` has more than one wildcard", pattern.text);
        return Err(Fault::new(pattern.span, message, "keep one `*` or `?`"));
    }
    if is_malformed(&pattern.text) {
        let message = format!("`import {}` is no pattern for files", pattern.text);
        return Err(Fault::new(pattern.span, message, "take out the `[`, or the `\\` at the end"));
    }
    Ok(())
}

/// Returns true for a `[` without its `]`, and for a backslash at the end; behind a `*` CoreDNS finds that out only when
/// there are files to compare.
fn is_malformed(pattern: &str) -> bool {
    let mut chars = pattern.trim_end_matches('/').chars();
    loop {
        match chars.next() {
            None | Some('*') => return false,
            Some('[') => return true,
            Some('\\') if chars.next().is_none() => return true,
            Some(_) => {}
        }
    }
}
