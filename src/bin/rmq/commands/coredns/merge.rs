//! `rmq coredns merge`: a live Corefile in, the same with the names of a cluster out.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::cluster::RequestedRelease;
use rmq::coredns::Strategy;
use rmq::coredns::merge::Job;
use rmq::coredns::remarks::AFTERWARDS;
use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::output::diff;
use rmq::pipeline;

use super::super::{Subcommand, inputs, paths, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "merge",
    about: "Puts the names of a cluster into a live Corefile or its ConfigMap, and keeps every other byte",
    examples: EXAMPLES,
    grammar,
    check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} merge -f values.yaml Corefile --diff          what would change
  {program} merge -f values.yaml --remove Corefile        as it was before
  kubectl -n kube-system get configmap coredns -o yaml |
    {program} merge -f values.yaml -n mq - | kubectl replace -f -";

fn grammar(command: Command) -> Command {
    let remove = Arg::new("remove")
        .long("remove")
        .action(ArgAction::SetTrue)
        .help("Takes the lines of the cluster out again. Example: --remove");
    let strategy = Arg::new("strategy")
        .long("strategy")
        .value_name("STRATEGY")
        .value_parser(Strategy::WORDS)
        .conflicts_with("remove")
        .help("Puts the names into the hosts block, a zone of their own, or rewrite lines. Default: dns.strategy, else hosts. Example: --strategy zone");
    let node_local = Arg::new("nodelocaldns")
        .long("nodelocaldns")
        .action(ArgAction::SetTrue)
        .conflicts_with_all(["remove", "strategy"])
        .help(
            "Takes the Corefile of NodeLocal DNSCache and makes it ask CoreDNS for the names. Example: --nodelocaldns",
        );
    let port = Arg::new("port")
        .long("port")
        .value_name("PORT")
        .value_parser(clap::value_parser!(u16))
        .help("Says on which port Pods ask, where a Corefile has several. Example: --port 53");
    let diff = Arg::new("diff")
        .long("diff")
        .action(ArgAction::SetTrue)
        .help("Prints what would change, as a unified diff. Example: --diff");
    let file = Arg::new("corefile")
        .value_name("FILE")
        .help("Reads a Corefile, or manifests with the ConfigMap that holds one, - is stdin; a word alone is FILE. Example: Corefile");
    inputs::grammar(command).args([remove, strategy, node_local, port, diff, paths::read(file)])
}

fn check(matches: &ArgMatches) -> Option<String> {
    let Some((_, file)) = words(matches) else {
        return Some("a FILE is missing: name a Corefile, or - for stdin".to_owned());
    };
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    let mut values = matches.get_many::<PathBuf>("values").into_iter().flatten();
    let both = is_stdin(&file) && values.any(is_stdin);
    both.then(|| "stdin can be read only once: give the values or the Corefile by a file".to_owned())
}

/// Returns NAME and FILE: a word alone is the file.
fn words(matches: &ArgMatches) -> Option<(Option<String>, PathBuf)> {
    let name = text(matches, "name").map(str::to_owned);
    match (name, matches.get_one::<PathBuf>("corefile")) {
        (name, Some(file)) => Some((name, file.clone())),
        (Some(file), None) => Some((None, file.into())),
        (None, None) => None,
    }
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    let Some((name, path)) = words(matches) else { return Err(nothing_given()) };
    inputs::load(matches, session)?;
    let release = RequestedRelease { name, ..inputs::release(matches, session) };
    let (file, given) = inputs::read(&path)?;
    let source = session.sources.add(file.clone(), given);
    let job = match (matches.get_flag("remove"), matches.get_flag("nodelocaldns")) {
        (true, _) => Some(Job::Remove),
        (false, true) => Some(Job::AskCoreDns),
        (false, false) => text(matches, "strategy").and_then(Strategy::parse).map(Job::Put),
    };
    let port = matches.get_one::<u16>("port").copied();
    let merged = pipeline::merge_corefile(&session.sources, &session.inputs, &release, source, job, port);
    let merged = session.take(merged)?;
    if matches.get_flag("diff") {
        let (before, after) = &merged.compared;
        return io::write_stdout(&diff::unified(&file, before, after));
    }
    io::write_stdout(&merged.text)?;
    if job != Some(Job::Remove) {
        session.hint_on_terminal(AFTERWARDS);
    }
    Ok(())
}

fn nothing_given() -> Diagnostics {
    Diagnostic::error(code::NO_COREFILE, "no Corefile is given").help("name a file, or - for stdin").into()
}
