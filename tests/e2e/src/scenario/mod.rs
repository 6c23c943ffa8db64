//! What is tried on a cluster, one file each.
//!
//! A scenario gets the [`stage::Stage`]: the world and, when it asks for it, the shared three-node cluster, healthy. It
//! notes what it measures and fails at a named assertion. A new scenario is one file and one line in [`ALL`].

mod address_unpinned;
mod all_killed;
mod apply;
mod boot;
mod brokers_gone;
mod clients;
mod commands;
mod coredns;
mod faults;
mod files_deleted;
mod hardened;
mod helm;
mod known_defect;
mod leader_killed;
mod leader_restarted;
mod manifests;
mod mutants;
mod network;
mod network_cut;
mod outside;
mod placement;
mod quorum_lost;
mod rolling_restart;
pub mod stage;
mod store_emptied;
mod traffic;
mod trial;
mod two_groups;

use anyhow::{Result, bail};

use crate::progress::say;
use crate::report::Report;
use crate::report::measured::Measured;
use stage::Stage;

/// One thing that is tried.
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it shows, in one sentence.
    pub about: &'static str,
    /// When it runs without being named.
    pub extent: Extent,
    /// Tries it.
    pub run: fn(&mut Stage, &mut Measured) -> Result<()>,
}

/// When a scenario runs without being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// In every run.
    Always,
    /// With `--all` only.
    All,
    /// Never: the call gives what it tries.
    Named,
}

/// Every scenario, in an order in which the shared cluster is used while it is whole.
pub const ALL: &[&Scenario] = &[
    &network::SCENARIO,
    &coredns::SCENARIO,
    &apply::stock::SCENARIO,
    &apply::SCENARIO,
    &helm::SCENARIO,
    &hardened::PLACED,
    &boot::SCENARIO,
    &leader_killed::SCENARIO,
    &mutants::SCENARIO,
    &outside::BY_NAME,
    &clients::BY_NAME,
    &leader_restarted::SCENARIO,
    &network_cut::SCENARIO,
    &rolling_restart::SCENARIO,
    &quorum_lost::SCENARIO,
    &all_killed::SCENARIO,
    &store_emptied::SCENARIO,
    &brokers_gone::SCENARIO,
    &placement::DRAIN,
    &outside::REBOOTED,
    // From here on each has a cluster of its own.
    &helm::boot::SCENARIO,
    &outside::BY_ADDRESS,
    &clients::BY_ADDRESS,
    &address_unpinned::SCENARIO,
    &two_groups::SCENARIO,
    &files_deleted::SCENARIO,
    &placement::TOO_MANY,
    &mutants::ALL_OF_THEM,
    &hardened::SCENARIO,
    &hardened::LEFT_OUT,
    &hardened::in_place::SCENARIO,
    &known_defect::SCENARIO,
    &manifests::SCENARIO,
    &commands::SCENARIO,
];

/// Returns the scenarios of a run: those that are named, else the ordinary ones or all.
pub fn chosen(names: &[String], all: bool) -> Result<Vec<&'static Scenario>> {
    if let Some(unknown) = names.iter().find(|name| ALL.iter().all(|scenario| scenario.name != name.as_str())) {
        let known: Vec<_> = ALL.iter().map(|scenario| scenario.name).collect();
        bail!("no scenario `{unknown}`; the scenarios are {}", known.join(", "));
    }
    let is_named = |scenario: &Scenario| names.iter().any(|name| name == scenario.name);
    let is_in_run = |extent| extent == Extent::Always || (all && extent == Extent::All);
    let is_ordinary = |scenario: &Scenario| names.is_empty() && is_in_run(scenario.extent);
    Ok(ALL.iter().copied().filter(|scenario| is_named(scenario) || is_ordinary(scenario)).collect())
}

/// Runs scenarios one after the other; the first line of each failure is printed when it happens.
pub fn run_all(scenarios: &[&Scenario], stage: &mut Stage) -> Report {
    let mut report = Report::default();
    for (number, scenario) in scenarios.iter().enumerate() {
        say(&format!("[{}/{}] {}: {}", number + 1, scenarios.len(), scenario.name, scenario.about));
        let passed = report.run(scenario.name, |measured| {
            let done = (scenario.run)(stage, measured);
            stage.note(measured);
            done.and_then(|()| stage.check())
        });
        if !passed {
            stage.abandon(scenario.name);
        }
    }
    for image in stage.world.kubelet.not_runnable() {
        say(&format!("not runnable, no artifact can be had: {image}"));
    }
    report
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Returns what stands between two markers of a page of docs/.
    fn section(page: &str, marker: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        let (_, rest) = text.split_once(&format!("<!-- {marker} -->\n")).unwrap();
        rest.split_once(&format!("<!-- /{marker} -->")).unwrap().0.to_owned()
    }

    fn extent(scenario: &Scenario) -> &'static str {
        match scenario.extent {
            Extent::Always => "always",
            Extent::All => "`--all`",
            Extent::Named => "when named",
        }
    }

    #[test]
    fn the_page_tells_of_every_scenario() {
        let row =
            |scenario: &&Scenario| format!("| `{}` | {} | {} |\n", scenario.name, extent(scenario), scenario.about);
        let table =
            format!("| name | when | what it shows |\n|---|---|---|\n{}", ALL.iter().map(row).collect::<String>());
        assert_eq!(section("e2e.md", "scenarios"), table, "docs/e2e.md should have\n{table}");
    }

    #[test]
    fn the_chinese_page_names_the_same_scenarios() {
        let page = section("zh/e2e.md", "scenarios");
        let rows: Vec<&str> = page.lines().skip(2).collect();
        assert_eq!(rows.len(), ALL.len());
        for (row, scenario) in rows.iter().zip(ALL) {
            let head = format!("| `{}` | ", scenario.name);
            assert!(row.starts_with(&head), "{row} should begin with {head}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused_with_those_that_are() {
        let error = chosen(&["boots".to_owned()], false).err().unwrap().to_string();
        assert!(error.contains("no scenario `boots`") && error.contains("boot, "), "{error}");
        assert!(chosen(&[], false).unwrap().iter().all(|scenario| scenario.extent == Extent::Always));
        let all = chosen(&[], true).unwrap();
        assert!(all.len() + 2 == ALL.len() && all.iter().all(|scenario| scenario.extent != Extent::Named));
    }
}
