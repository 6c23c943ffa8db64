//! What `rmq` says about its input: coded findings with a place, a reason and a way out.
//!
//! The diagnostic is plain data; the formats that print it live at the edges and in `output`.
//!
//! **Invariant:** a message never holds a value that the field table marks as secret.

pub mod chinese;
pub mod code;
mod suggest;

pub use code::Code;
pub use suggest::nearest;

use crate::source::Location;

/// What the name of a secret holds, in lower case and without separators: no window and no list of values shows more.
pub const SECRET_WORDS: [&str; 7] = ["password", "passwd", "secret", "token", "credential", "accesskey", "privatekey"];

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Info,
    /// The result is given, but it will hurt in some situation.
    Warning,
    /// The job cannot be done with this input.
    Error,
}

impl Severity {
    /// Returns the word that messages begin with.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What is there: a few words.
    pub text: String,
}

/// One finding about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The permanent code: callers match on it, never on the message.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// One thought: present tense, lower-case start, no final period, names in backticks.
    pub message: String,
    /// The place that caused it; absent when nothing in the input did.
    pub location: Option<Location>,
    /// The field, as the API server prints paths: `spec.template.spec.containers[0].image`.
    pub path: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// Facts behind the finding, one sentence each.
    pub notes: Vec<String>,
    /// The way out: one imperative sentence or a "did you mean".
    pub help: Option<String>,
    /// True when the source holds a secret at these places: a format may print where they are, never the line itself.
    pub secret: bool,
}

impl Diagnostic {
    /// Returns a finding with this severity and nothing else yet.
    #[must_use]
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            location: None,
            path: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            secret: false,
        }
    }

    /// Returns an error.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// Returns a warning.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Returns an info.
    #[must_use]
    pub fn info(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, message)
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, location: impl Into<Option<Location>>) -> Self {
        self.location = location.into();
        self
    }

    /// Sets the field path.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds a second place, when it is known.
    #[must_use]
    pub fn label(mut self, location: impl Into<Option<Location>>, text: impl Into<String>) -> Self {
        if let Some(location) = location.into() {
            self.labels.push(Label { location, text: text.into() });
        }
        self
    }

    /// Adds a fact behind the finding.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Forbids every format to print the lines of its places.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// An ordered list of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Returns an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all findings of another list.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Returns true when at least one finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns true when there is no finding.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the findings in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Orders by source, offset and code, and drops exact repetitions.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.location, a.code.number, &a.message).cmp(&(b.location, b.code.number, &b.message)));
        self.list.dedup();
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { list: iter.into_iter().collect() }
    }
}

/// A result beside the findings that were made on the way to it.
#[derive(Clone, Debug)]
pub struct Report<T> {
    /// The result, or nothing when an error made it impossible.
    pub value: Option<T>,
    /// The findings.
    pub diagnostics: Diagnostics,
}
