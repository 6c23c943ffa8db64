//! `rmq coredns`: the names of a cluster for the cluster DNS.

mod custom;
mod hosts;
mod merge;
mod rewrite;
mod zone;

use clap::ArgMatches;
use rmq::coredns::Strategy;
use rmq::coredns::remarks::AFTERWARDS;
use rmq::diagnostic::Diagnostics;
use rmq::pipeline;

use super::{Entry, Group, inputs};
use crate::emit::Session;
use crate::io;

pub(super) const GROUP: Group = Group {
    name: "coredns",
    about: "Prints what makes CoreDNS answer the names of a cluster",
    examples: EXAMPLES,
    entries: &[
        Entry::Command(&hosts::COMMAND),
        Entry::Command(&zone::COMMAND),
        Entry::Command(&rewrite::COMMAND),
        Entry::Command(&custom::COMMAND),
        Entry::Command(&merge::COMMAND),
    ],
};

const EXAMPLES: &str = "\
Examples:
  {program} coredns hosts -f values.yaml                    lines for the server block that is there
  {program} coredns zone -f values.yaml                     a server block of its own
  {program} coredns rewrite -f values.yaml                  names lead to Services, no address to maintain
  {program} coredns custom --distribution k3s -f values.yaml    what k3s has for it
  {program} coredns merge -f values.yaml Corefile --diff    what would change in a live Corefile";

/// Prints the lines of a strategy.
fn print(matches: &ArgMatches, session: &mut Session, strategy: Strategy, port: u16) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let report = pipeline::coredns(&session.sources, &session.inputs, &release, Some(strategy), port);
    io::write_stdout(&session.take(report)?.text())?;
    session.hint_on_terminal(AFTERWARDS);
    Ok(())
}
