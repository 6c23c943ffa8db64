//! The lines of a cluster in a Corefile that others wrote: put in, kept up to date, taken out.
//!
//! **Invariant:** outside of our lines no byte changes, and nothing is returned before it was read again: our lines
//! where CoreDNS takes them, everything else as it was.

mod hosts;
mod into_block;
mod into_hosts;
mod manifest;
mod places;
mod proof;
mod shadow;
mod stretch;
mod taken;
mod target;

use std::ops::Range;

pub use manifest::{Live, live};
pub use places::Places;

use super::corefile::{Corefile, Fault, ServerBlock, Token, qualified as with_dot};
use super::{PORT, Record, Snippet, Strategy, records, snippet};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::marked::{self, Markers};
use crate::source::Span;
use proof::Wanted;
use target::Target;

/// What is done with the lines of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// They are put in, or brought up to date.
    Put(Strategy),
    /// They are put into the Corefile of `NodeLocal` `DNSCache`, which then asks CoreDNS for the names.
    AskCoreDns,
    /// They are taken out.
    Remove,
}

/// What a `ConfigMap` may hold.
const MOST_BYTES: usize = 1 << 20;

/// Returns a Corefile with the lines of a cluster, or without them.
///
/// # Diagnostics
///
/// RMQ023 for more than a `ConfigMap` holds, RMQ029 for a cluster without names, RMQ031 for a text that is no Corefile, RMQ033 to RMQ038 for what would break.
#[must_use]
pub fn merge(cluster: &Cluster, text: &str, places: &Places, job: Job, port: Option<u16>) -> Report<String> {
    let mut found = Diagnostics::new();
    let merged = merged(cluster, text, places, job, port, &mut found);
    match merged.and_then(|text| if text.len() > MOST_BYTES { Err(too_large()) } else { Ok(text) }) {
        Ok(text) if !found.has_errors() => Report { value: Some(text), diagnostics: found },
        Ok(_) => Report { value: None, diagnostics: found },
        Err(errors) => {
            found.extend(errors);
            Report { value: None, diagnostics: found }
        }
    }
}

fn merged(
    cluster: &Cluster,
    text: &str,
    places: &Places,
    job: Job,
    port: Option<u16>,
    found: &mut Diagnostics,
) -> Result<String, Diagnostics> {
    if text.len() > MOST_BYTES {
        return Err(too_large());
    }
    read(text, places)?;
    let markers = Markers::of(&cluster.release);
    let old = stretch::find(text, &markers).map_err(|span| broken(places, span))?;
    let mut without = text.to_owned();
    if let Some(old) = &old {
        without.replace_range(old.clone(), "");
    }
    let places = &places.without(old.clone());
    if job == Job::Remove {
        if old.is_none() {
            found.push(nothing_to_remove(&markers));
        }
        return Ok(without);
    }
    let corefile = read(&without, places)?;
    let records = records(cluster)?;
    let names: Vec<String> = records.iter().map(|record| qualified(&record.name)).collect();
    let base = Base {
        cluster,
        corefile: &corefile,
        text: &without,
        places,
        records: &records,
        target: target::find(&corefile, places, &names, port)?,
        line_end: marked::line_end(text),
        markers: &markers,
    };
    found.extend(taken::look(base.target.block, places, &records));
    found.extend(managed(&base).into_iter().collect());
    let plan = match job {
        Job::Put(Strategy::Hosts) => into_hosts::plan(&base, found)?,
        Job::Put(Strategy::Zone) => into_block::zone(&base, found)?,
        Job::Put(Strategy::Rewrite) => into_block::rewrite(&base)?,
        Job::AskCoreDns | Job::Remove => into_block::forward(&base, found)?,
    };
    let kept = old.map(|old| old.start);
    if let Some(owner) = stretch::owner(&without, plan.at) {
        return Err(owned(&base, owner));
    }
    plan.made(&base, kept).ok_or_else(|| not_read_back(&base))
}

/// A Corefile without our lines.
struct Base<'a> {
    cluster: &'a Cluster,
    corefile: &'a Corefile,
    text: &'a str,
    places: &'a Places,
    records: &'a [Record],
    target: Target<'a>,
    line_end: &'a str,
    markers: &'a Markers,
}

impl Base<'_> {
    /// Returns the lines of a strategy, with the port of the server block that answers the names.
    fn snippet(&self, strategy: Strategy) -> Result<Snippet, Diagnostics> {
        snippet(self.cluster, strategy, self.target.port.parse().unwrap_or(PORT))
    }
}

/// Lines, where they go, and what CoreDNS must then read.
struct Plan<'a> {
    lines: String,
    at: usize,
    wanted: Wanted<'a>,
}

