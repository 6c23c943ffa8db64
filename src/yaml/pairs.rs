//! The mapping that is being read: keys, merges, duplicates.
//!
//! A merge is applied where it stands: it overrides the keys before it and is overridden by those after it. YAML says
//! otherwise; Kubernetes does so.

use std::collections::BTreeSet;
use std::ops::Range;

use super::fault::Fault;
use super::parse::Duplicates;
use super::{Entry, Mapping, Node, Value, scalar};
use crate::source::{Location, SourceId, Span};

const NO_MAPPING: &str = "a merge key `<<` takes a mapping or a list of mappings";

pub(super) struct Pairs {
    source: SourceId,
    duplicates: Duplicates,
    mapping: Mapping,
    key: Option<Key>,
    /// The names that came from a merge and were not written here since.
    merged: BTreeSet<String>,
}

enum Key {
    Name(String, Range<usize>),
    Merge,
}

impl Pairs {
    pub(super) fn new(source: SourceId, duplicates: Duplicates) -> Self {
        Self { source, duplicates, mapping: Mapping::new(), key: None, merged: BTreeSet::new() }
    }

    pub(super) fn expects_key(&self) -> bool {
        self.key.is_none()
    }

    pub(super) fn expects_merge(&self) -> bool {
        matches!(self.key, Some(Key::Merge))
    }

    pub(super) fn set_merge_key(&mut self) {
        self.key = Some(Key::Merge);
    }

    pub(super) fn finish(self) -> Mapping {
        self.mapping
    }

    /// Takes the next node: a key, or the value of the key before it.
    pub(super) fn take(&mut self, node: Node, range: Range<usize>) -> Result<(), Fault> {
        match self.key.take() {
            None => self.take_key(node.value, range),
            Some(Key::Name(name, key_range)) => {
                self.insert(name, key_range, node);
                Ok(())
            }
            Some(Key::Merge) => self.merge(node, &range),
        }
    }

    fn take_key(&mut self, value: Value, range: Range<usize>) -> Result<(), Fault> {
        let name = scalar::key_text(value).map_err(|message| {
            Fault::new(range.clone(), message, "write the key as text; render a template before it is read")
        })?;
        if let Some(first) = self.written(&name).filter(|_| self.duplicates == Duplicates::Refuse) {
            let first = first.key_location.map_or(range.clone(), |location| location.span.range());
            return Err(Fault::duplicate(&name, range, first));
        }
        self.key = Some(Key::Name(name, range));
        Ok(())
    }

    /// Returns the entry that stands here already under this name, unless a merge brought it.
    fn written(&self, name: &str) -> Option<&Entry> {
        self.mapping.get(name).filter(|_| !self.merged.contains(name))
    }

    fn insert(&mut self, name: String, range: Range<usize>, value: Node) {
        self.merged.remove(&name);
        let key_location = Some(Location { source: self.source, span: Span::new(range.start, range.end) });
        self.mapping.insert(Entry { key: name, key_location, value });
    }

    fn merge(&mut self, node: Node, range: &Range<usize>) -> Result<(), Fault> {
        let sources = match node.value {
            Value::Mapping(mapping) => vec![mapping],
            Value::Sequence(items) => {
                items.into_iter().rev().map(|item| mapping_of(item, range)).collect::<Result<_, _>>()?
            }
            _ => return Err(not_a_mapping(range)),
        };
        for entry in sources.into_iter().flatten() {
            self.merged.insert(entry.key.clone());
            self.mapping.insert(entry);
        }
        Ok(())
    }
}

fn mapping_of(node: Node, range: &Range<usize>) -> Result<Mapping, Fault> {
    match node.value {
        Value::Mapping(mapping) => Ok(mapping),
        _ => Err(not_a_mapping(range)),
    }
}

pub(super) fn not_a_mapping(range: &Range<usize>) -> Fault {
    Fault::new(range.clone(), NO_MAPPING, "put `<<` in quotes if it is an ordinary key")
}
