//! The module for Helm 4: how long a user waits, and how large it is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::measure::{self, Subject};
use super::{helm, millis};
use crate::build::{self, Profile};
use crate::dist;
use crate::judges::go::HELM;

/// Helm compiles it at the first call: more bytes are more time.
const LARGEST: u64 = 2_000_000;
/// The first call after an installation.
const LONGEST_COLD: Duration = Duration::from_millis(1500);
/// Every other call takes at most so many times that of `helm version`.
const MOST_OVER_VERSION: f64 = 2.0;

const COLD_CALLS: usize = 5;
const WARM_CALLS: usize = 41;

/// Measures and prints; returns true when the budgets are met.
pub fn print() -> Result<bool> {
    let helm = helm::program(HELM[1])?;
    let home = build::target().join("bench").join("helm-plugin");
    let _ = std::fs::remove_dir_all(&home);
    let package = dist::make(Profile::Dist, None)?.package("rmq-wasm");
    let plugins = home.join("data/plugins");
    std::fs::create_dir_all(&plugins)?;
    copy(&package, &plugins.join("rmq-wasm"))?;

    let calls = Calls { helm, home };
    let mut cold = Vec::new();
    for _ in 0..COLD_CALLS {
        let _ = std::fs::remove_dir_all(calls.home.join("cache"));
        cold.push(measure::cpu_of(&mut calls.call(&["rmq-wasm", "render"]))?);
    }
    cold.sort();
    let cold = cold.get(COLD_CALLS / 2).copied().unwrap_or_default();
    let subjects = [calls.clone().subject(&["rmq-wasm", "render"]), calls.subject(&["version"])];
    let samples = measure::in_turns(&subjects, WARM_CALLS)?;
    let [warm, version] =
        [0, 1].map(|index: usize| samples.get(index).map_or(Duration::ZERO, measure::Samples::median));
    let ratio = warm.as_secs_f64() / version.as_secs_f64();
    let size = std::fs::metadata(package.join("plugin.wasm"))?.len();
    let rows = [
        ("plugin.wasm, bytes", size.to_string(), LARGEST.to_string(), size <= LARGEST),
        ("first call, ms", ms(cold), ms(LONGEST_COLD), cold <= LONGEST_COLD),
        ("later calls, ms", ms(warm), String::new(), true),
        ("helm version, ms", ms(version), String::new(), true),
        (
            "later calls / helm version",
            format!("{ratio:.2}"),
            MOST_OVER_VERSION.to_string(),
            ratio <= MOST_OVER_VERSION,
        ),
    ];
    println!("\n{:<28} {:>10}   at most", "Helm 4, medians of CPU", "measured");
    for (name, measured, budget, is_met) in &rows {
        println!("{name:<28} {measured:>10}   {budget:<9} {}", if *is_met { "" } else { "MISSED" });
    }
    Ok(rows.iter().all(|row| row.3))
}

fn ms(time: Duration) -> String {
    format!("{:.0}", millis(time))
}

/// Helm with a home of its own.
#[derive(Clone)]
struct Calls {
    helm: PathBuf,
    home: PathBuf,
}

impl Calls {
    fn call(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.helm);
        command.args(args).env("HELM_DATA_HOME", self.home.join("data"));
        command.env("HELM_CONFIG_HOME", self.home.join("config")).env("HELM_CACHE_HOME", self.home.join("cache"));
        command
    }

    fn subject(self, args: &'static [&'static str]) -> Subject {
        Subject { name: format!("helm {}", args.join(" ")), objects: 0, call: Box::new(move || self.call(args)) }
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        std::fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}
