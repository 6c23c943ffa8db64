//! The command line.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

const FLAGS: &str = "[--all] [--keep] [--list] [--logs DIR] [--json FILE] [--manifests FILE]… [--commands DIR]";

/// What a call asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The scenarios that are named; none: the ordinary ones.
    pub scenarios: Vec<String>,
    /// Also those that only run when asked for.
    pub all: bool,
    /// Leave everything running at the end, until the process is ended.
    pub keep: bool,
    /// List the scenarios and do nothing.
    pub list: bool,
    /// Where containers log; without it in the run's own folder, and kept for failures only.
    pub logs: Option<PathBuf>,
    /// What the scenarios are given that try nothing of their own.
    pub given: Given,
    /// Where the report goes as JSON.
    pub json: Option<PathBuf>,
}

/// What a call gives to the scenarios that run only when named.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Files for the scenario `manifests`.
    pub manifests: Vec<PathBuf>,
    /// The folder for the scenario `commands`.
    pub commands: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut path = || arguments.next().map(PathBuf::from).with_context(|| format!("{argument} takes a path"));
            match argument.as_str() {
                "--all" => options.all = true,
                "--keep" => options.keep = true,
                "--list" => options.list = true,
                "--logs" => options.logs = Some(path()?),
                "--json" => options.json = Some(path()?),
                "--manifests" => options.given.manifests.push(path()?),
                "--commands" => options.given.commands = Some(path()?),
                flag if flag.starts_with('-') => {
                    bail!("no flag {flag}; usage: e2e [SCENARIO…] {FLAGS}")
                }
                name => options.scenarios.push(name.to_owned()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        Options::parse(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn names_and_flags_mix() {
        let options = parse(&["boot", "--logs", "out", "outside", "--all"]).unwrap();
        assert_eq!(options.scenarios, ["boot", "outside"]);
        assert!(options.all && !options.keep);
        assert_eq!(options.logs, Some(PathBuf::from("out")));
    }

    #[test]
    fn a_flag_that_is_not_known_or_lacks_its_path_is_refused() {
        assert!(parse(&["--everything"]).unwrap_err().to_string().contains("no flag --everything"));
        assert!(parse(&["--json"]).unwrap_err().to_string().contains("--json takes a path"));
    }
}
