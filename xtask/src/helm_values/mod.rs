//! How values merge: real Helm and `rmq` get the same words, and a table says what each must make of them.
//!
//! tests/judges/helm/cases.yaml is the table, with expectations written by hand. Each case leaves its folder in
//! target/helm-values, so that a call can be repeated.

mod answer;
mod case;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, ensure};

use crate::build::{self, Profile};
use crate::judges::go::{self, Compiler};
use crate::process;
use answer::Answer;
use case::{Case, Party};

/// How many cases the table promises.
const LEAST: usize = 60;

/// The three programs.
struct Programs {
    helm: [PathBuf; 2],
    rmq: PathBuf,
    chart: PathBuf,
}

/// Asks all programs about every case; fails when one answers otherwise, or when a planted fault is not seen.
pub fn run() -> Result<()> {
    let programs = Programs::build()?;
    let cases = case::read()?;
    let folder = build::target().join("helm-values");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    let wrong = judge_all(&programs, &cases, &folder)?;
    for line in &wrong {
        eprintln!("    {line}");
    }
    let planted = cases.iter().filter(|case| case.planted).count();
    let deviating = cases.iter().filter(|case| case.rmq.is_some()).count();
    let count = cases.len() - planted;
    println!("    {count} cases, in {deviating} of them rmq differs on purpose; {planted} planted faults");
    ensure!(count >= LEAST && planted > 0, "the table promises {LEAST} cases and planted faults");
    ensure!(wrong.is_empty(), "{} answers are not those of the table", wrong.len());
    Ok(())
}

/// Judges the cases, as many at a time as there are cores.
fn judge_all(programs: &Programs, cases: &[Case], folder: &Path) -> Result<Vec<String>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let judged = |(number, case): (usize, &Case)| {
        let home = folder.join(format!("{:03}", number + 1));
        let lines = judge(programs, case, &home).with_context(|| case.name.clone())?;
        Ok(lines.iter().map(|line| format!("{} ({}): {line}", case.name, home.display())).collect())
    };
    let share = |first: usize| -> Result<Vec<Vec<String>>> {
        cases.iter().enumerate().skip(first).step_by(cores).map(judged).collect()
    };
    let shares: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|first| scope.spawn(move || share(first))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow!("a judge panicked"))).collect()
    });
    let lines: Vec<Vec<Vec<String>>> = shares.into_iter().map(|joined| joined?).collect::<Result<_>>()?;
    Ok(lines.concat().concat())
}

/// Returns what is wrong with a case: nothing, if it holds; of a planted fault, whoever does not show it.
fn judge(programs: &Programs, case: &Case, home: &Path) -> Result<Vec<String>> {
    std::fs::create_dir_all(home)?;
    for (name, text) in &case.files {
        std::fs::write(home.join(name), text).with_context(|| format!("cannot write {name}"))?;
    }
    let mut wrong = Vec::new();
    for party in Party::ALL {
        let answer = programs.ask(party, case, home).with_context(|| party.name())?;
        let difference = case.expected(party)?.difference(&answer);
        wrong.extend(match (difference, case.planted) {
            (None, true) => Some(format!("the fault is not seen in what {} answers: {answer}", party.name())),
            (Some(difference), false) => Some(format!("{}: {difference}", party.name())),
            _ => None,
        });
    }
    Ok(wrong)
}

impl Programs {
    fn build() -> Result<Self> {
        let helm = |module| go::installed("helm", module, Compiler::Quick);
        Ok(Self {
            helm: [helm(go::HELM[0])?, helm(go::HELM[1])?],
            rmq: build::native("rmq", Profile::Release)?,
            chart: process::project_root().join("tests/judges/helm/chart"),
        })
    }

    fn ask(&self, party: Party, case: &Case, home: &Path) -> Result<Answer> {
        match party {
            Party::Helm3 => answer::of_helm(&self.helm(0, case, home)?),
            Party::Helm4 => answer::of_helm(&self.helm(1, case, home)?),
            Party::Rmq => {
                let mut rmq = Command::new(&self.rmq);
                rmq.args(["render", "--show-values", "--message-format", "json"]);
                answer::of_rmq(&finished(rmq.args(&case.args), case, home)?)
            }
        }
    }

    fn helm(&self, index: usize, case: &Case, home: &Path) -> Result<Output> {
        let mut helm = Command::new(&self.helm[index]);
        helm.args(["template", "merged"]).arg(&self.chart).args(&case.args);
        finished(&mut helm, case, home)
    }
}

/// Runs a program beside the files of a case, with nothing of this user's settings.
fn finished(command: &mut Command, case: &Case, home: &Path) -> Result<Output> {
    let stdin = home.join(".stdin");
    std::fs::write(&stdin, &case.stdin)?;
    command.env_clear().env("HOME", home.join(".home")).current_dir(home);
    Ok(command.stdin(Stdio::from(std::fs::File::open(stdin)?)).output()?)
}
