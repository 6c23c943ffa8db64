//! `cargo xtask e2e`: builds what the proof needs, and starts it.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use crate::build::{self, Profile};
use crate::clients;
use crate::dist;
use crate::judges::clients::{LANGUAGES, built};
use crate::judges::go::{self, Compiler};
use crate::judges::{kubernetes, rocketmq};
use crate::needs::{self, Need};
use crate::process::{self, cargo};

/// What the proof needs of the machine.
pub const NEEDS: &[Need] = &[Need::RustToolchain, Need::CCompiler, Need::Go, Need::Jdk, Need::Maven, Need::Namespaces];

/// The version that every run takes.
const USUAL: &str = rocketmq::SERVERS[0];
/// The version on which DLedger loses messages, and the scenario that shows it.
const DEFECTIVE: (&str, &str) = (rocketmq::SERVERS[1], "known-defect");

/// Becomes the proof, with these arguments: a signal from the terminal reaches nobody else.
pub fn run(args: &[String]) -> Result<()> {
    let lists = args.iter().any(|arg| arg == "--list");
    let mut program = if lists { Command::new(program()?) } else { prepared(args)? };
    Err(program.args(args).exec()).context("cannot start the proof")
}

/// Runs the scenarios of an ordinary run to their end.
pub fn ordinary() -> Result<()> {
    process::run(&mut prepared(&[])?)
}

/// Runs every scenario to its end.
pub fn all() -> Result<()> {
    let args = ["--all".to_owned()];
    process::run(prepared(&args)?.args(&args))
}

/// Gives files of manifests to an empty API server, and a folder of commands to a shell.
pub fn take(files: &[PathBuf], commands: &Path) -> Result<()> {
    let mut program = prepared(&[])?;
    program.args(["manifests", "commands", "--commands"]).arg(commands);
    for file in files {
        program.arg("--manifests").arg(file);
    }
    process::run(&mut program)
}

/// Builds everything that these arguments need and returns the call, still without them.
fn prepared(args: &[String]) -> Result<Command> {
    needs::demand(NEEDS)?;
    let mut command = Command::new(program()?);
    command.env("RMQ_E2E_TOOLS", tools(&versions(args))?.to_string());
    Ok(command)
}

/// Builds the program that runs the scenarios.
fn program() -> Result<PathBuf> {
    eprintln!("    cargo build --package e2e");
    process::run(cargo().args(["build", "--quiet", "--package", "e2e"]))?;
    Ok(build::target().join("debug/e2e"))
}

fn versions(args: &[String]) -> Vec<&'static str> {
    let (defective, scenario) = DEFECTIVE;
    let is_asked = args.iter().any(|arg| arg == "--all" || arg == scenario);
    if is_asked { vec![USUAL, defective] } else { vec![USUAL] }
}

/// Returns the paths of the real programs, in the shape that tests/e2e/src/tools.rs reads.
fn tools(versions: &[&str]) -> Result<serde_json::Value> {
    let rmq = build::native("rmq", Profile::Release)?;
    let helm = |module| go::installed("helm", module, Compiler::Quick);
    let mut servers = BTreeMap::new();
    let mut drivers = BTreeMap::new();
    for version in versions {
        servers.insert(version, rocketmq::servers(version)?);
        drivers.insert(version, rocketmq::driver(version)?);
    }
    let mut programs = BTreeMap::new();
    for example in clients::EXAMPLES {
        for position in ["other-namespace", "outside"] {
            for language in LANGUAGES {
                programs.insert(format!("{example}/{position}/{language}"), built(&rmq, example, position, language)?);
            }
        }
    }
    Ok(json!({
        "project": process::project_root(),
        "rmq": rmq,
        "postRenderer": dist::unpacked("rmq-post-renderer", Profile::Release, "e2e")?,
        "kubernetes": kubernetes::build()?,
        "helm3": helm(go::HELM[0])?,
        "helm4": helm(go::HELM[1])?,
        "javaHome": java_home()?,
        "rocketmq": servers,
        "driver": drivers,
        "clients": programs,
    }))
}

/// Returns the folder of the JDK that `javac` on the PATH belongs to.
fn java_home() -> Result<PathBuf> {
    let javac = process::find("javac").context("no javac on the PATH")?;
    let javac = javac.canonicalize().with_context(|| format!("cannot follow {}", javac.display()))?;
    let home = javac.parent().and_then(Path::parent).filter(|home| home.join("bin/java").is_file());
    Ok(home.with_context(|| format!("no bin/java beside {}", javac.display()))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defective_version_is_fetched_for_those_who_ask_for_it() {
        let versions = |args: &[&str]| versions(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(versions(&[]), ["4.9.7"]);
        assert_eq!(versions(&["boot", "--keep"]), ["4.9.7"]);
        assert_eq!(versions(&["--all"]), ["4.9.7", "5.5.0"]);
        assert_eq!(versions(&["known-defect"]), ["4.9.7", "5.5.0"]);
    }
}
