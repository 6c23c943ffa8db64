//! The arguments that name values, for every command that takes values.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::cluster::RequestedRelease;
use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::source::{Location, SourceId, Span};
use rmq::values::{Input, set};

use super::{paths, text, texts};
use crate::emit::Session;
use crate::io;

/// Adds the arguments.
pub(super) fn grammar(command: Command) -> Command {
    let name = Arg::new("name")
        .value_name("NAME")
        .help("Names the cluster; it begins the name of every object. Default: metadata.name, else rocketmq");
    let namespace = Arg::new("namespace")
        .short('n')
        .long("namespace")
        .value_name("NAMESPACE")
        .help("Puts every object into this namespace. Example: -n mq");
    command.arg(name).args([
        paths::read(repeated(
            "values",
            "FILE",
            "Reads values from a file, - is stdin; of several the last wins. Example: -f values.yaml",
        ))
        .short('f'),
        repeated("set", "PATH=VALUE", "Sets one value, or several with commas. Example: --set broker.groups=2"),
        repeated("set-string", "PATH=TEXT", "Sets a value that stays text. Example: --set-string clusterName=1"),
        repeated(
            "set-json",
            "PATH=JSON",
            "Sets a value to JSON. Example: --set-json 'broker.config={\"fileReservedTime\":48}'",
        ),
        paths::read_by_expression(repeated(
            "set-file",
            "PATH=FILE",
            "Sets a value to what a file holds. Example: --set-file broker.jvm.options[0]=option.txt",
        )),
        namespace,
    ])
}

fn repeated(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(help)
}

/// Returns the name and namespace of the call.
pub(super) fn release(matches: &ArgMatches, session: &Session) -> RequestedRelease {
    let owned = |name| text(matches, name).map(str::to_owned);
    let helm_namespace = session.caller.helm_namespace.clone();
    RequestedRelease { name: owned("name"), namespace: owned("namespace"), helm_namespace }
}

/// Reads everything that the arguments name into the session; the library knows the order in which Helm merges it.
pub(super) fn load(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    let mut loader = Loader { session, found: Diagnostics::new() };
    loader.files(matches);
    loader.expressions(matches, "set-json", Input::SetJson);
    loader.expressions(matches, "set", Input::Set);
    loader.expressions(matches, "set-string", Input::SetString);
    loader.contents(matches);
    if loader.found.is_empty() { Ok(()) } else { Err(loader.found) }
}

struct Loader<'a> {
    session: &'a mut Session,
    found: Diagnostics,
}

impl Loader<'_> {
    fn files(&mut self, matches: &ArgMatches) {
        let paths: Vec<&PathBuf> = matches.get_many("values").into_iter().flatten().collect();
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            let twice =
                Diagnostic::error(code::CONTRADICTION, "`-f -` is given twice, but stdin can be read only once");
            return self.found.push(twice.help("leave one of them out"));
        }
        for path in paths {
            if let Some((name, text)) = self.keep(read(path)) {
                let source = self.session.sources.add(name, text);
                self.session.inputs.push(Input::File(source));
            }
        }
    }

    fn expressions(&mut self, matches: &ArgMatches, flag: &str, input: fn(SourceId) -> Input) {
        for (source, _) in self.sources(matches, flag) {
            self.session.inputs.push(input(source));
        }
    }

    fn contents(&mut self, matches: &ArgMatches) {
        for (source, expression) in self.sources(matches, "set-file") {
            let read = file_contents(source, &expression);
            if let Some(contents) = self.keep(read) {
                self.session.inputs.push(Input::SetFile { source, contents });
            }
        }
    }

    fn sources(&mut self, matches: &ArgMatches, flag: &str) -> Vec<(SourceId, String)> {
        let expressions = texts(matches, flag).into_iter().enumerate();
        let sources = &mut self.session.sources;
        expressions.map(|(index, text)| (sources.add(format!("--{flag}[{index}]"), text.clone()), text)).collect()
    }

    fn keep<T>(&mut self, read: Result<T, Diagnostics>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(found) => {
                self.found.extend(found);
                None
            }
        }
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

/// Reads a file, or stdin for `-`; returns its name too.
pub(super) fn read(path: &Path) -> Result<(String, String), Diagnostics> {
    if is_stdin(path) {
        return Ok(("<stdin>".to_owned(), io::read_stdin()?));
    }
    Ok((path.display().to_string(), io::read_file(path)?))
}

fn file_contents(source: SourceId, expression: &str) -> Result<Vec<(String, String)>, Diagnostics> {
    let whole = Location { source, span: Span::new(0, expression.len()) };
    let located = |found: &Diagnostic| found.clone().at(found.location.unwrap_or(whole));
    let paths = set::file_paths(expression).map_err(|found| found.iter().map(located).collect::<Diagnostics>())?;
    let contents = paths.into_iter().map(|path| Ok((path.clone(), io::read_file(Path::new(&path))?)));
    contents.collect()
}
