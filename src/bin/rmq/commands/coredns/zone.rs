//! `rmq coredns zone`.

use clap::{Arg, ArgMatches, Command, value_parser};
use rmq::coredns::{PORT, Strategy};
use rmq::diagnostic::Diagnostics;

use super::super::{Subcommand, inputs, no_check};
use crate::emit::Session;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "zone",
    about: "Prints a server block of its own for the names",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} zone -f values.yaml -n mq
  {program} zone -f values.yaml --port 5353";

fn grammar(command: Command) -> Command {
    let port =
        Arg::new("port").long("port").value_name("PORT").value_parser(value_parser!(u16).range(1..)).help(
            "Listens on the port of the other server blocks: 53, or what the distribution has. Example: --port 8053",
        );
    inputs::grammar(command).arg(port)
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    let port = matches.get_one::<u16>("port").copied().unwrap_or(PORT);
    super::print(matches, session, Strategy::Zone, port)
}
