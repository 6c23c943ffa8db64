//! The proof: what `rmq` prints is placed by a real control plane and run by real RocketMQ processes.
//!
//! `cargo xtask e2e` builds the judges and starts this program; docs/e2e.md tells what it proves and how.

mod kubelet;
mod manifest;
mod network;
mod plane;
mod process;
mod release;
mod report;
mod rocketmq;
mod sandbox;
mod scenario;
mod tools;
mod world;

use std::process::ExitCode;

use anyhow::Result;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ended = match args.split_first() {
        Some((first, rest)) if first == sandbox::INSIDE => run(rest),
        Some((first, [])) if first == "selftest-network" => network::selftest::run().map(|()| ExitCode::SUCCESS),
        Some((first, [file, more @ ..])) if first == kubelet::root::CONTAINER => {
            kubelet::root::become_container(file.as_ref(), more).map(|()| ExitCode::SUCCESS)
        }
        _ => sandbox::enter(&args),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("e2e: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(args: &[String]) -> Result<ExitCode> {
    let tools = tools::Tools::from_environment()?;
    let scratch = sandbox::Scratch::new()?;
    let scenarios = scenario::chosen(args, false)?;
    let world = world::World::start(&tools, &scratch, scratch.path("logs"))?;
    let mut stage = scenario::stage::Stage::new(world, "/tmp/e2e-logs".into());
    let report = scenario::run_all(&scenarios, &mut stage);
    println!("{report}");
    Ok(ExitCode::SUCCESS)
}
