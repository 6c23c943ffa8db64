//! Tasks of the project itself; `cargo xtask help` lists them.

mod bench;
mod build;
mod cache;
mod clients;
mod codegen;
mod config_reader;
mod dist;
mod e2e;
mod helm_chart;
mod helm_plugins;
mod helm_values;
mod judges;
mod keys;
mod kubectl_plugin;
mod kustomize;
mod launcher;
mod mutants;
mod needs;
mod npm;
mod page;
mod parity;
mod patches;
mod process;
mod test;
mod wasm_opt;

use std::process::ExitCode;

use anyhow::Context as _;
use build::Profile;

const USAGE: &str = "\
usage: cargo xtask TASK

  test [--all] [STEP…]   runs every check of the project, or the steps that are named
  web [dist]             builds the page, as a site and as one file, in target/page; dist makes it small
  web --serve [PORT]     serves the page to whoever works on it, with reload
  dist [URL]             makes what is shipped for this system, in target/packages; with the address of the
                         archives also a manifest for krew
  launcher [release]     builds kubectl-rmq, rmq-post-renderer and rmq.cwasm in target/launcher, as they are shipped
  bench [SPAWNS]         measures CPU against an empty process and Helm, and the sizes of what is shipped
  bench --page           measures the page in Chromium: what it loads, how quick it is beside an echo worker
  codegen [--check]      writes the pages of rules and values; --check says which differ
  e2e [SCENARIO…]        runs what rmq prints: real servers, placed by a real control plane (Linux, root)
      [--all] [--keep] [--logs DIR] [--json FILE] [--list] [--manifests FILE]… [--commands DIR]
  judges [pin]           builds the real programs that the tests ask, into the user's cache folder;
                         pin writes go.mod and go.sum of the control plane
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
    let (task, rest) = args.split_first().map_or(("", args), |(task, rest)| (task.as_str(), rest));
    let flag = rest.first().map(String::as_str);
    match task {
        "test" => test::run(rest),
        "web" => page::run(rest),
        "dist" => dist::run(rest),
        "launcher" => launch(rest),
        "bench" => bench::run(rest),
        "codegen" => codegen::run(rest),
        "judges" => judges::run(rest),
        "e2e" => e2e::run(rest),
        "go-oracle" => judges::go_oracle::check(match flag {
            Some("--bless") => judges::go_oracle::Goldens::Bless,
            _ => judges::go_oracle::Goldens::Check,
        }),
        "keys" => keys::generate(match flag {
            Some("--check") => keys::Tables::Check,
            _ => keys::Tables::Write,
        }),
        "config-reader" => judges::rocketmq::read_folder(flag.context("config-reader takes a folder")?.as_ref()),
        "help" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => anyhow::bail!("no such task\n{USAGE}"),
    }
}

fn launch(args: &[String]) -> anyhow::Result<()> {
    let profile = match args {
        [] => Profile::Dist,
        [profile] if profile == "release" => Profile::Release,
        _ => anyhow::bail!("usage: cargo xtask launcher [release]"),
    };
    println!("{}", launcher::build(profile)?.display());
    Ok(())
}
