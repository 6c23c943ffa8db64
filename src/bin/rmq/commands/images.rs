//! `rmq images`: what has to be in the registry.

use clap::{Arg, ArgMatches, Command};
use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::output::images::{self, CopyTool};
use rmq::pipeline;

use super::{Subcommand, inputs, no_check, text};
use crate::emit::Session;
use crate::io;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "images",
    about: "Prints every image of a cluster, or the commands that copy them into a registry",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  {program} images -f values.yaml
  {program} images -f values.yaml --script skopeo                to image.registry of the values
  {program} images --script nerdctl --to registry.example:5000   to another registry
  {program} images --script ctr --to registry.example:5000 | sh";

fn grammar(command: Command) -> Command {
    let script = Arg::new("script")
        .long("script")
        .value_name("TOOL")
        .value_parser(["skopeo", "nerdctl", "ctr"])
        .help("Prints shell lines that copy each image instead. Example: --script skopeo");
    let to =
        Arg::new("to").long("to").value_name("REGISTRY").requires("script").help(
            "Copies into this registry; default: image.registry of the values. Example: --to registry.example:5000",
        );
    inputs::grammar(command).args([script, to])
}

fn run(matches: &ArgMatches, session: &mut Session) -> Result<(), Diagnostics> {
    inputs::load(matches, session)?;
    let release = inputs::release(matches, session);
    let uses = session.take(pipeline::images(&session.sources, &session.inputs, &release))?;
    let Some(tool) = text(matches, "script").map(tool) else {
        io::write_stdout(&images::table(&uses))?;
        images::pin_hint(&uses).inspect(|hint| session.hint(hint));
        return Ok(());
    };
    let script = images::script(&uses, tool, text(matches, "to"));
    if script.is_empty() && !uses.is_empty() {
        return Err(nowhere());
    }
    io::write_stdout(&script)
}

fn tool(name: &str) -> CopyTool {
    match name {
        "nerdctl" => CopyTool::Nerdctl,
        "ctr" => CopyTool::Ctr,
        _ => CopyTool::Skopeo,
    }
}

fn nowhere() -> Diagnostics {
    let message = "the images have no other place to go to: the values name no registry";
    Diagnostic::error(code::INVALID_VALUE, message).path("image.registry").help("give one with `--to`").into()
}
