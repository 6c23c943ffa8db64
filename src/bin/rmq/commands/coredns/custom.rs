//! `rmq coredns custom`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::coredns::Strategy;
use rmq::coredns::distribution::Distribution;
use rmq::coredns::remarks::AFTERWARDS;
use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::pipeline;

use super::super::{Subcommand, inputs, no_check, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "custom",
    about: "Prints what a distribution of Kubernetes has for names of others, ready to apply",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} custom --distribution k3s -f values.yaml -n mq | kubectl apply --server-side --field-manager=rmq -f -
  {program} custom --distribution kubespray --nodelocaldns -f values.yaml -n mq";

fn grammar(command: Command) -> Command {
    let distribution = Arg::new("distribution")
        .long("distribution")
        .value_name("DISTRIBUTION")
        .required(true)
        .value_parser(PossibleValuesParser::new(Distribution::words()))
        .help("Says what the Kubernetes cluster is. Example: --distribution k3s");
    let node_local = Arg::new("nodelocaldns")
        .long("nodelocaldns")
        .action(ArgAction::SetTrue)
        .help("Adds what NodeLocal DNSCache needs, if the nodes have it. Example: --nodelocaldns");
    let strategy = Arg::new("strategy")
        .long("strategy")
        .value_name("STRATEGY")
        .value_parser(Strategy::WORDS)
        .help("Puts the names into a hosts block, a zone of their own, or rewrite lines. Default: dns.strategy, else what suits the distribution. Example: --strategy rewrite");
    inputs::grammar(command).args([distribution, node_local, strategy])
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    let distribution = text(matches, "distribution").and_then(Distribution::parse).ok_or_else(none_given)?;
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let strategy = text(matches, "strategy").and_then(Strategy::parse);
    let node_local = matches.get_flag("nodelocaldns");
    let report =
        pipeline::coredns_custom(&session.sources, &session.inputs, &release, distribution, strategy, node_local);
    let printed = session.take(report)?;
    session.hint(&printed.beside);
    io::write_stdout(&printed.text)?;
    session.hint_on_terminal(AFTERWARDS);
    Ok(())
}

fn none_given() -> Diagnostics {
    let error = Diagnostic::error(code::STRATEGY_NOT_SUPPORTED, "no distribution is given");
    error.help("name it with `--distribution`").into()
}
