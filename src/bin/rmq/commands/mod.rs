//! The commands: for each the grammar of its arguments, and the calls of the library that it stands for.

pub(crate) mod complete;
mod completion;
mod images;
mod init;
mod inputs;
mod paths;
mod post_render;
mod render;
mod schema;
mod version;

use clap::{ArgMatches, Command};
use rmq::diagnostic::Diagnostics;

use crate::emit::Session;

/// One command.
pub(crate) struct Subcommand {
    /// The word that calls it.
    pub(crate) name: &'static str,
    /// What it does, in one line.
    pub(crate) about: &'static str,
    /// What stands at the end of its help; `{program}` is the name under which the user called.
    pub(crate) examples: &'static str,
    /// Adds its arguments.
    pub(crate) grammar: fn(Command) -> Command,
    /// Returns what is wrong with arguments that are right one by one.
    pub(crate) check: fn(&ArgMatches) -> Option<String>,
    /// Does the work.
    pub(crate) run: fn(&ArgMatches, &mut Session) -> Result<(), Diagnostics>,
}

/// Every command, in the order of the help.
pub(crate) const ALL: &[Subcommand] = &[
    init::COMMAND,
    render::COMMAND,
    post_render::COMMAND,
    images::COMMAND,
    schema::COMMAND,
    completion::COMMAND,
    version::COMMAND,
];

/// Returns the command that a word calls.
pub(crate) fn find(name: &str) -> Option<&'static Subcommand> {
    ALL.iter().find(|command| command.name == name)
}

fn no_check(_: &ArgMatches) -> Option<String> {
    None
}

fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).into_iter().flatten().cloned().collect()
}
