//! The report for people.

use std::fmt::{Display, Write};

use super::measured::{Measured, Seconds};
use super::{Outcome, Report, Scenario};

const HEAD: [&str; 11] =
    ["scenario", "outcome", "boot", "leader", "msg/s", "acked", "read", "lost", "twice", "gap", "took"];

/// Columns from here on hold numbers.
const FIRST_NUMBER: usize = 2;

/// Returns a table with a row for each scenario, and then what does not fit into a row.
pub(super) fn text(report: &Report) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(report.scenarios.iter().map(row));
    let mut text = aligned(&rows);
    for scenario in &report.scenarios {
        text.push_str(&details(scenario));
    }
    text
}

fn row(scenario: &Scenario) -> [String; 11] {
    let Measured { boot, one_leader, rate, acknowledged, read, lost, positions_twice, longest_gap, .. } =
        &scenario.measured;
    [
        scenario.name.clone(),
        outcome(&scenario.outcome),
        cell(*boot),
        cell(*one_leader),
        cell(rate.map(|rate| format!("{rate:.0}"))),
        cell(*acknowledged),
        cell(*read),
        cell(*lost),
        cell(*positions_twice),
        cell(*longest_gap),
        cell(scenario.took),
    ]
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed => "passed".to_owned(),
        Outcome::Failed { assertion: Some(assertion), .. } => format!("FAILED {assertion}"),
        Outcome::Failed { assertion: None, .. } => "FAILED".to_owned(),
    }
}

fn cell(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

impl Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} s", self.0)
    }
}

fn aligned(rows: &[[String; 11]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |row: &[String; 11]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0..FIRST_NUMBER => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Returns the lines below the table; nothing, where the row says all.
fn details(scenario: &Scenario) -> String {
    let mut text = String::new();
    match &scenario.outcome {
        Outcome::Passed => {}
        Outcome::Failed { detail, .. } => line(&mut text, "failed", detail),
    }
    let measured = &scenario.measured;
    for fault in &measured.faults {
        line(&mut text, "fault", &format!("{}: nothing acknowledged for {}", fault.name, fault.gap));
    }
    for stop in &measured.stops {
        let abort = match stop.has_abort_file {
            Some(true) => ", leaves an abort file",
            Some(false) => ", no abort file",
            None => "",
        };
        let (container, signal, code) = (&stop.container, &stop.signal, stop.exit_code);
        line(&mut text, "stop", &format!("{container}: {signal}, exit code {code} after {}{abort}", stop.took));
    }
    let memory: Vec<String> = measured.memory.iter().map(|(name, most)| format!("{name} {most} MiB")).collect();
    if !memory.is_empty() {
        line(&mut text, "memory", &memory.join(", "));
    }
    for note in &measured.notes {
        line(&mut text, "note", note);
    }
    if text.is_empty() { text } else { format!("\n{}\n{text}", scenario.name) }
}

fn line(text: &mut String, what: &str, story: &str) {
    let story = story.trim_end().replace('\n', "\n             ");
    // Writing to a text cannot fail.
    let _ = writeln!(text, "  {what:<8}   {story}");
}
