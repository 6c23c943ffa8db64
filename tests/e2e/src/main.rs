//! The proof: what `rmq` prints is placed by a real control plane and run by real RocketMQ processes.
//!
//! `cargo xtask e2e` builds the judges and starts this program; docs/e2e.md tells what it proves and how.

mod network;
mod plane;
mod process;
mod sandbox;
mod tools;

use std::process::ExitCode;

use anyhow::Result;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let ended = match args.split_first() {
        Some((first, rest)) if first == sandbox::INSIDE => run(rest),
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
    if args.first().is_some_and(|first| first == "selftest-network") {
        return network::selftest::run(&tools, &scratch).map(|()| ExitCode::SUCCESS);
    }
    std::process::Command::new("ip").args(["link", "set", "lo", "up"]).status()?;
    let t = std::time::Instant::now();
    let plane = plane::Plane::start(&tools.kubernetes, &scratch, plane::STOCK_NODE_PORTS)?;
    eprintln!("plane {:?} {args:?}", t.elapsed());
    println!("{:?}", plane.client.list("v1", "Namespace", None)?.len());
    let e = plane.client.apply(&serde_json::json!({"apiVersion":"v1","kind":"Service","metadata":{"name":"a","namespace":"default"},"spec":{"type":"NodePort","ports":[{"port":1,"nodePort":5}]}}));
    println!("{:?}", e);
    Ok(ExitCode::SUCCESS)
}
