//! Why a call cannot be run, in one line.

use std::fmt;
use std::io::Write as _;

/// What the launcher itself has to say; everything else the guest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    /// The exit code of a call that could not do its job.
    pub const EXIT_CODE: u8 = 2;

    /// Makes one of a message with its way out.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Makes one of what the engine says about this machine.
    pub(crate) fn of_engine(error: &wasmtime::Error) -> Self {
        Self(format!("the sandbox does not start on this machine: {}; use the native `rmq`", one_line(error)))
    }

    /// Prints it; when that fails there is nobody left to tell.
    pub(crate) fn print(&self, program: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{program}: {self}");
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Returns an error with its causes in one line.
pub(crate) fn one_line(error: &wasmtime::Error) -> String {
    format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ")
}