impl Plan<'_> {
    /// Puts the lines where they stood before, if they are right there, else where they belong.
    fn made(&self, base: &Base<'_>, kept: Option<usize>) -> Option<String> {
        let places = kept.into_iter().chain([self.at]).filter(|at| stretch::owner(base.text, *at).is_none());
        let mut made = places.filter_map(|at| stretch::put(base.text, at, &self.lines, base.line_end));
        made.find_map(|(text, ours)| self.is_sound(base, &text, &ours).then_some(text))
    }

    fn is_sound(&self, base: &Base<'_>, text: &str, ours: &Range<usize>) -> bool {
        let can_be_taken_out = || {
            let range = stretch::find(text, base.markers).ok().flatten()?;
            let mut rest = text.to_owned();
            rest.replace_range(range, "");
            Some(rest == base.text)
        };
        proof::holds(base.corefile, text, ours, &self.wanted) && can_be_taken_out() == Some(true)
    }
}

/// Returns a name in lower case with the dot at its end.
fn qualified(name: &str) -> String {
    with_dot(name).to_lowercase()
}

/// Returns a name as people write it.
fn shown(name: &str) -> &str {
    name.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(name)
}

/// Reads a Corefile; a word that is no name of a plugin is refused, as no CoreDNS has it.
fn read(text: &str, places: &Places) -> Result<Corefile, Diagnostics> {
    let corefile = Corefile::parse(text).map_err(|fault| unread(places, fault))?;
    if let Some(fault) = corefile.blocks.iter().find_map(ServerBlock::comment) {
        return Err(unread(places, fault));
    }
    let mut directives = corefile.blocks.iter().flat_map(|block| &block.directives);
    match directives.find(|directive| !directive.is_plugin()).and_then(|directive| directive.tokens.first()) {
        Some(word) => Err(no_plugin(places, word)),
        None => Ok(corefile),
    }
}

fn unread(places: &Places, fault: Fault) -> Diagnostics {
    if fault.is_of_variable {
        return unseen_key(places, fault.span);
    }
    let error = Diagnostic::error(code::COREFILE_SYNTAX, fault.message).help(fault.help);
    places.at(fault.span, error).into()
}

fn unseen_key(places: &Places, span: Span) -> Diagnostics {
    let message = "a variable of the environment decides what this server block answers";
    let error = Diagnostic::error(code::COREFILE_UNSEEN, message);
    places.at(span, error.help("write the zone and the port in its place")).into()
}

fn no_plugin(places: &Places, word: &Token) -> Diagnostics {
    let error =
        Diagnostic::error(code::COREFILE_SYNTAX, format!("expected the name of a plugin, found `{}`", word.text));
    let help = if word.text.starts_with("//") {
        "`//` begins no comment in a Corefile: use `#`"
    } else {
        "begin each line of a server block with the name of a plugin"
    };
    places.at(word.span, error.help(help)).into()
}

fn too_large() -> Diagnostics {
    let message = "the Corefile is larger than the 1 MiB that Kubernetes takes in a ConfigMap";
    Diagnostic::error(code::CONFIG_TOO_LARGE, message).help("give the Corefile alone, without what is not read").into()
}

fn broken(places: &Places, span: Span) -> Diagnostics {
    let message = "this marker of the cluster has no partner, or stands twice";
    let error = Diagnostic::error(code::BROKEN_MARKERS, message);
    let help = "take out both markers and what is left between them, then merge again";
    places.at(span, error.help(help)).into()
}

fn nothing_to_remove(markers: &Markers) -> Diagnostic {
    let message = format!("there are no lines of this cluster to take out: no line `{}`", markers.begin());
    let help = "give the name and the namespace with which they were put in";
    Diagnostic::info(code::BROKEN_MARKERS, message).help(help)
}

/// The file with which k3s runs its CoreDNS.
const K3S_HOSTS: &str = "/etc/coredns/NodeHosts";

/// Warns of a Corefile that its distribution writes anew.
fn managed(base: &Base<'_>) -> Option<Diagnostic> {
    let mut words = base.target.block.directives_of("hosts").flat_map(|hosts| &hosts.tokens);
    let file = words.find(|token| token.text == K3S_HOSTS)?;
    let message = "this is the Corefile of k3s, which writes it anew whenever a server starts: the lines are lost then";
    let warning = Diagnostic::warning(code::COREFILE_BEHAVIOUR, message);
    let help = "put the names into the ConfigMap coredns-custom: `rmq coredns custom --distribution k3s`";
    Some(base.places.at(file.span, warning.help(help)))
}

fn owned(base: &Base<'_>, owner: &str) -> Diagnostics {
    let owner = owner.rsplit(' ').next().unwrap_or_default();
    let message = format!("the block that would take the names belongs to the marked lines of {owner}");
    let error = Diagnostic::error(code::STRATEGY_UNFIT, message);
    let help =
        "merge that cluster with `--strategy hosts` first, which leaves room for others, or use another strategy";
    base.places.at(base.target.span(), error.help(help)).into()
}

fn not_read_back(base: &Base<'_>) -> Diagnostics {
    let message = "CoreDNS would not read the merged Corefile as it must";
    let error = Diagnostic::error(code::STRATEGY_UNFIT, message);
    let help = "put the server block into the usual form, one directive on each line, or report this";
    base.places.at(base.target.span(), error.help(help)).into()
}
