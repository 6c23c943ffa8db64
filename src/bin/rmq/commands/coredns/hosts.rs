//! `rmq coredns hosts`.

use clap::ArgMatches;
use rmq::coredns::{PORT, Strategy};
use rmq::diagnostic::Diagnostics;

use super::super::{Subcommand, inputs, no_check};
use crate::emit::Session;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "hosts",
    about: "Prints a hosts block for the server block that answers all other names",
    examples: EXAMPLES,
    grammar: inputs::grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} hosts -f values.yaml -n mq
  {program} hosts -f values.yaml --set external.domain=mq.example.com";

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    super::print(matches, session, Strategy::Hosts, PORT)
}
