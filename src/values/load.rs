//! From the inputs of a call to checked values.

use serde::de::DeserializeOwned;

use super::document::{self, Contribution, Located, Pairs};
use super::field::Fields;
use super::set::{Reading, apply};
use super::{Values, complete, fields, merge::merge, path, validate};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::source::{Location, SourceId, Sources, Span};
use crate::yaml::{Mapping, Node};

/// The largest text that is read as values.
pub(super) const SIZE_LIMIT: usize = 8 << 20;

/// One input; its text is a source, so that every value has a place in it.
#[derive(Clone, Debug)]
pub enum Input {
    /// A values file or a `RocketMQCluster` document.
    File(SourceId),
    /// A `RocketMQCluster` document inside a stream.
    Document {
        /// The stream.
        source: SourceId,
        /// The bytes of the document, without its separator line.
        span: Span,
    },
    /// A `RocketMQCluster` inside a list.
    Item {
        /// The stream.
        source: SourceId,
        /// Its tree.
        node: Node,
    },
    /// The expression of one `--set`.
    Set(SourceId),
    /// The expression of one `--set-string`.
    SetString(SourceId),
    /// The expression of one `--set-json`.
    SetJson(SourceId),
    /// The expression of one `--set-file`.
    SetFile {
        /// The expression.
        source: SourceId,
        /// Every file that it names, with its content.
        contents: Vec<(String, String)>,
    },
}

const LAST_RANK: u8 = 4;

impl Input {
    pub(super) fn source(&self) -> SourceId {
        match self {
            Self::File(source)
            | Self::Document { source, .. }
            | Self::Item { source, .. }
            | Self::Set(source)
            | Self::SetString(source)
            | Self::SetJson(source)
            | Self::SetFile { source, .. } => *source,
        }
    }

    /// How an expression is read; a file is none.
    pub(super) fn reading(&self) -> Option<Reading<'_>> {
        match self {
            Self::File(_) | Self::Document { .. } | Self::Item { .. } => None,
            Self::Set(_) => Some(Reading::Typed),
            Self::SetString(_) => Some(Reading::Text),
            Self::SetJson(_) => Some(Reading::Json),
            Self::SetFile { contents, .. } => Some(Reading::File(contents)),
        }
    }

    /// The order in which Helm merges, whatever the order on the command line.
    fn rank(&self) -> u8 {
        match self {
            Self::File(_) | Self::Document { .. } | Self::Item { .. } => 0,
            Self::SetJson(_) => 1,
            Self::Set(_) => 2,
            Self::SetString(_) => 3,
            Self::SetFile { .. } => LAST_RANK,
        }
    }
}

/// Values with everything that is known about where they came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The values.
    pub values: Values,
    /// What the inputs say, merged, without defaults.
    pub tree: Node,
    /// `metadata.name` of a `RocketMQCluster` document.
    pub name: Option<Located>,
    /// `metadata.namespace` of a `RocketMQCluster` document.
    pub namespace: Option<Located>,
    /// `metadata.labels` of a `RocketMQCluster` document.
    pub labels: Pairs,
    /// `metadata.annotations` of a `RocketMQCluster` document.
    pub annotations: Pairs,
}

impl Loaded {
    /// Returns the place of a value, else of the nearest value around it that an input gives.
    #[must_use]
    pub fn location(&self, path: &str) -> Option<Location> {
        path::walk(&self.tree, path).node.location
    }

    /// Returns the place of a key, else of the nearest key around it.
    #[must_use]
    pub fn key_location(&self, path: &str) -> Option<Location> {
        path::walk(&self.tree, path).entry.and_then(|entry| entry.key_location).or_else(|| self.location(path))
    }

    /// Returns true when an input gives this value, even if it is the default; a `null` gives nothing.
    #[must_use]
    pub fn is_set(&self, path: &str) -> bool {
        let walk = path::walk(&self.tree, path);
        walk.is_whole && walk.node.value != crate::yaml::Value::Null
    }
}

