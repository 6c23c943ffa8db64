//! Plugins that CoreDNS asks before `hosts`, and that may answer our names in its stead.

use super::places::Places;
use super::{qualified, shown};
use crate::coredns::Record;
use crate::coredns::corefile::{Directive, ServerBlock, Token, Zone};
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// Types of queries by which an address is asked.
const TYPES: [&str; 3] = ["ANY", "A", "AAAA"];

/// Warns of the lines of a server block that take one of the names from `hosts`.
pub(super) fn look(block: &ServerBlock, places: &Places, records: &[Record]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for directive in &block.directives {
        let takes = match directive.name.as_str() {
            "template" => template,
            "rewrite" => rewrite,
            _ => continue,
        };
        let fitting = records.iter().map(|record| qualified(&record.name)).find(|name| takes(directive, name));
        if let Some((name, first)) = fitting.zip(directive.tokens.first()) {
            let message = format!("CoreDNS asks this `{}` before `hosts`, and `{}` fits it", first.text, shown(&name));
            let warning = Diagnostic::warning(code::COREFILE_BEHAVIOUR, message);
            let help = "see that it does not answer the names of the cluster, or use `--strategy zone`";
            found.push(places.at(first.span, warning.help(help)));
        }
    }
    found
}

/// A template for a class, a type and zones; without a zone it is for all of the server block.
fn template(directive: &Directive, name: &str) -> bool {
    let line = directive.tokens.first().map(|first| first.line);
    let words = directive.tokens.iter().skip(1).take_while(|word| Some(word.line) == line && word.text != "{");
    let words: Vec<&Token> = words.collect();
    let is_asked = words.get(1).is_none_or(|kind| TYPES.contains(&kind.text.to_uppercase().as_str()));
    let mut zones = words.iter().skip(2).map(|zone| Zone::Domain(qualified(&zone.text))).peekable();
    is_asked && (zones.peek().is_none() || zones.any(|zone| zone.holds(name)))
}

/// A rule for a part of names; one by a regular expression is not read.
fn rewrite(directive: &Directive, name: &str) -> bool {
    let mut words = directive.tokens.iter().map(|token| token.text.as_str()).skip_while(|word| *word != "name").skip(1);
    let (Some(kind), Some(part)) = (words.next(), words.next()) else { return false };
    match kind {
        "prefix" => name.starts_with(part),
        "suffix" => name.ends_with(&qualified(part)),
        "substring" => name.contains(part),
        _ => false,
    }
}
