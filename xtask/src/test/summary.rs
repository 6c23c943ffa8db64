//! What came of each step, as a table with a closing line.

use std::fmt;

use crate::needs::Lack;

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran and found nothing wrong.
    Passed,
    /// It found something wrong, or could not do its work.
    Failed(String),
    /// It was not run.
    Skipped(Lack),
}

/// One step of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// The name of the step.
    pub name: &'static str,
    /// How long it took.
    pub seconds: f64,
    /// What came of it.
    pub outcome: Outcome,
}

impl Line {
    /// Returns the line of the table.
    pub fn text(&self) -> String {
        let Self { name, seconds, outcome } = self;
        match outcome {
            Outcome::Passed => format!("{name:<16} {seconds:>7.1} s  passed"),
            Outcome::Failed(error) => format!("{name:<16} {seconds:>7.1} s  FAILED: {}", first_line(error)),
            Outcome::Skipped(lack) => format!("{name:<16} {seconds:>7.1} s  skipped: {lack}"),
        }
    }
}

/// All steps of a run.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The steps in the order in which they ran.
    pub lines: Vec<Line>,
}

impl Summary {
    /// Returns true when nothing failed and, if `strict`, nothing was skipped either.
    pub fn is_success(&self, strict: bool) -> bool {
        self.failed() == 0 && !(strict && self.skipped() > 0)
    }

    fn failed(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Failed(_))).count()
    }

    fn skipped(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Skipped(_))).count()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(out, "{}", line.text())?;
        }
        let (failed, skipped) = (self.failed(), self.skipped());
        write!(out, "{} passed, {failed} failed, {skipped} skipped", self.lines.len() - failed - skipped)
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(outcomes: &[Outcome]) -> Summary {
        let line = |outcome: &Outcome| Line { name: "step", seconds: 1.25, outcome: outcome.clone() };
        Summary { lines: outcomes.iter().map(line).collect() }
    }

    fn skipped() -> Outcome {
        Outcome::Skipped(Lack { why: "no Go 1.26 or later".into(), how: "install it".into() })
    }

    #[test]
    fn success_is_no_failure_and_in_ci_no_skip() {
        let failed = Outcome::Failed("broken".into());
        for (outcomes, at_home, in_ci) in [
            (vec![], true, true),
            (vec![Outcome::Passed], true, true),
            (vec![Outcome::Passed, skipped()], true, false),
            (vec![failed.clone(), skipped()], false, false),
            (vec![Outcome::Passed, failed], false, false),
        ] {
            let summary = summary(&outcomes);
            assert_eq!((summary.is_success(false), summary.is_success(true)), (at_home, in_ci), "{outcomes:?}");
        }
    }

    #[test]
    fn the_closing_line_counts_every_step_once() {
        let failed = Outcome::Failed("cargo failed\nwith details".into());
        let text = summary(&[Outcome::Passed, failed, skipped(), Outcome::Passed]).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[1], "step                 1.2 s  FAILED: cargo failed");
        assert_eq!(lines[2], "step                 1.2 s  skipped: no Go 1.26 or later (install it)");
        assert_eq!(lines[4], "2 passed, 1 failed, 1 skipped");
    }
}