/// Merges the inputs, checks the result against the field table and completes it with defaults.
///
/// Files merge in their order, then every `--set-json`, `--set`, `--set-string` and `--set-file`. No input at all gives
/// the defaults.
///
/// # Diagnostics
///
/// Everything of the block 0xx that concerns values: what cannot be read, what the table does not know, what does not
/// fit its field.
///
/// ```
/// use rmq::source::Sources;
/// use rmq::values::{Input, load};
///
/// let mut sources = Sources::new();
/// let file = sources.add("values.yaml", "broker: {groups: 2}");
/// let set = sources.add("--set[0]", "broker.groups=3");
/// let report = load(&sources, &[Input::File(file), Input::Set(set)]);
/// let loaded = report.value.ok_or("errors")?;
/// assert_eq!(loaded.values.broker.groups, 3);
/// assert_eq!(loaded.location("broker.groups").map(|at| at.source), Some(set));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn load(sources: &Sources, inputs: &[Input]) -> Report<Loaded> {
    let mut merged = Merged::default();
    for rank in 0..=LAST_RANK {
        inputs.iter().filter(|input| input.rank() == rank).for_each(|input| merged.take(sources, input));
    }
    let tree = Node { value: std::mem::take(&mut merged.tree).into(), location: merged.location };
    let mut diagnostics = std::mem::take(&mut merged.diagnostics);
    diagnostics.extend(validate::validate(fields::ROOT, &tree, sources));
    diagnostics.sort();
    if diagnostics.has_errors() {
        return Report { value: None, diagnostics };
    }
    match decode::<Values>(fields::ROOT, &tree) {
        Ok(values) => {
            let Merged { name, namespace, labels, annotations, .. } = merged;
            let loaded = Loaded { values, tree, name, namespace, labels, annotations };
            Report { value: Some(loaded), diagnostics }
        }
        Err(defect) => Report { value: None, diagnostics: defect },
    }
}

/// Reads a mapping by another table of fields, such as a configuration of `rmq` itself.
///
/// # Diagnostics
///
/// Those of [`load`] that concern single fields.
#[must_use]
pub fn read_table<T: DeserializeOwned>(fields: Fields, tree: &Node, sources: &Sources) -> Report<T> {
    let mut diagnostics = validate::validate(fields, tree, sources);
    if diagnostics.has_errors() {
        return Report { value: None, diagnostics };
    }
    match decode(fields, tree) {
        Ok(value) => Report { value: Some(value), diagnostics },
        Err(defect) => {
            diagnostics.extend(defect);
            Report { value: None, diagnostics }
        }
    }
}

fn decode<T: DeserializeOwned>(fields: Fields, tree: &Node) -> Result<T, Diagnostics> {
    T::deserialize(&complete::section(fields, Some(tree))).map_err(|error| {
        Diagnostic::error(code::TEMPLATE_FAILURE, format!("checked values do not fit their types: {error}"))
            .help("report this as a defect of `rmq`, with the values")
            .into()
    })
}

#[derive(Default)]
struct Merged {
    tree: Mapping,
    location: Option<Location>,
    name: Option<Located>,
    namespace: Option<Located>,
    labels: Pairs,
    annotations: Pairs,
    diagnostics: Diagnostics,
}

impl Merged {
    fn take(&mut self, sources: &Sources, input: &Input) {
        let Some(source) = sources.get(input.source()) else { return };
        let is_part = matches!(input, Input::Document { .. } | Input::Item { .. });
        if let Err(error) = document::check_size(&source.name, if is_part { 0 } else { source.text.len() }) {
            return self.diagnostics.extend(error);
        }
        let Some(reading) = input.reading() else {
            return self.file(document::read_input(input, &source.text));
        };
        if let Err(error) = apply(&mut self.tree, &source.text, input.source(), &reading) {
            self.diagnostics.extend(error);
        }
    }

    fn file(&mut self, read: Report<Contribution>) {
        self.diagnostics.extend(read.diagnostics);
        let Some(Contribution { values, name, namespace, labels, annotations }) = read.value else { return };
        self.labels.extend(labels);
        self.annotations.extend(annotations);
        self.location = self.location.or(values.location);
        if let crate::yaml::Value::Mapping(over) = values.value {
            merge(&mut self.tree, over);
        }
        self.diagnostics.extend(document::adopt(&mut self.name, name, "metadata.name"));
        self.diagnostics.extend(document::adopt(&mut self.namespace, namespace, "metadata.namespace"));
    }
}
