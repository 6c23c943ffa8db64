//! `rmq version`: its own, and those of RocketMQ that it knows.

use clap::{Arg, ArgMatches, Command};
use rmq::diagnostic::Diagnostics;
use rmq::rocketmq::{KnownVersion, VERSIONS};
use serde::Serialize;

use super::{Subcommand, no_check, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "version",
    about: "Prints the version of rmq and the RocketMQ versions that it knows",
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
    io::write_stdout(&match text(matches, "output") {
        Some("json") => json(),
        _ => plain(),
    })
}

fn plain() -> String {
    let lines = VERSIONS.iter().map(|known| format!("RocketMQ {}{}\n", known.version, proof(known)));
    std::iter::once(format!("rmq {}\n", env!("CARGO_PKG_VERSION"))).chain(lines).collect()
}

fn proof(known: &KnownVersion) -> String {
    match known.proven_for {
        [] => String::new(),
        modes => format!("  proven end to end: {}", modes.join(", ")),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    rmq: &'static str,
    rocketmq: Vec<RocketMq>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RocketMq {
    version: &'static str,
    proven_for: &'static [&'static str],
}

fn json() -> String {
    let known = VERSIONS.iter().map(|known| RocketMq { version: known.version, proven_for: known.proven_for });
    let version = Version { rmq: env!("CARGO_PKG_VERSION"), rocketmq: known.collect() };
    serde_json::to_string_pretty(&version).unwrap_or_default() + "\n"
}
