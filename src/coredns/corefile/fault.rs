//! Why CoreDNS would not take a Corefile.

use crate::source::Span;

/// A place that stops CoreDNS, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the Corefile that it is about.
    pub span: Span,
    /// What was found.
    pub message: String,
    /// The way out.
    pub help: String,
    /// True when it comes of a variable of the environment, which CoreDNS may know.
    pub is_of_variable: bool,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into(), is_of_variable: false }
    }
}
