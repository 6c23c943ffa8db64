//! Lines of others that already say something about our names.

use std::net::IpAddr;

use super::hosts::Hosts;
use super::places::Places;
use crate::coredns::Record;
use crate::coredns::corefile::{Directive, ServerBlock};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::Span;

/// Returns an error for each line that leads a name elsewhere, and an info for each that leads it to the same.
pub(super) fn look(block: &ServerBlock, places: &Places, records: &[Record]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for directive in block.directives_of("hosts") {
        let Ok(hosts) = Hosts::read(directive) else { continue };
        for (name, address, span) in hosts.names() {
            for record in records.iter().filter(|record| super::qualified(&record.name) == name) {
                let is_same = Some(address) == record.address.map(IpAddr::V4);
                found.push(taken(places, span, record, &address.to_string(), is_same));
            }
        }
    }
    for directive in block.directives_of("rewrite") {
        let Some((name, to, span)) = rewritten(directive) else { continue };
        for record in records.iter().filter(|record| super::qualified(&record.name) == name) {
            found.push(taken(places, span, record, &to, to == super::qualified(&record.service)));
        }
    }
    found
}

fn taken(places: &Places, span: Span, record: &Record, to: &str, is_same: bool) -> Diagnostic {
    let name = &record.name;
    if is_same {
        let message = format!("a line that is not of this cluster leads `{name}` to the same place already");
        let info = Diagnostic::info(code::NAME_TAKEN, message);
        return places
            .at(span, info.help("it stays as it is; take it out, so that only the marked lines have to be kept"));
    }
    let message = format!("another line leads `{name}` to {to}");
    let error = Diagnostic::error(code::NAME_TAKEN, message);
    places.at(span, error.help("take the line out, or give the cluster another name or `external.domain`"))
}

/// Returns the name that a rule rewrites exactly, what it becomes, and where the name stands.
fn rewritten(directive: &Directive) -> Option<(String, String, Span)> {
    let mut words = directive.tokens.iter().skip_while(|token| token.text != "name").skip(1);
    let mut from = words.next()?;
    match from.text.as_str() {
        "exact" => from = words.next()?,
        "prefix" | "suffix" | "substring" | "regex" => return None,
        _ => {}
    }
    Some((super::qualified(&from.text), super::qualified(&words.next()?.text), from.span))
}
