//! `rmq hosts`: the names of a cluster for machines outside.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::clients::hosts::{Form, Os};
use rmq::diagnostic::Diagnostics;
use rmq::marked::Update;
use rmq::pipeline;

use super::{Subcommand, inputs, paths, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "hosts",
    about: "Prints hosts lines for machines outside, or a hosts file with them in it",
    examples: EXAMPLES,
    grammar,
    check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} hosts -f values.yaml -n mq                 lines to paste
  {program} hosts -f values.yaml -n mq --os windows

Once, and again after every change of the nodes, on each machine:
  {program} hosts -f values.yaml -n mq --apply /etc/hosts > hosts.new && sudo cp hosts.new /etc/hosts";

fn grammar(command: Command) -> Command {
    let os = Arg::new("os")
        .long("os")
        .value_name("OS")
        .value_parser(Os::WORDS)
        .default_value("linux")
        .conflicts_with("apply")
        .help("Names the system of the machine. Example: --os windows");
    let block = Arg::new("block")
        .long("block")
        .action(ArgAction::SetTrue)
        .conflicts_with("apply")
        .help("Puts markers around the lines, by which --apply finds them again. Example: --block");
    let apply = paths::read(Arg::new("apply").long("apply").value_name("FILE")).help(
        "Reads a hosts file, - is stdin, and prints it with the lines between markers, old ones replaced. \
         Example: --apply /etc/hosts",
    );
    let remove = Arg::new("remove")
        .long("remove")
        .action(ArgAction::SetTrue)
        .requires("apply")
        .help("Prints the hosts file without the lines. Example: --apply /etc/hosts --remove");
    inputs::grammar(command).args([os, block, apply, remove])
}

fn check(matches: &ArgMatches) -> Option<String> {
    let is_stdin = |name| matches.get_many::<PathBuf>(name).into_iter().flatten().any(|path| path.as_os_str() == "-");
    (is_stdin("apply") && is_stdin("values"))
        .then(|| "`-f -` and `--apply -` both read stdin, which can be read only once".to_owned())
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let Some(path) = matches.get_one::<PathBuf>("apply") else {
        let os = text(matches, "os").and_then(Os::parse).unwrap_or(Os::Linux);
        let form = if matches.get_flag("block") { Form::Block } else { Form::Lines };
        return io::write_stdout(&session.take(pipeline::hosts(
            &session.sources,
            &session.inputs,
            &release,
            os,
            form,
        ))?);
    };
    let (name, text) = inputs::read(path)?;
    let file = session.sources.add(name, text);
    let update = if matches.get_flag("remove") { Update::TakeOut } else { Update::Put };
    let report = pipeline::hosts_file(&session.sources, &session.inputs, &release, file, update);
    io::write_stdout(&session.take(report)?)
}
