//! `rmq schema`: what values may hold, for editors.

use clap::{ArgMatches, Command};
use rmq::diagnostic::Diagnostics;
use rmq::values;

use super::{Subcommand, no_check};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "schema",
    about: "Prints the JSON schema of values (draft 07)",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} schema > rmq.schema.json
  {program} init values.yaml --schema rmq.schema.json    the line by which editors find it";

fn grammar(command: Command) -> Command {
    command
}

fn run(_: &ArgMatches, _: &mut Session) -> Result<(), Diagnostics> {
    io::write_stdout(&values::schema())
}
