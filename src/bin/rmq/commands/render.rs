//! `rmq render`: values in, manifests out.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};
use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::output::{files, manifest};
use rmq::pipeline::{self, Manifests};

use super::{Subcommand, inputs, paths, text, texts};
use crate::emit::Session;
use crate::io;

/// What `--only` takes beside KIND/NAME; `broker-gN` stands for any number.
pub(super) const COMPONENTS: [&str; 7] =
    ["namesrv", "broker", "broker-gN", "console", "metrics", "toolbox", "smoke-test"];

pub(super) const COMMAND: Subcommand =
    Subcommand { name: "render", about: "Prints the manifests of a cluster", examples: EXAMPLES, grammar, check, run };

const EXAMPLES: &str = "\
Examples:
  {program} render                                        a cluster of defaults
  {program} render mq -f values.yaml -n mq                from a file
  {program} render -f base.yaml -f site.yaml --set broker.groups=2
  helm get values mq | {program} render -f -              from stdin
  {program} render -f values.yaml --only broker           the brokers alone
  {program} render -f values.yaml --only smoke-test | kubectl create -f -
  {program} render -f values.yaml --output-dir manifests  one file for each object
  {program} render -f values.yaml --show-values           what is set, and where";

fn grammar(command: Command) -> Command {
    let output = Arg::new("output")
        .short('o')
        .long("output")
        .value_name("FORM")
        .value_parser(["yaml", "json", "name"])
        .default_value("yaml")
        .help("Prints YAML documents, one JSON List, or the names alone. Example: -o name");
    let folder = Arg::new("output-dir")
        .long("output-dir")
        .value_name("DIR")
        .help("Writes KIND-NAME.yaml for each object into a folder instead. Example: --output-dir manifests");
    let only = Arg::new("only")
        .long("only")
        .value_name("KIND/NAME|COMPONENT")
        .action(ArgAction::Append)
        .value_delimiter(',')
        .help(format!("Takes only these objects. Components: {}. Example: --only broker-g1", COMPONENTS.join(", ")));
    let show = Arg::new("show-values")
        .long("show-values")
        .action(ArgAction::SetTrue)
        .help("Prints the merged values and where each comes from instead. Example: --show-values");
    inputs::grammar(command).args([output, paths::filled(folder), only, show])
}

fn check(matches: &ArgMatches) -> Option<String> {
    let form = text(matches, "output").unwrap_or("yaml");
    if matches.contains_id("output-dir") && form != "yaml" {
        return Some(format!("`--output-dir` writes YAML; it cannot be used with `-o {form}`"));
    }
    let others = [("output-dir", "--output-dir"), ("only", "--only")];
    let other = others.into_iter().find(|(name, _)| matches.contains_id(name)).map(|(_, flag)| flag);
    let other = other.or((form != "yaml").then_some("-o"));
    other
        .filter(|_| matches.get_flag("show-values"))
        .map(|flag| format!("`--show-values` prints no manifests; it cannot be used with `{flag}`"))
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    if matches.get_flag("show-values") {
        let values = session.take(pipeline::show_values(&session.sources, &session.inputs))?;
        return io::write_stdout(&values);
    }
    let (release, only) = (inputs::release(matches, session), texts(matches, "only"));
    let manifests = session.take(pipeline::render(&session.sources, &session.inputs, &release, &only))?;
    match matches.get_one::<PathBuf>("output-dir") {
        Some(folder) => {
            let stale = write_folder(folder, &manifests, session)?;
            if !matches.contains_id("only") && !stale.is_empty() {
                session.emit(left_over(folder, &stale));
            }
        }
        None => print(&manifests, text(matches, "output"))?,
    }
    let call = format!("{} render …", session.caller.program);
    session.hint_on_terminal(&manifests.next_steps.replace("rmq render …", &call));
    Ok(())
}

fn print(manifests: &Manifests, form: Option<&str>) -> Result<(), Diagnostics> {
    match form {
        Some("json") => io::write_stdout(&manifest::json(&manifests.objects)?),
        Some("name") => io::write_stdout(&manifest::names(&manifests.objects)),
        _ => io::write_stdout_in_pieces(manifest::pieces(&manifests.objects)),
    }
}

fn write_folder(folder: &Path, manifests: &Manifests, session: &Session) -> Result<Vec<String>, Diagnostics> {
    let files = files::files(&manifests.objects);
    let stale = io::write_directory(folder, &files)?;
    session.hint_on_terminal(&format!("{} files are written to {}\n", files.len(), folder.display()));
    Ok(stale)
}

fn left_over(folder: &Path, stale: &[String]) -> Diagnostics {
    let names = stale.join(", ");
    let message = format!("`{}` still holds manifests that are not part of the cluster: {names}", folder.display());
    let warning = Diagnostic::warning(code::STALE_FILE, message);
    warning.help("remove them if they are not wanted: `kubectl apply -f` on the folder takes them as well").into()
}
