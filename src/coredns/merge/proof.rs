//! What CoreDNS reads in a merged Corefile: our lines where they belong, and everything else as before.

use std::net::IpAddr;
use std::ops::Range;

use super::hosts::Hosts;
use crate::coredns::Record;
use crate::coredns::corefile::{Corefile, Token};

/// What was to become of our lines.
pub(super) enum Wanted<'a> {
    /// The names have their addresses by the only `hosts` of the server block with this number.
    Hosts(usize, &'a [Record]),
    /// As many directives of the server block with this number are ours.
    Directives(usize, usize),
    /// One server block is ours.
    Block,
}

/// Returns true when a text reads as one before it did, but for our lines in this range, and those as wanted.
pub(super) fn holds(before: &Corefile, text: &str, ours: &Range<usize>, wanted: &Wanted<'_>) -> bool {
    let Ok(after) = Corefile::parse(text) else { return false };
    let is_ours = |token: &Token| ours.contains(&token.span.range().start);
    if shape(&after, is_ours) != shape(before, |_| false) || after.imports.len() != before.imports.len() {
        return false;
    }
    match wanted {
        Wanted::Hosts(number, records) => {
            let Some(block) = after.blocks.get(*number) else { return false };
            let mut all = block.directives_of("hosts").map(Hosts::read);
            match (all.next(), all.next()) {
                (Some(Ok(hosts)), None) => records.iter().all(|record| has(&hosts, record)),
                _ => false,
            }
        }
        Wanted::Directives(number, count) => after.blocks.get(*number).is_some_and(|block| {
            let firsts = block.directives.iter().filter_map(|directive| directive.tokens.first());
            firsts.filter(|first| is_ours(first)).count() == *count
        }),
        Wanted::Block => after.blocks.len() == before.blocks.len() + 1,
    }
}

fn has(hosts: &Hosts<'_>, record: &Record) -> bool {
    let name = super::qualified(&record.name);
    hosts.names().any(|(found, address, _)| found == name && Some(address) == record.address.map(IpAddr::V4))
}

type Shape = Vec<(Vec<String>, Vec<Vec<String>>)>;

/// Returns the words of all server blocks, without some of them.
fn shape(corefile: &Corefile, is_left_out: impl Fn(&Token) -> bool) -> Shape {
    let mut shape = Shape::new();
    for block in &corefile.blocks {
        let keys = block.keys.iter().map(|key| &key.token);
        let keys: Vec<String> = keys.filter(|token| !is_left_out(token)).map(|token| token.text.clone()).collect();
        let mut directives = Vec::new();
        for directive in &block.directives {
            let words = directive.tokens.iter().filter(|token| !is_left_out(token));
            let words: Vec<String> = words.map(|token| token.text.clone()).collect();
            if !words.is_empty() {
                directives.push(words);
            }
        }
        if !keys.is_empty() || !directives.is_empty() {
            shape.push((keys, directives));
        }
    }
    shape
}
