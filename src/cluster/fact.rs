//! A value together with where it was said.

use std::ops::Deref;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Location;

/// A fact about a cluster: its value, the field that says it, and the place in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// The field path in the input: `broker.replicas`.
    pub field: String,
    /// The bytes that say it; absent for a default.
    pub location: Option<Location>,
    /// For a default, the key of the innermost section around it that an input gives.
    pub section: Option<Location>,
}

impl<T> Fact<T> {
    /// Returns a finding of this severity that points at the fact, or for a default at the section around it.
    #[must_use]
    pub fn finding(&self, severity: Severity, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(severity, code, message).at(self.location.or(self.section)).path(self.field.clone())
    }

    /// Returns an error that points at the fact.
    #[must_use]
    pub fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Error, code, message)
    }

    /// Returns a warning that points at the fact.
    #[must_use]
    pub fn warning(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Warning, code, message)
    }

    /// Returns an info that points at the fact.
    #[must_use]
    pub fn info(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Info, code, message)
    }

    /// Returns another value that the same field says.
    #[must_use]
    pub fn with<U>(&self, value: U) -> Fact<U> {
        Fact { value, field: self.field.clone(), location: self.location, section: self.section }
    }
}

impl<T> Deref for Fact<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
