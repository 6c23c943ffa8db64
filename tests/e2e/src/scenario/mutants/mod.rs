//! Single faults in what `rmq` rendered: each must be found, and by the one assertion that is meant for it.
//!
//! A harness that is green tells something only if it turns red when it should. [`list`] has the faults, [`edits`] how
//! each is planted in the manifests, and [`super::trial`] the checks, which the unmutated control passes in the same run.

mod edits;
mod list;
mod manifests;

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::stage::Stage;
use super::{Extent, Scenario, trial};
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::{Assertion, Failed};
use crate::report::measured::Measured;
use list::{MUTANTS, Mutant, Size};

pub const SCENARIO: Scenario = Scenario {
    name: "mutants",
    about: "three single faults in the manifests: each fails at the assertion that is meant for it, the control at none",
    extent: Extent::Always,
    run: |stage, measured| run(stage, measured, |mutant| mutant.extent == Extent::Always),
};

pub const ALL_OF_THEM: Scenario = Scenario {
    name: "mutants-all",
    about: "every single fault in the manifests: each fails at the assertion that is meant for it, the control at none",
    extent: Extent::All,
    run: |stage, measured| run(stage, measured, |_| true),
};

/// From the applied manifests until the failure.
const LIMIT: Duration = Duration::from_mins(1);

/// One mutant alone, to work on it: its name in this variable.
const ONLY: &str = "RMQ_E2E_MUTANT";

fn run(stage: &mut Stage, measured: &mut Measured, is_wanted: fn(&Mutant) -> bool) -> Result<()> {
    let only = std::env::var(ONLY).ok();
    let is_chosen = |mutant: &&Mutant| match &only {
        Some(name) => mutant.name == name,
        None => is_wanted(mutant),
    };
    let mutants: Vec<&Mutant> = MUTANTS.iter().filter(is_chosen).collect();
    ensure!(!mutants.is_empty(), "there is no such mutant");
    let mut survivors = Vec::new();
    for size in [Size::One, Size::Three] {
        let of_size: Vec<&&Mutant> = mutants.iter().filter(|mutant| mutant.size == size).collect();
        if of_size.is_empty() {
            continue;
        }
        control(stage, size, measured).context("the control, in which no fault is planted")?;
        for mutant in of_size {
            match judge(stage, mutant) {
                Ok(took) => measured.notes.push(found(mutant, took)),
                Err(error) => survivors.push(format!("{error:#}")),
            }
        }
    }
    ensure!(survivors.is_empty(), "{}", survivors.join("\n"));
    Ok(())
}

fn found(mutant: &Mutant, took: Duration) -> String {
    let text = format!("{} fails at {} after {:.1} s", mutant.name, mutant.assertion, took.as_secs_f64());
    say(&text);
    text
}

/// Carries every check out on a cluster without a fault.
fn control(stage: &mut Stage, size: Size, measured: &mut Measured) -> Result<()> {
    say(&format!("the control of {} must pass every check", size.text()));
    if size == Size::Three {
        let release = stage.three_nodes(measured)?;
        return trial::run(release, measured);
    }
    let installed = Release::install(&stage.world, "control", &size.arguments());
    let passed = Assertion::ApiServer.holds_if(installed).and_then(|release| trial::run(&release, measured));
    stage.world.vacate_namespace("control")?;
    passed
}

/// Plants a fault and fails unless the cluster then fails where it must; returns after what time it does.
fn judge(stage: &Stage, mutant: &Mutant) -> Result<Duration> {
    say(&format!("{} must fail at {}: {}", mutant.name, mutant.assertion, mutant.change));
    let namespace = format!("mutant-{}", mutant.name);
    let ended = try_out(stage, mutant, &namespace);
    stage.world.vacate_namespace(&namespace)?;
    let (failure, took) = ended?;
    let wanted = mutant.assertion;
    let Err(error) = failure else { bail!("{} passes every check, and must fail at {wanted}", mutant.name) };
    if Failed::of(&error) != Some(wanted) {
        bail!("{} must fail at {wanted}, and fails otherwise: {error:#}", mutant.name);
    }
    say(&format!("{error:#}"));
    // Elsewhere something else may keep the machine busy; the time is reported all the same.
    let is_in_time = took <= LIMIT || std::env::var_os("CI").is_none();
    ensure!(is_in_time, "{} takes {took:.1?} to fail at {wanted}; {LIMIT:?} are allowed", mutant.name);
    Ok(took)
}

/// Returns how the trial of a mutant ends and how long after its manifests were applied; fails when the fault cannot be
/// planted.
fn try_out(stage: &Stage, mutant: &Mutant, namespace: &str) -> Result<(Result<()>, Duration)> {
    let mut planted = Err(anyhow::anyhow!("rmq did not render"));
    let begin = std::time::Instant::now();
    let installed = Release::install_changed(&stage.world, namespace, &mutant.size.arguments(), |objects| {
        planted = plant(mutant, objects);
        Ok(())
    });
    planted.with_context(|| format!("the fault {} cannot be planted", mutant.name))?;
    match Assertion::ApiServer.holds_if(installed) {
        Err(refused) => Ok((Err(refused), begin.elapsed())),
        Ok(release) => {
            let ended = trial::run(&release, &mut Measured::default());
            Ok((ended, release.applied.elapsed()))
        }
    }
}

fn plant(mutant: &Mutant, objects: &mut [Value]) -> Result<()> {
    let before = objects.to_vec();
    (mutant.edit)(objects)?;
    ensure!(*objects != *before, "the edit changes nothing");
    Ok(())
}
