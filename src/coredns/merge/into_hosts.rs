//! Lines of the `hosts` plugin: in the block that is there, or in a new one.

use super::hosts::{Hosts, Oddity};
use super::proof::Wanted;
use super::stretch::{self, OWN_END, OWN_HOSTS};
use super::{Base, Plan, Strategy, into_block, qualified, shadow, shown};
use crate::coredns::corefile::{Directive, ImportPlace, Zone};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, code};
use crate::source::Span;

/// The file that the plugin reads anyway: it holds the names of the Pod of CoreDNS.
const DEFAULT_FILE: &str = "/etc/hosts";
const OTHER_WAYS: &str = "use `--strategy zone` or `--strategy rewrite`";

pub(super) fn plan<'a>(base: &Base<'a>, found: &mut Diagnostics) -> Result<Plan<'a>, Diagnostics> {
    let lines = base.snippet(Strategy::Hosts)?.entries;
    found.extend(shadow::look(base.target.block, base.places, base.records));
    let wanted = Wanted::Hosts(base.target.number, base.records);
    let mut all = base.target.block.directives_of("hosts");
    match (all.next(), all.next()) {
        (Some(first), Some(second)) => Err(twice(base, first, second)),
        (Some(hosts), None) => {
            let (at, indent) = place(base, hosts, found)?;
            Ok(Plan { lines: base.markers.around(&lines, &indent, base.line_end), at, wanted })
        }
        (None, _) => {
            refuse_imports(base)?;
            let (at, indent) = into_block::end(base)?;
            Ok(Plan { lines: own_block(base, &lines, &indent), at, wanted })
        }
    }
}

/// Returns a block for the lines.
fn own_block(base: &Base<'_>, lines: &[String], indent: &str) -> String {
    let step = if indent.is_empty() { "    " } else { indent };
    let inner = format!("{indent}{step}");
    let [ttl, fallthrough, end] = OWN_END;
    let line = |indent: &str, text: &str| format!("{indent}{text}{}", base.line_end);
    line(indent, OWN_HOSTS)
        + &base.markers.around(lines, &inner, base.line_end)
        + &line(&inner, ttl)
        + &line(&inner, fallthrough)
        + &line(indent, end)
}

/// Returns where in a `hosts` block lines go, with their indentation.
fn place(base: &Base<'_>, directive: &Directive, found: &mut Diagnostics) -> Result<(usize, String), Diagnostics> {
    let start = directive.tokens.first().map_or(Span::new(0, 0), |token| token.span);
    if directive.tokens.iter().any(|token| token.is_imported) {
        let message = "the `hosts` of this server block stands in a snippet, which others may import too";
        return Err(refused(base, start, code::HOSTS_UNFIT, message, "move it into the server block"));
    }
    refuse_import_inside(base, start)?;
    let hosts = Hosts::read(directive).map_err(|(span, oddity)| odd(base, span, oddity))?;
    if let Some(file) = hosts.file.filter(|file| file.text != DEFAULT_FILE || file.has_variable) {
        let message =
            format!("`hosts` reads {}, which rmq does not see: a name in it would get two answers", file.text);
        return Err(refused(base, file.span, code::COREFILE_UNSEEN, &message, OTHER_WAYS));
    }
    refuse_zones(base, &hosts)?;
    let Some((open, close)) = hosts.braces else {
        let message = "this `hosts` has no block, so every name that is not in its file gets SERVFAIL";
        return Err(refused(base, start, code::HOSTS_UNFIT, message, "give it one: `hosts {`, `fallthrough`, `}`"));
    };
    found.extend(warnings(base, &hosts, start));
    let next = hosts.entries.iter().find(|entry| entry.is_option()).map_or(close, |entry| entry.first);
    let lead = stretch::indent(base.text, next.span.range().start);
    let Some(lead) = lead.filter(|_| next.line > open.line) else {
        return Err(odd(base, next.span, Oddity::Brace));
    };
    let inner = match hosts.entries.first() {
        Some(entry) => stretch::indent(base.text, entry.first.span.range().start).unwrap_or(lead).to_owned(),
        None => format!("{lead}{}", if lead.is_empty() { "    " } else { lead }),
    };
    Ok((stretch::line_start(base.text, next.span.range().start), inner))
}

