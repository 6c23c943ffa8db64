//! `rmq version`: its own, and those of RocketMQ that it knows.

use clap::{Arg, ArgMatches, Command};
use rmq::diagnostic::Diagnostics;
use rmq::rocketmq::keys::Table;
use serde::Serialize;

use super::{Subcommand, no_check, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "version",
    about: "Prints the version of rmq and the RocketMQ versions whose config keys it knows",
    examples: "Examples:\n  {program} version\n  {program} version -o json",
    grammar,
    check: no_check,
    run,
};

fn grammar(command: Command) -> Command {
    let output = Arg::new("output").short('o').long("output").value_name("FORM");
    let output = output.value_parser(["text", "json"]).default_value("text");
    command.arg(output.help("Prints text or JSON. Example: -o json"))
}

fn run(matches: &ArgMatches, _: &mut Session) -> Result<(), Diagnostics> {
    let known =
        Version { rmq: env!("CARGO_PKG_VERSION"), rocketmq: Table::all().map(|t| t.version().to_string()).collect() };
    io::write_stdout(&match text(matches, "output") {
        Some("json") => serde_json::to_string_pretty(&known).unwrap_or_default() + "\n",
        _ => format!("rmq {}\nRocketMQ {}\n", known.rmq, known.rocketmq.join(", ")),
    })
}

#[derive(Serialize)]
struct Version {
    rmq: &'static str,
    rocketmq: Vec<String>,
}
