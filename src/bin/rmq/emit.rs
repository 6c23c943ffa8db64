//! What goes to stderr: findings, and hints for people.

use std::cmp::Reverse;

use rmq::diagnostic::{Diagnostic, Diagnostics, Report, code};
use rmq::output::text::{Colour, Context};
use rmq::output::{concise, json, text};
use rmq::source::Sources;
use rmq::values::{self, Input};

use crate::caller::Caller;
use crate::io;

/// More findings than anyone reads; each costs a walk through its text.
const LIMIT: usize = 200;

/// The form of findings.
#[derive(Clone, Copy)]
pub(crate) enum MessageFormat {
    Text,
    Concise,
    Json,
}

impl MessageFormat {
    pub(crate) const NAMES: [&'static str; 3] = ["text", "concise", "json"];

    pub(crate) fn parse(name: &str) -> Self {
        match name {
            "concise" => Self::Concise,
            "json" => Self::Json,
            _ => Self::Text,
        }
    }
}

/// One call: the texts that it read and how it talks.
pub(crate) struct Session {
    /// The texts, in the order in which they were read.
    pub(crate) sources: Sources,
    /// What the texts are, as the library takes them.
    pub(crate) inputs: Vec<Input>,
    /// Who called.
    pub(crate) caller: Caller,
    format: MessageFormat,
    quiet: bool,
}

impl Session {
    pub(crate) fn new(caller: Caller, format: MessageFormat, quiet: bool) -> Self {
        Self { sources: Sources::new(), inputs: Vec::new(), caller, format, quiet }
    }

    /// Prints findings in order of their places.
    pub(crate) fn emit(&self, mut found: Diagnostics) {
        found.sort();
        let found = cut(found);
        io::write_stderr(&match self.format {
            MessageFormat::Text => self.windows(&found),
            MessageFormat::Concise => concise::lines(&self.sources, &found),
            MessageFormat::Json => json::lines(&self.sources, &found),
        });
    }

    fn windows(&self, found: &Diagnostics) -> String {
        let secrets = values::secret_locations(&self.sources, &self.inputs);
        text::blocks(Context { sources: &self.sources, secrets: &secrets }, found, colour())
    }

    /// Prints the findings of a report and returns its result; with an error among them the findings are the result.
    pub(crate) fn take<T>(&self, report: Report<T>) -> Result<T, Diagnostics> {
        match report.value {
            Some(value) if !report.diagnostics.has_errors() => {
                if !report.diagnostics.is_empty() {
                    self.emit(report.diagnostics);
                }
                Ok(value)
            }
            _ => Err(report.diagnostics),
        }
    }

    /// Prints a hint unless hints are unwanted.
    pub(crate) fn hint(&self, hint: &str) {
        if !self.quiet {
            io::write_stderr(hint);
        }
    }

    /// Prints a hint where a person can read it: on a terminal.
    pub(crate) fn hint_on_terminal(&self, hint: &str) {
        if io::stderr_is_terminal() {
            self.hint(hint);
        }
    }
}

/// Returns as many findings as are worth printing, errors before others, with the number of those left out.
fn cut(found: Diagnostics) -> Diagnostics {
    let total = found.iter().count();
    if total <= LIMIT {
        return found;
    }
    let mut kept: Vec<Diagnostic> = found.iter().cloned().collect();
    kept.sort_by_key(|found| Reverse(found.severity));
    kept.truncate(LIMIT);
    let rest = Diagnostic::info(code::TOO_MANY_FINDINGS, format!("{} more findings are not printed", total - LIMIT));
    kept.into_iter().chain([rest]).collect()
}

fn colour() -> Colour {
    let forced = io::variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    match io::variable("NO_COLOR") {
        None if forced || io::stderr_is_terminal() => Colour::On,
        _ => Colour::Off,
    }
}
