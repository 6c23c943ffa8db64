//! What the scenarios came to: for people as a table, for machines as JSON.
//!
//! **Invariant:** what was not measured is not there: no number stands for "unknown", and no zero either.

pub mod assertion;
pub mod measured;
mod table;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Serialize;

use assertion::{Assertion, Failed};
use measured::{Measured, Seconds};

/// How a scenario ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum Outcome {
    /// Everything held.
    Passed,
    /// Something did not hold, or the scenario could not be carried out.
    Failed {
        /// What did not hold; nothing, when the failure is of the harness itself.
        assertion: Option<Assertion>,
        /// The whole story.
        detail: String,
    },
}

impl Outcome {
    /// Tells how a scenario ended by what it returned.
    pub fn of(result: &Result<()>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(error) => Self::Failed { assertion: Failed::of(error), detail: format!("{error:#}") },
        }
    }
}

/// One scenario.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took: Option<Seconds>,
    /// What was measured, up to where it ended.
    pub measured: Measured,
}

/// All scenarios of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// In the order in which they ran.
    pub scenarios: Vec<Scenario>,
}

impl Report {
    /// Runs a scenario, which notes what it measures as it goes, and keeps what came out; returns whether it passed.
    pub fn run(&mut self, name: &str, scenario: impl FnOnce(&mut Measured) -> Result<()>) -> bool {
        let begin = Instant::now();
        let mut measured = Measured::default();
        let outcome = Outcome::of(&scenario(&mut measured));
        let is_passed = outcome == Outcome::Passed;
        self.scenarios.push(Scenario {
            name: name.to_owned(),
            outcome,
            took: Some(Seconds::from(begin.elapsed())),
            measured,
        });
        is_passed
    }

    /// Returns true when nothing failed.
    pub fn is_sound(&self) -> bool {
        !self.scenarios.iter().any(|scenario| matches!(scenario.outcome, Outcome::Failed { .. }))
    }

    /// Writes everything as JSON.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&table::text(self))
    }
}

impl From<Duration> for Seconds {
    fn from(duration: Duration) -> Self {
        Self(duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests;
