//! The commands: for each the grammar of its arguments, and the calls of the library that it stands for.

mod addresses;
mod client;
pub(crate) mod complete;
mod completion;
mod coredns;
mod hosts;
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

/// A command, or commands that share their first word.
#[derive(Clone, Copy)]
pub(crate) enum Entry {
    /// A command.
    Command(&'static Subcommand),
    /// Commands behind one word.
    Group(&'static Group),
}

/// Commands that share their first word.
pub(crate) struct Group {
    /// The word.
    pub(crate) name: &'static str,
    /// What they do, in one line.
    pub(crate) about: &'static str,
    /// What stands at the end of the help of the word alone.
    pub(crate) examples: &'static str,
    /// The commands, in the order of the help.
    pub(crate) entries: &'static [Entry],
}

impl Entry {
    /// Returns the word that calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Command(command) => command.name,
            Self::Group(group) => group.name,
        }
    }
}

/// Every command, in the order of the help.
pub(crate) const ALL: &[Entry] = &[
    Entry::Command(&init::COMMAND),
    Entry::Command(&render::COMMAND),
    Entry::Command(&post_render::COMMAND),
    Entry::Group(&coredns::GROUP),
    Entry::Command(&hosts::COMMAND),
    Entry::Command(&client::COMMAND),
    Entry::Command(&addresses::COMMAND),
    Entry::Command(&images::COMMAND),
    Entry::Command(&schema::COMMAND),
    Entry::Command(&completion::COMMAND),
    Entry::Command(&version::COMMAND),
];

/// Returns the one of these that a word calls.
pub(crate) fn find(entries: &[Entry], name: &str) -> Option<Entry> {
    entries.iter().copied().find(|entry| entry.name() == name)
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
