//! `rmq client`: a program that connects.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use rmq::clients::code::{self, File};
use rmq::cluster::reach::Position;
use rmq::diagnostic::{Diagnostic, Diagnostics, code as codes};
use rmq::output::files::ManifestFile;
use rmq::pipeline;

use super::{Subcommand, inputs, no_check, paths, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "client",
    about: "Prints a small program that sends and receives, with the addresses of a cluster",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} client -f values.yaml -n mq --lang java --from outside --output-dir client
  {program} client -f values.yaml -n mq --lang go --from other-namespace --file main.go

The program sends messages and waits until each has come back: a test of the connection, and code to start from.";

/// The words for positions: `inside` is where the cluster is itself.
const FROM: [(&str, Position); 3] = [
    ("inside", Position::SameNamespace),
    ("other-namespace", Position::OtherNamespace),
    ("outside", Position::Outside),
];

fn grammar(command: Command) -> Command {
    let language = Arg::new("lang")
        .long("lang")
        .value_name("LANGUAGE")
        .required(true)
        .value_parser(code::ALL.iter().map(|language| language.word).collect::<Vec<_>>())
        .help("Names the language, spring is Java with Spring Boot. Example: --lang go");
    let from = Arg::new("from")
        .long("from")
        .value_name("POSITION")
        .required(true)
        .value_parser(FROM.map(|(word, _)| word))
        .help("Says where the program runs, inside is the namespace of the cluster. Example: --from outside");
    let folder = paths::filled(Arg::new("output-dir").long("output-dir").value_name("DIR"))
        .help("Writes the files into a folder instead. Example: --output-dir client");
    let file = Arg::new("file")
        .long("file")
        .value_name("NAME")
        .conflicts_with("output-dir")
        .help("Prints this file alone. Example: --file main.go");
    inputs::grammar(command).args([language, from, folder, file])
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let language = text(matches, "lang").and_then(code::language);
    let position = FROM.iter().find(|(word, _)| Some(*word) == text(matches, "from")).map(|(_, position)| *position);
    // The grammar takes no other words.
    let Some((language, position)) = language.zip(position) else { return Ok(()) };
    let report = pipeline::client(&session.sources, &session.inputs, &release, language, position);
    let files = session.take(report)?;
    match (matches.get_one::<PathBuf>("output-dir"), text(matches, "file")) {
        (Some(folder), _) => write(folder, files),
        (None, Some(name)) => print_one(&files, name),
        (None, None) => {
            io::write_stdout_in_pieces(files.iter().flat_map(|file| ["==> ", file.name, " <==\n", &file.text, "\n"]))
        }
    }
}

fn write(folder: &Path, files: Vec<File>) -> Result<(), Diagnostics> {
    let file = |File { name, text }| ManifestFile { name: name.to_owned(), text };
    io::write_new(folder, &files.into_iter().map(file).collect::<Vec<_>>())
}

fn print_one(files: &[File], name: &str) -> Result<(), Diagnostics> {
    if let Some(file) = files.iter().find(|file| file.name == name) {
        return io::write_stdout(&file.text);
    }
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    let message = format!("the program has no file `{}`", name.escape_debug());
    Err(Diagnostic::error(codes::NOTHING_SELECTED, message).help(format!("its files are {}", names.join(", "))).into())
}
