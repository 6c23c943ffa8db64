//! The server block that answers the names.

use std::collections::BTreeSet;

use super::places::Places;
use super::shown;
use crate::coredns::corefile::{Corefile, Key, ServerBlock, Zone};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::Span;

/// A server block, with the port on which it is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    pub(super) number: usize,
    pub(super) block: &'a ServerBlock,
    pub(super) port: &'a str,
}

impl Target<'_> {
    /// Returns the place of its first key.
    pub(super) fn span(&self) -> Span {
        self.block.keys.first().map_or(Span::new(0, 0), |key| key.token.span)
    }
}

/// Finds the server block that answers names, which are in lower case and end with a dot.
///
/// # Diagnostics
///
/// RMQ033 when there is none or more than one, RMQ034 when it depends on a variable of the environment.
pub(super) fn find<'a>(
    corefile: &'a Corefile,
    places: &Places,
    names: &[String],
    port: Option<u16>,
) -> Result<Target<'a>, Diagnostics> {
    let keys = || corefile.blocks.iter().flat_map(|block| &block.keys);
    if let Some(key) = keys().find(|key| key.token.has_variable) {
        return Err(super::unseen_key(places, key.token.span));
    }
    let port = port.map_or_else(|| asked_port(corefile, places, names), |port| Ok(port.to_string()))?;
    let mut found: Option<(usize, &ServerBlock, &Key)> = None;
    for name in names {
        let answering = answering(corefile, name, &port);
        let (number, block, key) = match answering.as_slice() {
            [one] => *one,
            [] => return Err(nobody(corefile, places, name, &port)),
            several => return Err(several_answer(places, name, several)),
        };
        match found {
            Some((other, _, first)) if other != number => return Err(split(places, first, key)),
            _ => found = Some((number, block, key)),
        }
    }
    match found {
        Some((number, block, key)) => Ok(Target { number, block, port: &key.port }),
        None => Err(nobody(corefile, places, ".", &port)),
    }
}

type Answering<'a> = (usize, &'a ServerBlock, &'a Key);

/// Returns the server blocks with the longest zone that holds a name.
fn answering<'a>(corefile: &'a Corefile, name: &str, port: &str) -> Vec<Answering<'a>> {
    let mut best: Vec<Answering<'a>> = Vec::new();
    for (number, block) in corefile.blocks.iter().enumerate() {
        for key in block.keys.iter().filter(|key| is_asked(key) && key.port == port && key.zone.holds(name)) {
            let length = best.first().map(|(_, _, best)| length(&best.zone));
            if length < Some(self::length(&key.zone)) {
                best.clear();
            }
            if length <= Some(self::length(&key.zone)) {
                best.push((number, block, key));
            }
        }
    }
    best
}

fn length(zone: &Zone) -> usize {
    match zone {
        Zone::Domain(name) => name.len(),
        Zone::Reverse(_) => 0,
    }
}

/// Pods ask by plain DNS.
fn is_asked(key: &Key) -> bool {
    key.transport == "dns"
}

/// Returns the port on which Pods ask: the only one, else the only one of a server block that knows Kubernetes.
fn asked_port(corefile: &Corefile, places: &Places, names: &[String]) -> Result<String, Diagnostics> {
    let is_near = |key: &&Key| is_asked(key) && names.iter().any(|name| key.zone.holds(name));
    let ports = |is_wanted: &dyn Fn(&ServerBlock) -> bool| {
        let blocks = corefile.blocks.iter().filter(|block| is_wanted(block));
        let mut ports = BTreeSet::new();
        ports.extend(blocks.flat_map(|block| &block.keys).filter(is_near).map(|key| key.port.as_str()));
        ports.into_iter().collect::<Vec<&str>>()
    };
    let knows_kubernetes = |block: &ServerBlock| block.directives_of("kubernetes").next().is_some();
    let all = ports(&|_| true);
    match (all.as_slice(), ports(&knows_kubernetes).as_slice()) {
        ([port], _) | (_, [port]) => Ok((*port).to_owned()),
        ([], _) => Err(nobody(corefile, places, names.first().map_or(".", String::as_str), "53")),
        _ => {
            let near: Vec<Answering<'_>> = corefile
                .blocks
                .iter()
                .enumerate()
                .flat_map(|(number, block)| block.keys.iter().map(move |key| (number, block, key)))
                .filter(|(.., key)| is_near(key))
                .collect();
            let message = format!("the names are answered on several ports: {}", all.join(", "));
            let help = "say with `--port` on which one Pods ask: the targetPort of the Service of the cluster DNS";
            Err(listed(places, &near, message).help(help).into())
        }
    }
}

fn nobody(corefile: &Corefile, places: &Places, name: &str, port: &str) -> Diagnostics {
    let all: Vec<Answering<'_>> = corefile
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(number, block)| Some((number, block, block.keys.first()?)))
        .collect();
    let message = match all.as_slice() {
        [] => "there is no server block".to_owned(),
        _ => format!("no server block answers `{}` on port {port}", shown(name)),
    };
    let help = match all.as_slice() {
        [] => "give the Corefile that CoreDNS runs with",
        _ => "give the port of the Pods' queries with `--port`, or the Corefile that they reach",
    };
    listed(places, &all, message).help(help).into()
}

fn several_answer(places: &Places, name: &str, several: &[Answering<'_>]) -> Diagnostics {
    let message = format!("{} server blocks answer `{}` on one port", several.len(), shown(name));
    let help =
        "only `view` or `bind` tells them apart: put the lines of `rmq coredns hosts` into the right one yourself";
    listed(places, several, message).help(help).into()
}

fn split(places: &Places, one: &Key, other: &Key) -> Diagnostics {
    let message = "the names are answered by two server blocks";
    let error = Diagnostic::error(code::SERVER_BLOCK_UNCLEAR, message);
    let error =
        places.at(one.token.span, error.help("take a domain that one server block answers as `external.domain`"));
    places.label(other.token.span, "and here", error).into()
}

/// Returns an error that points at each candidate.
fn listed(places: &Places, candidates: &[Answering<'_>], message: String) -> Diagnostic {
    let mut error = Diagnostic::error(code::SERVER_BLOCK_UNCLEAR, message);
    let mut spans = candidates.iter().map(|(.., key)| key.token.span);
    if let Some(first) = spans.next() {
        error = places.at(first, error);
    }
    spans.take(8).fold(error, |error, span| places.label(span, "and here", error))
}
