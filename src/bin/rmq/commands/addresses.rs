//! `rmq addresses`: the firewall ticket, and what a client needs where it runs.

use clap::{Arg, ArgMatches, Command};
use rmq::cluster::reach::Position;
use rmq::diagnostic::Diagnostics;
use rmq::output::{addresses, reach};
use rmq::pipeline;

use super::{Subcommand, inputs, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "addresses",
    about: "Prints every address of a cluster for the firewall, or what clients need where they run",
    examples: EXAMPLES,
    grammar,
    check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} addresses -f values.yaml -n mq
  {program} addresses -f values.yaml -n mq -o firewalld           lines to run on each node
  {program} addresses -f values.yaml -n mq --from outside         names and ports for clients outside";

fn grammar(command: Command) -> Command {
    let output = Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FORMAT")
        .value_parser(["table", "csv", "json", "firewalld"])
        .default_value("table")
        .hide_default_value(true)
        .help("Prints the addresses in this form. Example: -o csv");
    let from = Arg::new("from")
        .long("from")
        .value_name("POSITION")
        .value_parser(Position::WORDS)
        .help("Prints what a client needs that runs there, or why it cannot work. Example: --from other-namespace");
    inputs::grammar(command).args([output, from])
}

fn check(matches: &ArgMatches) -> Option<String> {
    let form = text(matches, "output").filter(|form| ["csv", "firewalld"].contains(form))?;
    matches.contains_id("from").then(|| format!("`--from` is printed as table or json, not as {form}"))
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let form = text(matches, "output").unwrap_or("table");
    if let Some(position) = text(matches, "from").and_then(Position::parse) {
        let reach = session.take(pipeline::reach(&session.sources, &session.inputs, &release, position))?;
        return io::write_stdout(&if form == "json" { reach::json(&reach) } else { reach::text(&reach) });
    }
    let all = session.take(pipeline::addresses(&session.sources, &session.inputs, &release))?;
    io::write_stdout(&match form {
        "csv" => addresses::csv(&all),
        "json" => addresses::json(&all),
        "firewalld" => addresses::firewalld(&all),
        _ => addresses::table(&all),
    })
}
