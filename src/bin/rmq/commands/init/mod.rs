//! `rmq init`: values to start from.

mod answer;
mod question;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::cluster::RequestedRelease;
use rmq::diagnostic::Diagnostics;
use rmq::pipeline;
use rmq::values::{self, ExternalType, Input, Language, Starter, Storage};

use super::{Subcommand, paths, text, texts};
use crate::emit::Session;
use crate::io;
use question::{Dialogue, Terminal};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "init",
    about: "Writes commented values to start from",
    examples: EXAMPLES,
    grammar,
    check,
    run,
};

const EXAMPLES: &str = "\
On a terminal it asks for what no flag gives; elsewhere it takes the defaults and never waits.

Examples:
  {program} init values.yaml
  {program} init values.yaml --node node1=192.168.1.176 --node node2=192.168.1.177 --node node3=192.168.1.178
  {program} init --registry registry.example:5000 --storage local --path /data/rocketmq > values.yaml";

/// What is written, and why.
const EXPLANATION: &str = "\
The values pin RocketMQ 4.9.7 with DLedger: in 5.2.0 and later this mode loses acknowledged messages
after an unclean restart. The way forward is the controller mode of 5.5.0, which this rmq does not render
yet; there is no upgrade from one to the other, only a second cluster.
";

fn grammar(command: Command) -> Command {
    let flag = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let file = Arg::new("file").value_name("FILE").help("Writes this file instead of stdout. Example: values.yaml");
    command.arg(paths::written(file)).args([
        flag("name", "NAME", "Names the cluster. Example: --name mq").default_value("rocketmq"),
        flag("namespace", "NAMESPACE", "Puts it into this namespace; default: `default`. Example: -n mq").short('n'),
        flag("node", "NAME=ADDRESS", "Names a node and where clients reach it. Example: --node node1=192.168.1.176")
            .action(ArgAction::Append),
        flag("registry", "REGISTRY", "Prefixes every image. Example: --registry registry.example:5000"),
        flag("storage", "TYPE", "Keeps messages in claims or in folders of the nodes. Example: --storage local")
            .value_parser(["claim", "local"]),
        flag("storage-class", "CLASS", "Names the storage class of the claims. Example: --storage-class fast"),
        flag("path", "PATH", "Names the folder on the nodes. Example: --path /data/rocketmq"),
        flag("schema", "FILE|URL", "Names the JSON schema for editors. Example: --schema rmq.schema.json"),
        flag("lang", "LANGUAGE", "Writes the comments in English or Chinese; default: by LANG. Example: --lang zh")
            .value_parser(["en", "zh"]),
        flag("force", "", "Overwrites the file. Example: --force").action(ArgAction::SetTrue).requires("file"),
    ])
}

fn check(matches: &ArgMatches) -> Option<String> {
    match (text(matches, "storage"), text(matches, "storage-class"), text(matches, "path")) {
        (_, Some(_), Some(_)) => Some("`--storage-class` belongs to claims, `--path` to local storage".to_owned()),
        (Some("local"), Some(_), _) => Some("`--storage-class` has no effect on `--storage local`".to_owned()),
        (Some("claim"), _, Some(_)) => Some("`--path` has no effect on `--storage claim`".to_owned()),
        _ => None,
    }
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    session.hint(EXPLANATION);
    let mut terminal = Terminal;
    let person = io::is_interactive().then_some(&mut terminal as &mut dyn Dialogue);
    let starter = starter(matches, person, session)?;
    let text = values::starter(&starter);
    prove(&text, &starter, session)?;
    let Some(path) = matches.get_one::<PathBuf>("file") else { return io::write_stdout(&text) };
    write(path, &text, matches.get_flag("force"))?;
    let shown = path.display();
    session.hint_on_terminal(&format!("{shown} is written; next: {} render -f {shown}\n", session.caller.program));
    Ok(())
}

fn write(path: &Path, text: &str, force: bool) -> Result<(), Diagnostics> {
    if force { io::overwrite_file(path, text) } else { io::write_new_file(path, text) }
}

/// Refuses answers that fit their questions but not each other: what is written can be rendered.
fn prove(text: &str, starter: &Starter, session: &mut Session) -> Result<(), Diagnostics> {
    let source = session.sources.add("values.yaml", text);
    let release = RequestedRelease {
        name: Some(starter.name.clone()),
        namespace: Some(starter.namespace.clone()),
        helm_namespace: None,
    };
    session.inputs.push(Input::File(source));
    let report = pipeline::render(&session.sources, &session.inputs, &release, &[]);
    if report.diagnostics.has_errors() { Err(report.diagnostics) } else { Ok(()) }
}

fn starter(
    matches: &ArgMatches,
    mut person: Option<&mut dyn Dialogue>,
    session: &Session,
) -> Result<Starter, Diagnostics> {
    let owned = |name| text(matches, name).unwrap_or_default().to_owned();
    let name = answer::name(&owned("name"))?;
    let namespace = text(matches, "namespace").or(session.caller.helm_namespace.as_deref());
    let namespace = answer::name(namespace.unwrap_or("default"))?;
    let given = answer::nodes(&texts(matches, "node"))?;
    let nodes = match person.as_deref_mut().filter(|_| given.is_empty()) {
        Some(person) => question::nodes(person)?,
        None => given,
    };
    let registry = match (text(matches, "registry"), person.as_deref_mut()) {
        (None, Some(person)) => question::registry(person)?,
        (given, _) => answer::registry(given.unwrap_or_default())?,
    };
    let storage = match (given_storage(matches)?, person) {
        (None, Some(person)) => question::storage(person)?,
        (given, _) => given.unwrap_or(Storage::Claim(String::new())),
    };
    let external = if nodes.is_empty() { ExternalType::None } else { ExternalType::NodePort };
    let schema = text(matches, "schema").map(str::to_owned);
    Ok(Starter { language: language(matches), name, namespace, nodes, registry, storage, external, schema })
}

/// Returns the language that was asked for, else that of the user.
fn language(matches: &ArgMatches) -> Language {
    match text(matches, "lang") {
        Some("zh") => Language::Chinese,
        Some(_) => Language::English,
        None => io::language(),
    }
}

fn given_storage(matches: &ArgMatches) -> Result<Option<Storage>, Diagnostics> {
    match (text(matches, "storage"), text(matches, "storage-class"), text(matches, "path")) {
        (Some("local"), _, path) | (_, _, path @ Some(_)) => answer::path(path.unwrap_or_default()).map(Some),
        (Some(_), class, _) | (_, class @ Some(_), _) => answer::storage_class(class.unwrap_or_default()).map(Some),
        (None, None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests;
