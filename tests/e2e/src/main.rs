//! The proof: what `rmq` prints is placed by a real control plane and run by real RocketMQ processes.
//!
//! `cargo xtask e2e` builds the judges and starts this program; docs/e2e.md tells what it proves and how.

#[expect(dead_code, reason = "the scenarios that use it follow")]
mod report;
#[expect(dead_code, reason = "the scenarios that use it follow")]
mod rocketmq;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("e2e: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> anyhow::Result<()> {
    let tools = tools::Tools::from_environment()?;
    anyhow::bail!("no scenario yet for {args:?} with {tools:?}")
}
