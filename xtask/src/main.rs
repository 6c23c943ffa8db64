//! Tasks of the project itself; `cargo xtask help` lists them.

mod cache;
mod codegen;
mod judges;
mod keys;
mod process;

use std::process::ExitCode;

use anyhow::Context as _;

const USAGE: &str = "\
usage: cargo xtask TASK

  codegen [--check]      writes the pages of rules and values; --check says which differ
  judges                 builds the real programs that the tests ask, into the user's cache folder
  go-oracle [--bless]    asks Kubernetes' YAML reader about tests/yaml; --bless keeps its answers
  keys [--check]         writes the RocketMQ key tables from the published jars; --check compares them
  config-reader DIR      reads DIR/VERSION/ROLE/*.conf through RocketMQ's own config classes";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> anyhow::Result<()> {
    match args.first().map(String::as_str) {
        Some("codegen") => codegen::run(&args[1..]),
        Some("judges") => judges::build_all(),
        Some("go-oracle") => judges::go_oracle::check(match args.get(1).map(String::as_str) {
            Some("--bless") => judges::go_oracle::Goldens::Bless,
            _ => judges::go_oracle::Goldens::Check,
        }),
        Some("keys") => keys::generate(match args.get(1).map(String::as_str) {
            Some("--check") => keys::Tables::Check,
            _ => keys::Tables::Write,
        }),
        Some("config-reader") => {
            judges::rocketmq::read_folder(args.get(1).context("config-reader takes a folder")?.as_ref())
        }
        Some("help") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => anyhow::bail!("no such task\n{USAGE}"),
    }
}
