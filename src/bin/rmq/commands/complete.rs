//! `rmq __complete WORDS… PART`: the choices for a word that is being typed, as cobra prints them.
//!
//! One choice on each line, a tab and a description behind it; the last line is `:` with a number that tells the shell
//! what to do with file names. kubectl asks this of its plugins.

use std::ffi::OsString;

use clap::{Arg, Command, ValueHint};

use super::render;

pub(crate) const NAME: &str = "__complete";

const FILES: &str = ":0\n";
const NOTHING_ELSE: &str = ":4\n";
const FOLDERS: &str = ":16\n";

/// Returns the choices for the last word.
pub(crate) fn answer(mut grammar: Command, words: &[OsString]) -> String {
    grammar.build();
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let (part, before) = words.split_last().map_or(("", &[][..]), |(part, before)| (part.as_str(), before));
    let current = before.iter().fold(&grammar, |command, word| command.find_subcommand(word).unwrap_or(command));
    // The shell scripts of cobra put the flag and its `=` before every choice.
    if let Some((flag, part)) = part.split_once('=').filter(|_| part.starts_with('-')) {
        return find_flag(current, flag).map_or(NOTHING_ELSE.to_owned(), |arg| values(arg, part));
    }
    match before.last().and_then(|flag| find_flag(current, flag)) {
        Some(arg) => values(arg, part),
        None if part.starts_with('-') => flags(current, part),
        None if current.has_subcommands() => subcommands(current, part),
        None => positional(current, part),
    }
}

/// Returns the argument that a word names, if it takes a value.
fn find_flag<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    let named = |arg: &Arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => arg.get_short().is_some_and(|short| word == format!("-{short}")),
    };
    command.get_arguments().find(|arg| arg.get_action().takes_values() && named(arg))
}

fn flags(command: &Command, part: &str) -> String {
    let shown = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let named = shown.filter_map(|arg| Some((format!("--{}", arg.get_long()?), first_sentence(arg))));
    choices(named, part) + NOTHING_ELSE
}

fn first_sentence(arg: &Arg) -> String {
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    help.split(". ").next().unwrap_or_default().to_owned()
}

fn subcommands(command: &Command, part: &str) -> String {
    let about = |command: &Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    choices(command.get_subcommands().map(|command| (command.get_name().to_owned(), about(command))), part)
        + NOTHING_ELSE
}

fn positional(command: &Command, part: &str) -> String {
    command.get_positionals().last().map_or(NOTHING_ELSE.to_owned(), |arg| values(arg, part))
}

fn values(arg: &Arg, part: &str) -> String {
    match arg.get_value_hint() {
        ValueHint::FilePath | ValueHint::AnyPath => return FILES.to_owned(),
        ValueHint::DirPath => return FOLDERS.to_owned(),
        _ => {}
    }
    let known = arg.get_possible_values().into_iter().map(|value| value.get_name().to_owned());
    let components = render::COMPONENTS.iter().filter(|name| arg.get_id() == "only" && !name.ends_with('N'));
    let names = known.chain(components.map(|name| (*name).to_owned()));
    choices(names.map(|name| (name, String::new())), part) + NOTHING_ELSE
}

fn choices(all: impl Iterator<Item = (String, String)>, part: &str) -> String {
    let fitting = all.filter(|(name, _)| name.starts_with(part));
    let line =
        |(name, about): (String, String)| if about.is_empty() { name + "\n" } else { format!("{name}\t{about}\n") };
    fitting.map(line).collect()
}
