//! `rmq coredns rewrite`.

use clap::ArgMatches;
use rmq::coredns::{PORT, Strategy};
use rmq::diagnostic::Diagnostics;

use super::super::{Subcommand, inputs, no_check};
use crate::emit::Session;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "rewrite",
    about: "Prints rewrite lines, which lead the names to Services",
    examples: EXAMPLES,
    grammar: inputs::grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} rewrite -f values.yaml -n mq";

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    super::print(matches, session, Strategy::Rewrite, PORT)
}
