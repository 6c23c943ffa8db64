//! Lines of a server block, and server blocks.

use super::into_hosts::refused;
use super::proof::Wanted;
use super::{Base, Plan, Strategy, stretch};
use crate::coredns::corefile::{Corefile, Directive, ImportPlace, Key, ServerBlock, Zone};
use crate::coredns::{PORT, node_local};
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// Plans `rewrite` lines, before those that are there: the first rule that fits ends the search.
pub(super) fn rewrite<'a>(base: &Base<'a>) -> Result<Plan<'a>, Diagnostics> {
    if base.target.block.directives_of("kubernetes").next().is_none() {
        let message =
            "this server block has no `kubernetes`, so it does not know the Services to which names would lead";
        let help = "use `--strategy hosts`, or give the Corefile of the CoreDNS that answers for the Services";
        return Err(refused(base, base.target.span(), code::STRATEGY_UNFIT, message, help));
    }
    let lines = base.snippet(Strategy::Rewrite)?.lines;
    let first = base.target.block.directives_of("rewrite").filter_map(|directive| directive.tokens.first());
    let own = first.filter(|token| !token.is_imported).map(|token| token.span.range().start).next();
    let (at, indent) = match own.and_then(|start| Some((start, stretch::indent(base.text, start)?))) {
        Some((start, indent)) => (stretch::line_start(base.text, start), indent.to_owned()),
        None => end(base)?,
    };
    let wanted = Wanted::Directives(base.target.number, lines.len());
    Ok(Plan { lines: base.markers.around(&lines, &indent, base.line_end), at, wanted })
}

/// Plans a server block that answers the names.
pub(super) fn zone<'a>(base: &Base<'a>, found: &mut Diagnostics) -> Result<Plan<'a>, Diagnostics> {
    let lines = with_bind(base, base.snippet(Strategy::Zone)?.lines);
    server_block(base, &lines, found)
}

/// Plans a server block that asks CoreDNS for the names, as the one for the cluster domain does.
pub(super) fn forward<'a>(base: &Base<'a>, found: &mut Diagnostics) -> Result<Plan<'a>, Diagnostics> {
    let domain = super::qualified(&base.cluster.cluster_domain);
    let is_of_cluster =
        |block: &&ServerBlock| block.keys.iter().any(|key| matches!(&key.zone, Zone::Domain(zone) if *zone == domain));
    let block = base.corefile.blocks.iter().find(is_of_cluster);
    let servers: Vec<String> =
        block.iter().flat_map(|block| block.directives_of("forward")).flat_map(arguments).skip(1).collect();
    if servers.is_empty() {
        let message = format!(
            "no server block forwards the names of `{}`, so this is not the Corefile of NodeLocal DNSCache",
            base.cluster.cluster_domain
        );
        let help = "give its ConfigMap, often node-local-dns or nodelocaldns";
        return Err(refused(base, base.target.span(), code::STRATEGY_UNFIT, &message, help));
    }
    let bind: Vec<String> = base.target.block.directives_of("bind").flat_map(arguments).collect();
    let port = base.target.port.parse().unwrap_or(PORT);
    let lines = node_local::lines(base.cluster, port, &bind.join(" "), &servers.join(" "))?;
    server_block(base, &lines, found)
}

/// Plans a server block at the end of the file.
fn server_block<'a>(base: &Base<'a>, lines: &[String], found: &mut Diagnostics) -> Result<Plan<'a>, Diagnostics> {
    if base.target.block.open.is_none() {
        let message = "this server block has no braces, so no other can follow it";
        let help = "put `{` behind its zone and `}` at the end";
        return Err(refused(base, base.target.span(), code::STRATEGY_UNFIT, message, help));
    }
    let keys = Corefile::parse(&lines.join("\n")).map(|own| own.blocks).unwrap_or_default();
    let keys: Vec<&Key> = keys.iter().flat_map(|block| &block.keys).collect();
    refuse_same(base, &keys)?;
    for import in base.corefile.imports.iter().filter(|import| import.place == ImportPlace::Top) {
        let message = format!(
            "`import {}` may bring a server block for the same zone: CoreDNS would not start then",
            import.pattern
        );
        let warning = Diagnostic::warning(code::COREFILE_UNSEEN, message);
        let help = "look into the ConfigMap that it reads, often coredns-custom";
        found.push(base.places.at(import.span, warning.help(help)));
    }
    let lines = base.markers.around(lines, "", base.line_end);
    Ok(Plan { lines, at: base.text.len(), wanted: Wanted::Block })
}

/// CoreDNS does not start with two server blocks for one zone and port.
fn refuse_same(base: &Base<'_>, own: &[&Key]) -> Result<(), Diagnostics> {
    let is_same = |key: &&Key| {
        own.iter().any(|own| own.zone == key.zone && own.port == key.port && own.transport == key.transport)
    };
    match base.corefile.blocks.iter().flat_map(|block| &block.keys).find(is_same) {
        Some(same) => {
            let message = format!("a server block for `{}` is there already, and it is not ours", same.token.text);
            let help = "use `--strategy hosts`, which puts the lines into it";
            Err(refused(base, same.token.span, code::STRATEGY_UNFIT, &message, help))
        }
        None => Ok(()),
    }
}

/// Listens where the server block listens that answers everything else.
fn with_bind(base: &Base<'_>, mut lines: Vec<String>) -> Vec<String> {
    let bind: Vec<String> = base.target.block.directives_of("bind").flat_map(arguments).collect();
    let open = lines.iter().position(|line| line.ends_with('{'));
    if let Some(open) = open.filter(|_| !bind.is_empty()) {
        lines.insert(open + 1, format!("    bind {}", bind.join(" ")));
    }
    lines
}

/// Returns the words behind the name of a directive, up to its block.
fn arguments(directive: &Directive) -> Vec<String> {
    directive.tokens.iter().skip(1).map(|token| token.text.clone()).take_while(|word| word != "{").collect()
}

/// Returns where a new directive goes in the server block, last of all, with its indentation.
pub(super) fn end(base: &Base<'_>) -> Result<(usize, String), Diagnostics> {
    let block = base.target.block;
    let firsts = block.directives.iter().filter_map(|directive| directive.tokens.first());
    let mut own = firsts.filter(|token| !token.is_imported);
    let indent = own.find_map(|token| stretch::indent(base.text, token.span.range().start)).unwrap_or("    ");
    let Some(open) = &block.open else { return Ok((base.text.len(), indent.to_owned())) };
    let Some(close) = block.close.as_ref().filter(|close| !close.is_imported) else {
        let message = "this server block is not closed: CoreDNS takes the brace of a directive for its own";
        return Err(refused(base, open.span, code::COREFILE_SYNTAX, message, "add the `}` that is missing"));
    };
    let start = close.span.range().start;
    if stretch::indent(base.text, start).is_none() {
        let message = "the `}` of this server block stands behind other words";
        return Err(refused(base, close.span, code::COREFILE_SYNTAX, message, "put it on a line of its own"));
    }
    Ok((stretch::line_start(base.text, start), indent.to_owned()))
}
