use std::fmt::Write as _;

use clap::{ArgAction, Command};

use super::*;
use crate::{args, io};

/// The list of the launcher.
const LIST: &str = "edges/launcher/src/words/list.txt";

const HEAD: &str = "\
# What follows a word of the command line, for the launcher: value, or a file or folder and what happens to it.
# A test of the program writes it from the grammar: RMQ_BLESS=1 cargo test --bin rmq
";

/// Returns the list as the grammar has it, one line for each word that takes a value.
fn list() -> String {
    let root = args::root("rmq");
    let mut list = HEAD.to_owned();
    for name in io::VARIABLES {
        writeln!(list, "* ${name} value").expect("a line");
    }
    describe(&mut list, "*", &root);
    root.get_subcommands().for_each(|command| describe_all(&mut list, command.get_name(), command));
    list
}

/// Describes a command, or the commands of a group, each by its words with a `/` between them.
fn describe_all(list: &mut String, name: &str, command: &Command) {
    if !command.has_subcommands() {
        return describe(list, name, command);
    }
    command.get_subcommands().for_each(|inner| describe_all(list, &format!("{name}/{}", inner.get_name()), inner));
}

fn describe(list: &mut String, name: &str, command: &Command) {
    let mut position = 0;
    let positions = command.get_positionals().count();
    if command.get_arguments().any(|arg| arg.get_id() == "report") {
        writeln!(list, "{name} ${} written", io::REPORT).expect("a line");
    }
    for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
        assert!(arg.get_num_args().is_none_or(|number| number.min_values() == 1), "{name}: a value may be left out");
        assert!(!arg.is_require_equals_set(), "{name}: {} wants an equals sign", arg.get_id());
        if arg.is_positional() {
            position += 1;
        }
        // Those before it may be left out, so the last one is known by being the last word.
        if arg.is_positional() && position > 1 && position == positions {
            writeln!(list, "{name} last {}", kind(arg)).expect("a line");
            continue;
        }
        for word in words(arg, position) {
            writeln!(list, "{name} {word} {}", kind(arg)).expect("a line");
        }
    }
}

fn words(arg: &Arg, position: usize) -> Vec<String> {
    if arg.is_positional() {
        let many =
            matches!(arg.get_action(), ArgAction::Append) || arg.get_num_args().is_some_and(|n| n.max_values() > 1);
        return vec![format!("{position}{}", if many { "+" } else { "" })];
    }
    let long = arg.get_long_and_visible_aliases().into_iter().flatten().map(|long| format!("--{long}"));
    let short = arg.get_short_and_visible_aliases().into_iter().flatten().map(|short| format!("-{short}"));
    assert!(arg.get_all_aliases().is_none() && arg.get_all_short_aliases().is_none(), "{}: aliases", arg.get_id());
    short.chain(long).collect()
}

/// Returns what is done with the value; a value that looks like a file must be marked.
fn kind(arg: &Arg) -> &'static str {
    let kind = match arg.get_value_hint() {
        ValueHint::FilePath => "read",
        ValueHint::AnyPath => "written",
        ValueHint::DirPath => "filled",
        ValueHint::Other => "expression",
        _ => "value",
    };
    let names = arg.get_value_names().unwrap_or_default();
    let is_file = names.iter().any(|name| ["FILE", "DIR", "FILES", "PATH=FILE"].contains(&name.as_str()));
    assert_eq!(is_file, kind != "value", "{}: `{names:?}` is marked as `{kind}`", arg.get_id());
    kind
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test is an edge")]
fn the_launcher_knows_every_argument_that_names_a_file() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    let list = list();
    if std::env::var("RMQ_BLESS").is_ok() {
        std::fs::write(&path, &list).expect("the list is written");
    }
    let kept = std::fs::read_to_string(&path).expect("the list of the launcher");
    assert_eq!(kept, list, "{LIST} is old: RMQ_BLESS=1 cargo test --bin rmq");
}
