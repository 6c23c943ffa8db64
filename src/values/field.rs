//! The types of the field table.
//!
//! The table is the only registry of values: validation, defaults, the schema, the reference pages, the starter and the
//! masking of secrets all read it.

use super::format::Format;

/// One key of the values.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// What it is for, in English.
    pub doc: &'static str,
    /// What it is for, in Chinese.
    pub doc_zh: &'static str,
    /// Whether the value must never be shown.
    pub secret: bool,
}

/// The fields of one mapping, as slices that are read one after another, so that components can share some.
pub type Fields = &'static [&'static [Field]];

/// What a value may be, with its default.
#[derive(Debug)]
pub enum Kind {
    /// A mapping of other fields.
    Section(Fields),
    /// True or false.
    Switch(bool),
    /// A whole number between two bounds, both included; without a default it may stay unset.
    Number {
        /// The default.
        default: Option<i64>,
        /// The lowest number.
        min: i64,
        /// The highest number.
        max: i64,
    },
    /// Text; the empty text is accepted only where it is the default, and no default means that it must be given.
    Text {
        /// The default.
        default: Option<&'static str>,
        /// Its form.
        format: &'static Format,
    },
    /// An amount of bytes, CPUs and the like.
    Amount {
        /// The default.
        default: &'static str,
        /// Its form.
        format: &'static Format,
    },
    /// One of a few words.
    Choice {
        /// The default.
        default: &'static str,
        /// All of them.
        words: &'static [&'static str],
    },
    /// A list of texts, empty by default.
    Texts(&'static Format),
    /// A mapping from names to texts, empty by default.
    TextMap {
        /// The form of the names.
        key: &'static Format,
        /// The form of the texts.
        value: &'static Format,
    },
    /// A mapping from names to amounts; what the user writes is merged over the default.
    Amounts {
        /// The form of the names.
        key: &'static Format,
        /// The form of the amounts.
        value: &'static Format,
        /// The default.
        default: &'static [(&'static str, &'static str)],
    },
    /// A mapping from names to texts, numbers and booleans, empty by default.
    Settings(&'static Format),
    /// A list of mappings of other fields, empty by default.
    Rows(Fields),
    /// A mapping from names to mappings of other fields, empty by default.
    Table {
        /// The form of the names.
        key: &'static Format,
        /// The fields of each mapping.
        fields: Fields,
    },
    /// A mapping of any shape, empty by default.
    Tree,
    /// Any value, unset by default.
    Any,
    /// A mapping that Kubernetes defines, empty by default.
    Object(Fragment),
    /// A list that Kubernetes defines, empty by default.
    Objects(Fragment),
}

/// The part of a Pod's specification that a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// `affinity`.
    Affinity,
    /// `containers` or `initContainers`.
    Containers,
    /// `env` of a container.
    EnvVars,
    /// One of the three probes of a container.
    Probe,
    /// `tolerations`.
    Tolerations,
    /// `topologySpreadConstraints`.
    TopologySpreadConstraints,
    /// `volumeMounts` of a container.
    VolumeMounts,
    /// `volumes`.
    Volumes,
}

impl Field {
    /// Returns a field whose value may be shown.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str, doc_zh: &'static str) -> Self {
        Self { name, kind, doc, doc_zh, secret: false }
    }

    /// Returns the field with a value that must never be shown.
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl Kind {
    /// Returns a port that is always given.
    #[must_use]
    pub const fn port(default: i64) -> Self {
        Self::Number { default: Some(default), min: 1, max: 65_535 }
    }

    /// Returns a port for which 0 means that `rmq` or Kubernetes chooses.
    #[must_use]
    pub const fn optional_port(default: i64) -> Self {
        Self::Number { default: Some(default), min: 0, max: 65_535 }
    }

    /// Returns a count between two bounds.
    #[must_use]
    pub const fn count(default: i64, min: i64, max: i64) -> Self {
        Self::Number { default: Some(default), min, max }
    }

    /// Returns text that may stay empty.
    #[must_use]
    pub const fn optional_text(format: &'static Format) -> Self {
        Self::Text { default: Some(""), format }
    }

    /// Returns text with a default.
    #[must_use]
    pub const fn text(default: &'static str, format: &'static Format) -> Self {
        Self::Text { default: Some(default), format }
    }

    /// Returns text that must be given.
    #[must_use]
    pub const fn required_text(format: &'static Format) -> Self {
        Self::Text { default: None, format }
    }

    /// Returns true when the value must be given.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self, Self::Text { default: None, .. })
    }

    /// Returns the type as messages and the reference name it, with an article.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        match self {
            Self::Section(_)
            | Self::TextMap { .. }
            | Self::Amounts { .. }
            | Self::Settings(_)
            | Self::Table { .. }
            | Self::Tree
            | Self::Object(_) => "a mapping",
            Self::Any => "a value",
            Self::Switch(_) => "a boolean",
            Self::Number { .. } => "an integer",
            Self::Text { .. } | Self::Choice { .. } => "a string",
            Self::Amount { .. } => "a quantity",
            Self::Texts(_) | Self::Rows(_) | Self::Objects(_) => "a list",
        }
    }
}

/// Returns the fields of a mapping in order.
pub(super) fn each(fields: Fields) -> impl Iterator<Item = &'static Field> {
    fields.iter().copied().flatten()
}

/// Returns the field with this name.
#[must_use]
pub(super) fn find(fields: Fields, name: &str) -> Option<&'static Field> {
    each(fields).find(|field| field.name == name)
}
