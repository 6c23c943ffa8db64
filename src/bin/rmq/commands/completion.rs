//! `rmq completion`: what makes the Tab key work.

use clap::{Arg, ArgMatches, Command};
use clap_complete::Shell;
use rmq::diagnostic::Diagnostics;

use super::{Subcommand, no_check, text};
use crate::emit::Session;
use crate::{args, io};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "completion",
    about: "Prints the script that completes the arguments of rmq in a shell, or of kubectl rmq",
    examples: EXAMPLES,
    grammar,
    check: no_check,
    run,
};

const EXAMPLES: &str = "\
Examples:
  source <(rmq completion bash)                                    this shell only
  rmq completion bash > ~/.local/share/bash-completion/completions/rmq
  rmq completion zsh > \"${fpath[1]}/_rmq\"
  rmq completion fish > ~/.config/fish/completions/rmq.fish
  rmq completion powershell | Out-String | Invoke-Expression

For `kubectl rmq`, kubectl (from 1.26) runs a file kubectl_complete-rmq that it finds on PATH:
  kubectl rmq completion kubectl > ~/.local/bin/kubectl_complete-rmq
  chmod +x ~/.local/bin/kubectl_complete-rmq";

/// kubectl hands over the words behind the plugin's name and reads choices in the form of cobra.
const KUBECTL: &str = "#!/bin/sh\nexec kubectl rmq __complete \"$@\"\n";

fn grammar(command: Command) -> Command {
    let shells = ["bash", "zsh", "fish", "powershell", "kubectl"];
    let shell = Arg::new("shell").value_name("SHELL").required(true).value_parser(shells);
    command.arg(shell.help("Names the shell, or kubectl for its plugin. Example: bash"))
}

fn run(matches: &ArgMatches, _: &mut Session) -> Result<(), Diagnostics> {
    io::write_stdout(&match text(matches, "shell") {
        Some("zsh") => script(Shell::Zsh),
        Some("fish") => script(Shell::Fish),
        Some("powershell") => script(Shell::PowerShell),
        Some("kubectl") => KUBECTL.to_owned(),
        _ => script(Shell::Bash),
    })
}

fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::root("rmq"), "rmq", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
