//! A stream of a chart in the style of the original one: left alone without `--harden`, made safe with it.
//!
//! tests/e2e/charts/raft is that chart: brokers that Helm starts by a shell, that only prefer to be apart, that no
//! budget guards, whose node ports are others than their own, whose files hold keys that RocketMQ does not read. A real
//! Helm renders it, [`stream`] hardens it, and [`checks`] holds the result against an assertion for each pass.

mod checks;
pub mod in_place;
mod stream;

use anyhow::{Context, Result, bail, ensure};

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::helm::Helm;
use crate::progress::say;
use crate::report::assertion::{Assertion, Failed};
use crate::report::measured::Measured;
use checks::Candidate;
use stream::Passes;

pub const PLACED: Scenario = Scenario {
    name: "hardened-placed",
    about: "a chart in the style of the original: untouched without --harden; with it taken twice, and placed right",
    extent: Extent::Always,
    run: placed,
};

pub const SCENARIO: Scenario = Scenario {
    name: "hardened",
    about: "that chart with --harden runs with no more rights than it needs, and a drain stops just one broker, cleanly",
    extent: Extent::All,
    run,
};

pub const LEFT_OUT: Scenario = Scenario {
    name: "hardened-all",
    about: "that chart with brokers that are not root; then each pass is left out, and its assertion fails",
    extent: Extent::All,
    run: left_out,
};

/// Each pass whose absence shows in this chart, and where.
///
/// `advertise` has nothing to do: the chart names the brokers.
const WITHOUT: [(&str, Assertion); 7] = [
    ("placement", Assertion::Placement),
    ("checksum", Assertion::Rollout),
    ("security", Assertion::User),
    ("config-keys", Assertion::ConfigKeys),
    ("ports", Assertion::OutsideSends),
    ("graceful-stop", Assertion::CleanStop),
    ("disruption-budget", Assertion::Budget),
];

/// One pass alone, to work on it: its name in this variable.
const ONLY: &str = "RMQ_E2E_WITHOUT";

/// As the original has it.
const AS_ROOT: &str = "broker.runAsRoot=true";
const AS_IMAGE_USER: &str = "broker.runAsRoot=false";

fn placed(stage: &mut Stage, _: &mut Measured) -> Result<()> {
    stage.spend()?;
    let world = &stage.world;
    for helm in Helm::both(world)? {
        let classic = stream::rendered(&helm, "placed", AS_ROOT)?;
        let passed = stream::post_rendered(world, &classic, Passes::None)?;
        Assertion::Unchanged.check(classic == passed, || format!("the stream of {} has changed", helm.name))?;
    }
    checks::may_share_a_node(world)?;
    Candidate::new(world, "placed", AS_ROOT, Passes::All)?.is_taken_and_placed()?;
    world.clear_namespace("placed")
}

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    judge(stage, "classic", AS_ROOT, Passes::All, measured)?;
    stage.world.clear_namespace("classic")
}

fn left_out(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let only = std::env::var(ONLY).ok();
    if only.is_none() {
        judge(stage, "image-user", AS_IMAGE_USER, Passes::All, measured).context("the control, with every pass")?;
        stage.world.clear_namespace("image-user")?;
    }
    let mut survivors = Vec::new();
    for (pass, assertion) in WITHOUT.into_iter().filter(|(pass, _)| only.as_ref().is_none_or(|only| only == pass)) {
        match fails_without(stage, pass, assertion) {
            Ok(text) => measured.notes.push(text),
            Err(error) => survivors.push(format!("{error:#}")),
        }
    }
    ensure!(survivors.is_empty(), "{}", survivors.join("\n"));
    Ok(())
}

/// Fails unless the chart without one pass fails at the assertion that is meant for it.
fn fails_without(stage: &Stage, pass: &'static str, wanted: Assertion) -> Result<String> {
    say(&format!("without {pass} it must fail at {wanted}"));
    let namespace = format!("no-{pass}");
    let ended = judge(stage, &namespace, AS_ROOT, Passes::AllBut(pass), &mut Measured::default());
    stage.world.restore_nodes()?;
    stage.world.clear_namespace(&namespace)?;
    let Err(error) = ended else { bail!("without {pass} every check passes, and {wanted} must fail") };
    if Failed::of(&error) != Some(wanted) {
        bail!("without {pass} it must fail at {wanted}, and fails otherwise: {error:#}");
    }
    let text = format!("without {pass}: {error:#}");
    say(&text);
    Ok(text)
}

/// Carries every check out.
fn judge(stage: &Stage, namespace: &str, user: &str, passes: Passes, measured: &mut Measured) -> Result<()> {
    Candidate::new(&stage.world, namespace, user, passes)?.judge(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_tell_of_every_pass_that_is_left_out() {
        let rows: Vec<String> = WITHOUT.iter().map(|(pass, assertion)| format!("| {pass} | `{assertion}` |")).collect();
        for page in [include_str!("../../../../../docs/e2e.md"), include_str!("../../../../../docs/zh/e2e.md")] {
            let (_, rest) = page.split_once("<!-- without -->\n").unwrap();
            let (table, _) = rest.split_once("<!-- /without -->").unwrap();
            let found: Vec<&str> = table.lines().skip(2).collect();
            assert_eq!(found, rows);
        }
    }
}
