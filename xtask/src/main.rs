//! Tasks of the project itself; `cargo xtask help` lists them.

mod cache;
mod codegen;
mod judges;
mod process;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask TASK

  codegen [--check]      writes the pages of rules and values; --check says which differ
  judges                 builds the real programs that the tests ask, into the user's cache folder
  go-oracle [--bless]    asks Kubernetes' YAML reader about tests/yaml; --bless keeps its answers";

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
        Some("help") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => anyhow::bail!("no such task\n{USAGE}"),
    }
}
