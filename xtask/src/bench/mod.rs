//! `cargo xtask bench`: what `rmq` costs, beside an empty process and Helm in the same run, and how large it is.

mod helm;
mod helm_plugin;
mod measure;
mod page;
mod size;
mod streams;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::judges::go::HELM;
use crate::{launcher, process};
use measure::{Samples, Subject};

/// How often each program is started when the caller does not say.
const SPAWNS: usize = 101;
/// Helm takes at least so many times the CPU of `rmq render`.
const LEAST_OVER_HELM: f64 = 30.0;
/// Helm takes at least so many times the CPU of `kubectl-rmq render`, which starts a sandbox.
const LEAST_OVER_HELM_IN_SANDBOX: f64 = 15.0;
/// `rmq render` takes at most so many times the CPU of an empty process.
const MOST_OVER_EMPTY: f64 = 2.5;

/// Builds everything that is measured, measures and prints; fails when a budget is missed.
pub fn run(args: &[String]) -> Result<()> {
    let spawns = match args {
        [word, rest @ ..] if word == measure::MEMORY => return measure::print_peak_memory(rest),
        [flag] if flag == "--page" => return page::print().and_then(verdict),
        [] => SPAWNS,
        [count] => count.parse().with_context(|| format!("not a number of spawns: {count}"))?,
        _ => bail!("usage: cargo xtask bench [SPAWNS | --page]"),
    };
    let is_quick = cpu(spawns)?;
    streams::check_fairness()?;
    let is_streaming = streams::print()?;
    println!();
    size::print()?;
    let is_ready = helm_plugin::print()?;
    verdict(is_quick && is_streaming && is_ready)
}

fn verdict(is_met: bool) -> Result<()> {
    if is_met { Ok(()) } else { bail!("a budget is missed") }
}

fn cpu(spawns: usize) -> Result<bool> {
    let subjects = Programs::build()?.subjects()?;
    let samples = measure::in_turns(&subjects, spawns)?;
    println!("\nCPU (user + system) of a whole process in ms, {spawns} spawns each, in turns");
    println!("{:<26} {:>8} {:>9} {:>9} {:>9}", "", "objects", "median", "p10", "p90");
    for (Subject { name, objects, .. }, samples) in subjects.iter().zip(&samples) {
        let [median, low, high] = [0.5, 0.1, 0.9].map(|part| millis(samples.quantile(part)));
        println!("{name:<26} {objects:>8} {median:>9.2} {low:>9.2} {high:>9.2}");
    }
    println!();
    let is_fair = subjects.iter().skip(2).all(|subject| subject.objects == subjects[2].objects);
    if !is_fair {
        println!("the sides make different numbers of objects: the ratios with Helm prove nothing\n");
    }
    Ok(budgets(&samples) && is_fair)
}

/// The programs, each as tests build it and as it is shipped.
struct Programs {
    empty: [PathBuf; 2],
    rmq: [PathBuf; 2],
    launcher: PathBuf,
    helm: [PathBuf; 2],
}

const PROFILES: [Profile; 2] = [Profile::Release, Profile::Dist];

impl Programs {
    fn build() -> Result<Self> {
        let helm = [helm::program(HELM[0])?, helm::program(HELM[1])?];
        let launcher = launcher::build(Profile::Dist)?.join(launcher::NAMES[0]);
        Ok(Self { empty: in_both_profiles("empty")?, rmq: in_both_profiles("rmq")?, launcher, helm })
    }

    /// Returns the subjects: empty and rmq in both profiles, the launcher, then both versions of Helm.
    fn subjects(self) -> Result<Vec<Subject>> {
        let mut subjects = Vec::new();
        for (path, profile) in self.empty.into_iter().zip(PROFILES) {
            subjects.push(subject(format!("empty process ({})", profile.name()), move || Command::new(&path))?);
        }
        for (path, profile) in self.rmq.into_iter().zip(PROFILES) {
            subjects.push(subject(format!("rmq render ({})", profile.name()), move || render(&path))?);
        }
        let launcher = self.launcher;
        subjects.push(subject("kubectl-rmq render (dist)".to_owned(), move || render(&launcher))?);
        let objects = subjects.last().map_or(0, |subject| subject.objects);
        for (path, module) in self.helm.into_iter().zip(HELM) {
            let name = format!("helm template ({})", module.rsplit('@').next().unwrap_or_default());
            let extra = helm::extra_for(&path, objects)?;
            subjects.push(subject(name, move || helm::template(&path, extra))?);
        }
        Ok(subjects)
    }
}

/// Runs the call once to see how many objects it prints.
fn subject(name: String, call: impl Fn() -> Command + 'static) -> Result<Subject> {
    let objects = helm::count_objects(&process::output(&mut call())?);
    Ok(Subject { name, objects, call: Box::new(call) })
}

fn in_both_profiles(package: &str) -> Result<[PathBuf; 2]> {
    Ok([build::native(package, PROFILES[0])?, build::native(package, PROFILES[1])?])
}

fn render(rmq: &Path) -> Command {
    let mut command = Command::new(rmq);
    command.arg("render");
    command
}

/// Prints the ratios beside their budgets and returns true when all are met.
fn budgets(samples: &[Samples]) -> bool {
    let medians: Vec<f64> = samples.iter().map(|samples| millis(samples.median())).collect();
    let [_, empty, _, rmq, launcher, helm_3, helm_4] = medians[..] else { return false };
    let rows = [
        ("rmq / empty process", rmq / empty, "at most", MOST_OVER_EMPTY, rmq / empty <= MOST_OVER_EMPTY),
        ("Helm 3 / rmq", helm_3 / rmq, "at least", LEAST_OVER_HELM, helm_3 / rmq >= LEAST_OVER_HELM),
        ("Helm 4 / rmq", helm_4 / rmq, "at least", LEAST_OVER_HELM, helm_4 / rmq >= LEAST_OVER_HELM),
        in_sandbox("Helm 3 / kubectl-rmq", helm_3 / launcher),
        in_sandbox("Helm 4 / kubectl-rmq", helm_4 / launcher),
    ];
    println!("{:<26} {:>10}   {:<14}  (as shipped)", "ratio of medians", "measured", "budget");
    for (name, ratio, bound, budget, is_met) in rows {
        println!("{name:<26} {ratio:>10.2}   {bound:<8} {budget:>5}  {}", if is_met { "met" } else { "MISSED" });
    }
    rows.iter().all(|row| row.4)
}

fn in_sandbox(name: &'static str, ratio: f64) -> (&'static str, f64, &'static str, f64, bool) {
    (name, ratio, "at least", LEAST_OVER_HELM_IN_SANDBOX, ratio >= LEAST_OVER_HELM_IN_SANDBOX)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