fn warnings(base: &Base<'_>, hosts: &Hosts<'_>, start: Span) -> Diagnostics {
    let mut found = Diagnostics::new();
    if !hosts.has("fallthrough") {
        let message = "this `hosts` has no `fallthrough`: every name that is not in it gets SERVFAIL, so it was before";
        let warning = Diagnostic::warning(code::COREFILE_BEHAVIOUR, message);
        found.push(base.places.at(start, warning.help("add the line `fallthrough` as the last one of the block")));
    }
    for word in hosts.dropped() {
        let message = format!("CoreDNS drops this line of `hosts` without a word: `{}` is no address", word.text);
        let warning = Diagnostic::warning(code::COREFILE_BEHAVIOUR, message);
        found.push(
            base.places.at(word.span, warning.help("begin a comment with `#`, and every other line with an address")),
        );
    }
    if hosts.has("no_reverse") {
        let message = "this `hosts` has `no_reverse`: addresses do not lead back to the names";
        let info = Diagnostic::info(code::COREFILE_BEHAVIOUR, message);
        found.push(base.places.at(start, info.help("RocketMQ does not need it; leave it so")));
    }
    found
}

/// A name outside of the zones of the plugin is dropped without a word.
fn refuse_zones(base: &Base<'_>, hosts: &Hosts<'_>) -> Result<(), Diagnostics> {
    let Some(first) = hosts.zones.first() else { return Ok(()) };
    let zones: Vec<Zone> = hosts.zones.iter().map(|zone| Zone::Domain(qualified(&zone.text))).collect();
    let is_outside = |name: &String| !zones.iter().any(|zone| zone.holds(name));
    match base.records.iter().map(|record| qualified(&record.name)).find(is_outside) {
        Some(name) => {
            let message =
                format!("this `hosts` takes names of its zones only and drops `{}` without a word", shown(&name));
            Err(refused(base, first.span, code::HOSTS_UNFIT, &message, OTHER_WAYS))
        }
        None => Ok(()),
    }
}

fn refuse_imports(base: &Base<'_>) -> Result<(), Diagnostics> {
    let place = ImportPlace::Block(base.target.number);
    match base.corefile.imports.iter().find(|import| import.place == place) {
        Some(import) => {
            let message = format!(
                "`import {}` may bring a `hosts` of its own: with two of them CoreDNS does not start",
                import.pattern
            );
            Err(refused(base, import.span, code::COREFILE_UNSEEN, &message, OTHER_WAYS))
        }
        None => Ok(()),
    }
}

fn refuse_import_inside(base: &Base<'_>, start: Span) -> Result<(), Diagnostics> {
    let place = ImportPlace::Directive(base.target.number);
    let next = base.target.block.directives.iter().filter_map(|directive| directive.tokens.first());
    let end = next.map(|token| token.span.start).filter(|next| *next > start.start).min().unwrap_or(u32::MAX);
    let is_inside = |span: Span| span.start > start.start && span.start < end;
    match base.corefile.imports.iter().find(|import| import.place == place && is_inside(import.span)) {
        Some(import) => {
            let message = format!("`import {}` brings lines into this `hosts` that rmq does not see", import.pattern);
            Err(refused(base, import.span, code::COREFILE_UNSEEN, &message, OTHER_WAYS))
        }
        None => Ok(()),
    }
}

fn odd(base: &Base<'_>, span: Span, oddity: Oddity) -> Diagnostics {
    let (message, help) = match oddity {
        Oddity::Brace => (
            "CoreDNS reads this `hosts` otherwise than it looks: the block wants a line for each entry and for its `}`",
            "break the line, so that `{` ends the first one and `}` stands alone on the last",
        ),
        Oddity::LineTooLate => {
            ("CoreDNS takes no line behind `fallthrough` in `hosts`", "move `fallthrough` to the end of the block")
        }
        Oddity::Behind => ("CoreDNS takes nothing behind the `}` of `hosts`", "begin a new line there"),
    };
    refused(base, span, code::HOSTS_UNFIT, message, help)
}

fn twice(base: &Base<'_>, first: &Directive, second: &Directive) -> Diagnostics {
    let span = |directive: &Directive| directive.tokens.first().map_or(Span::new(0, 0), |token| token.span);
    let message = "`hosts` stands twice in this server block: CoreDNS does not start with it";
    let error = Diagnostic::error(code::HOSTS_UNFIT, message).help("make one block of the two");
    base.places.label(span(first), "the first one", base.places.at(span(second), error)).into()
}

pub(super) fn refused(base: &Base<'_>, span: Span, code: Code, message: &str, help: &str) -> Diagnostics {
    base.places.at(span, Diagnostic::error(code, message).help(help)).into()
}
