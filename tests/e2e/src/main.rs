//! The proof: what `rmq` prints is placed by a real control plane and run by real RocketMQ processes.
//!
//! `cargo xtask e2e` builds the judges and starts this program; docs/e2e.md tells what it proves and how.
//!
//! Flow: [`sandbox`] puts the run into namespaces of its own; [`world`] starts the control plane ([`plane`]), the network
//! ([`network`]) and the kubelet ([`kubelet`]); a [`scenario`] renders and applies a [`release`], does something to it, and
//! asks RocketMQ ([`rocketmq`]) what became of it; [`report`] says how it ended.

mod helm;
mod kubelet;
mod manifest;
mod network;
mod options;
mod plane;
mod process;
mod progress;
mod release;
mod report;
mod rocketmq;
mod sandbox;
mod scenario;
mod tools;
mod world;

use std::process::ExitCode;

use anyhow::Result;
use options::Options;
use scenario::stage::Stage;
use world::World;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ended = match args.split_first() {
        Some((first, rest)) if first == sandbox::INSIDE => run(rest),
        Some((first, [file, more @ ..])) if first == kubelet::root::CONTAINER => {
            kubelet::root::become_container(file.as_ref(), more).map(|()| ExitCode::SUCCESS)
        }
        _ => start(&args),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("e2e: {error:#}");
        ExitCode::FAILURE
    })
}

/// Answers what needs no run, and starts the run for the rest.
fn start(args: &[String]) -> Result<ExitCode> {
    let options = Options::parse(args)?;
    let scenarios = scenario::chosen(&options.scenarios, options.all || options.list)?;
    if !options.list {
        return sandbox::enter(args);
    }
    for scenario in scenarios {
        println!("{:20} {:?}\t{}", scenario.name, scenario.extent, scenario.about);
    }
    Ok(ExitCode::SUCCESS)
}

fn run(args: &[String]) -> Result<ExitCode> {
    let tools = tools::Tools::from_environment()?;
    let scratch = sandbox::Scratch::new()?;
    let options = Options::parse(args)?;
    let scenarios = scenario::chosen(&options.scenarios, options.all)?;
    let kept = tools.project.join("target/e2e");
    let logs = options.logs.clone().unwrap_or_else(|| scratch.path("logs"));
    progress::say("starting the control plane, three nodes and DNS");
    let mut stage = Stage::new(World::start(&tools, &scratch, logs)?, options.given, kept);
    let report = scenario::run_all(&scenarios, &mut stage);
    println!("\n{report}");
    if let Some(file) = &options.json {
        report.write(file)?;
    }
    if options.keep {
        keep(&stage);
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Leaves everything as it is until somebody ends the process.
fn keep(stage: &Stage) {
    let kubectl = stage.world.tools.kubernetes.join("kubectl");
    progress::say("kept; Ctrl-C ends it. From another shell, as root:");
    eprintln!("  in=$(pgrep -f 'e2e {}' | tail -1)", sandbox::INSIDE);
    eprintln!(
        "  nsenter -t $in --mount --net --pid {} --kubeconfig {} get pods -A",
        kubectl.display(),
        stage.world.plane.kubeconfig.display()
    );
    loop {
        std::thread::park();
    }
}
