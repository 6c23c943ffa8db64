//! From the words of a call to the command that it names.
//!
//! A call usually begins with the name of a command; then the grammar of that command alone is built, because building
//! all of them takes longer than most commands do.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::diagnostic::Diagnostics;

use crate::caller::Caller;
use crate::commands::{self, Entry, Group, Subcommand};
use crate::emit::{MessageFormat, Session};
use crate::io;

const OK: u8 = 0;
const FAILURE: u8 = 2;

/// Flags of kubectl that name a cluster: known only to say that there is none.
const CLUSTER_FLAGS: [&str; 2] = ["context", "kubeconfig"];

const EXAMPLES: &str = "\
Examples:
  {program} init values.yaml                    write values to start from
  {program} render -f values.yaml -n mq         print the manifests
  {program} render -f values.yaml -n mq | kubectl apply --server-side -f -

Exit codes: 0 done, warnings included; 2 not done, and nothing on stdout.";

/// Runs a call, the name of the program first, and returns its exit code.
pub(crate) fn run(words: &[OsString], caller: Caller) -> u8 {
    if words.get(1).is_some_and(|word| word == commands::complete::NAME) {
        return exit_code(io::write_stdout(&commands::complete::answer(
            root(&caller.program),
            words.get(2..).unwrap_or(&[]),
        )));
    }
    match parse(&caller.program, words) {
        Ok((command, matches)) => execute(caller, command, &matches),
        Err(error) => explain(&error),
    }
}

/// Returns the grammar of all commands.
pub(crate) fn root(program: &str) -> Command {
    Command::new("rmq")
        .bin_name(program)
        .version(env!("CARGO_PKG_VERSION"))
        .about("RocketMQ on Kubernetes: values in, manifests out. It never contacts a cluster.")
        .after_help(examples(EXAMPLES, program))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(shared().map(|arg| arg.global(true)))
        .subcommands(commands::ALL.iter().map(|entry| build(*entry, program)))
}

fn build(entry: Entry, program: &str) -> Command {
    match entry {
        Entry::Command(command) => {
            let built = (command.grammar)(Command::new(command.name)).bin_name(format!("{program} {}", command.name));
            built.about(command.about).after_help(examples(command.examples, program))
        }
        Entry::Group(group) => build_group(group, program),
    }
}

fn build_group(group: &Group, program: &str) -> Command {
    let name = format!("{program} {}", group.name);
    let commands: Vec<Command> = group.entries.iter().map(|entry| build(*entry, &name)).collect();
    let built = Command::new(group.name).bin_name(name).about(group.about);
    let built = built.after_help(examples(group.examples, program)).subcommands(commands);
    built.subcommand_required(true).arg_required_else_help(true)
}

/// Returns examples as they are typed here.
fn examples(examples: &str, program: &str) -> String {
    let examples = examples.replace("{program}", program);
    match crate::SEALED {
        Some(sealed) => format!("{}\n\n{}", examples.replace("-f values.yaml", "-f - < values.yaml"), sealed.note),
        None => examples,
    }
}

fn parse(program: &str, words: &[OsString]) -> Result<(&'static Subcommand, ArgMatches), clap::Error> {
    match called(words, commands::ALL) {
        Some(entry) => parse_entry(entry, program, words.get(1..).unwrap_or_default()),
        None => parse_any(root(program), commands::ALL, words),
    }
}

/// Returns the command or group that the second word calls.
fn called(words: &[OsString], entries: &[Entry]) -> Option<Entry> {
    words.get(1).and_then(|word| word.to_str()).and_then(|word| commands::find(entries, word))
}

/// Reads a call from the word on that stands for an entry.
fn parse_entry(
    entry: Entry,
    program: &str,
    words: &[OsString],
) -> Result<(&'static Subcommand, ArgMatches), clap::Error> {
    let group = match entry {
        Entry::Command(command) => {
            let mut grammar = build(entry, program).args(shared());
            let matches = grammar.try_get_matches_from_mut(words)?;
            return check(command, &mut grammar, matches);
        }
        Entry::Group(group) => group,
    };
    match called(words, group.entries) {
        Some(inner) => parse_entry(inner, &format!("{program} {}", group.name), words.get(1..).unwrap_or_default()),
        None => parse_any(build(entry, program).args(shared().map(|arg| arg.global(true))), group.entries, words),
    }
}

/// Reads a call that begins with a flag, a mistake, or nothing.
fn parse_any(
    mut grammar: Command,
    mut entries: &[Entry],
    words: &[OsString],
) -> Result<(&'static Subcommand, ArgMatches), clap::Error> {
    let mut matches = grammar.try_get_matches_from_mut(words)?;
    while let Some((name, inner)) = matches.remove_subcommand() {
        matches = inner;
        match commands::find(entries, &name) {
            Some(Entry::Command(command)) => return check(command, &mut grammar, matches),
            Some(Entry::Group(group)) => entries = group.entries,
            None => break,
        }
    }
    Err(grammar.error(ErrorKind::MissingSubcommand, "a command is missing"))
}

fn check(
    command: &'static Subcommand,
    grammar: &mut Command,
    matches: ArgMatches,
) -> Result<(&'static Subcommand, ArgMatches), clap::Error> {
    let cluster_flag = CLUSTER_FLAGS.into_iter().find(|flag| matches.contains_id(flag));
    if let Some(flag) = cluster_flag {
        let message = format!(
            "`--{flag}` has nothing to act on: rmq never contacts a cluster\n\n  \
             tip: give it to the command that does: kubectl apply --{flag} VALUE -f -"
        );
        return Err(grammar.error(ErrorKind::ArgumentConflict, message));
    }
    match (command.check)(&matches) {
        Some(message) => Err(grammar.error(ErrorKind::ArgumentConflict, message)),
        None => Ok((command, matches)),
    }
}

fn shared() -> [Arg; 4] {
    let format = Arg::new("message-format")
        .long("message-format")
        .value_name("FORMAT")
        .value_parser(MessageFormat::NAMES)
        .default_value("text")
        .hide_default_value(true)
        .help("Prints findings in this form, json line by line. Example: --message-format concise");
    let quiet = Arg::new("quiet")
        .short('q')
        .long("quiet")
        .action(ArgAction::SetTrue)
        .help("Prints no next steps and no hints, only findings. Example: -q");
    let [context, kubeconfig] = CLUSTER_FLAGS.map(|flag| Arg::new(flag).long(flag).hide(true));
    [format, quiet, context, kubeconfig]
}

fn execute(caller: Caller, command: &Subcommand, matches: &ArgMatches) -> u8 {
    let format = matches.get_one::<String>("message-format").map_or("text", String::as_str);
    let mut session = Session::new(caller, MessageFormat::parse(format), matches.get_flag("quiet"));
    let done = (command.run)(matches, &mut session);
    if let Err(found) = done {
        session.emit(found);
        return FAILURE;
    }
    OK
}

/// Prints what clap says about a call: help on stdout, a mistake on stderr.
fn explain(error: &clap::Error) -> u8 {
    let text = error.render().to_string();
    if error.use_stderr() {
        io::write_stderr(&text);
        return FAILURE;
    }
    exit_code(io::write_stdout(&text))
}

fn exit_code(written: Result<(), Diagnostics>) -> u8 {
    match written {
        Ok(()) => OK,
        Err(found) => {
            Session::new(Caller::default(), MessageFormat::Text, false).emit(found);
            FAILURE
        }
    }
}
