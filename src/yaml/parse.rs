//! Reads one document into a tree of values, by the rules of Kubernetes.
//!
//! The tree is built bottom up with a stack of open collections, so no input can exhaust the machine's stack; depth,
//! repeated aliases and the text that they copy are bounded.

use std::collections::BTreeMap;
use std::ops::Range;

use super::event::{self, Event, Item};
use super::fault::Fault;
use super::limit::{Account, Cost};
use super::pairs::{self, Pairs};
use super::{DEPTH_LIMIT, Node, TOO_DEEP, Value, scalar};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::{Location, SourceId, Span};

const COPIES: &str = "write the values out instead of using aliases";

/// What a key that stands twice in one mapping means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// The last one counts, as in Kubernetes.
    LastWins,
    /// It is an error.
    Refuse,
}

/// Reads the document in a span of a text; locations count from the start of the whole text.
///
/// An empty document, one of comments only and an explicit `null` give a null node. What follows `...` is not read.
///
/// # Errors
///
/// `INVALID_YAML` for what Kubernetes refuses, for what its reader and ours understand differently, and for nesting
/// below 1,000 levels; `DUPLICATE_KEY` when duplicates are refused.
pub fn parse(source: SourceId, text: &str, span: Span, duplicates: Duplicates) -> Result<Node, Diagnostics> {
    read(source, text, span, duplicates).map_err(|fault| fault.diagnostic(source).into())
}

fn read(source: SourceId, text: &str, span: Span, duplicates: Duplicates) -> Result<Node, Fault> {
    let range = span.range();
    if text.get(range.clone()).is_none() {
        let end = text.len();
        return Err(Fault::new(end..end, "the text ends before the document does", "report this as a defect of `rmq`"));
    }
    let mut builder = Builder::new(source, duplicates);
    let empty = Node { value: Value::Null, location: Some(builder.locate(range.start..range.start)) };
    event::read(text, range, |item| builder.take(item))?;
    Ok(builder.root.unwrap_or(empty))
}

/// Returns the finding for a separator line that Kubernetes refuses.
#[must_use]
pub fn split_diagnostic(source: SourceId, error: super::SplitError) -> Diagnostic {
    Diagnostic::error(code::INVALID_YAML, "a line that begins with `---` goes on with text")
        .at(Location { source, span: error.line })
        .help("put the text on the next line, or indent the line if it belongs to a longer text")
}

/// A finished value with what its repetition costs.
#[derive(Clone)]
struct Built {
    node: Node,
    cost: Cost,
}

/// A collection whose end was not read yet.
struct Open {
    anchor: usize,
    is_flow: bool,
    range: Range<usize>,
    cost: Cost,
    kind: Kind,
}

enum Kind {
    Sequence(Vec<Node>),
    Mapping(Pairs),
}

struct Builder {
    source: SourceId,
    duplicates: Duplicates,
    stack: Vec<Open>,
    anchors: BTreeMap<usize, Built>,
    account: Account,
    root: Option<Node>,
}

impl Builder {
    fn new(source: SourceId, duplicates: Duplicates) -> Self {
        Self {
            source,
            duplicates,
            stack: Vec::new(),
            anchors: BTreeMap::new(),
            account: Account::default(),
            root: None,
        }
    }

    fn locate(&self, range: Range<usize>) -> Location {
        Location { source: self.source, span: Span::new(range.start, range.end) }
    }

    fn take(&mut self, item: Item<'_>) -> Result<(), Fault> {
        match item.event {
            Event::Scalar { ref text, is_plain } => return self.scalar(&item, text, is_plain),
            Event::SequenceStart => self.open(&item, Kind::Sequence(Vec::new())),
            Event::MappingStart => self.open(&item, Kind::Mapping(Pairs::new(self.source, self.duplicates))),
            Event::End => return self.close(item.range.end),
            Event::Alias(anchor) => return self.alias(anchor, item.range),
        }
        Ok(())
    }

    fn open(&mut self, item: &Item<'_>, kind: Kind) {
        self.account.decode();
        let range = item.range.clone();
        self.stack.push(Open { anchor: item.anchor, is_flow: item.is_flow, range, cost: Cost::COLLECTION, kind });
    }

    fn close(&mut self, end: usize) -> Result<(), Fault> {
        let Some(mut open) = self.stack.pop() else { return Ok(()) };
        if open.is_flow {
            open.range.end = end;
        }
        let value = match open.kind {
            Kind::Sequence(items) => Value::Sequence(items),
            Kind::Mapping(pairs) => Value::Mapping(pairs.finish()),
        };
        self.anchor_and_place(value, open.cost, open.anchor, open.range)
    }

    fn scalar(&mut self, item: &Item<'_>, text: &str, is_plain: bool) -> Result<(), Fault> {
        let tag = item.tag.as_deref();
        let mapping = self.pairs().filter(|pairs| pairs.expects_key());
        if let Some(pairs) = mapping.filter(|_| scalar::is_merge(text, is_plain, tag)) {
            pairs.set_merge_key();
            return Ok(());
        }
        let value = match tag {
            None if is_plain => scalar::resolve_plain(text),
            None => Value::String(text.to_owned()),
            Some(tag) => scalar::resolve_tagged(tag, text)
                .map_err(|message| Fault::new(item.range.clone(), message, "remove the tag"))?,
        };
        self.account.decode();
        let cost = Cost::scalar(&value);
        self.anchor_and_place(value, cost, item.anchor, item.range.clone())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Fault> {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err(Fault::new(range, "the alias stands inside of what it names", "write the value out"));
        };
        self.account.repeat(target.cost).map_err(|message| Fault::new(range.clone(), message, COPIES))?;
        let built = Built { node: target.node.clone(), cost: target.cost.alias() };
        let is_mapping = built.node.as_mapping().is_some();
        if !is_mapping && self.pairs().is_some_and(|pairs| pairs.expects_merge()) {
            return Err(pairs::not_a_mapping(&range));
        }
        self.place(built, range)
    }

    fn anchor_and_place(&mut self, value: Value, cost: Cost, anchor: usize, range: Range<usize>) -> Result<(), Fault> {
        let built = Built { node: Node { value, location: Some(self.locate(range.clone())) }, cost };
        if anchor != 0 {
            self.account.keep(cost).map_err(|message| Fault::new(range.clone(), message, COPIES))?;
            self.anchors.insert(anchor, built.clone());
        }
        self.place(built, range)
    }

    /// Puts a finished value where it belongs; `range` is what it takes in the open collection.
    fn place(&mut self, mut built: Built, range: Range<usize>) -> Result<(), Fault> {
        if !self.pairs().is_some_and(|pairs| pairs.expects_key()) {
            built.node.value = scalar::settle(built.node.value)
                .map_err(|message| Fault::new(range.clone(), message, "write a finite number, or put it in quotes"))?;
        }
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(built.node);
            return Ok(());
        };
        open.cover(&range);
        open.cost.nest(built.cost);
        if open.cost.height > DEPTH_LIMIT {
            return Err(Fault::new(range, TOO_DEEP, "flatten the document"));
        }
        match &mut open.kind {
            Kind::Sequence(items) => {
                items.push(built.node);
                Ok(())
            }
            Kind::Mapping(pairs) => pairs.take(built.node, range),
        }
    }

    /// Returns the mapping that is being read, if it is the innermost collection.
    fn pairs(&mut self) -> Option<&mut Pairs> {
        match &mut self.stack.last_mut()?.kind {
            Kind::Mapping(pairs) => Some(pairs),
            Kind::Sequence(_) => None,
        }
    }
}

impl Open {
    /// A block collection has no end of its own: it covers what stands in it.
    fn cover(&mut self, inner: &Range<usize>) {
        if !self.is_flow {
            self.range = self.range.start.min(inner.start)..self.range.end.max(inner.end);
        }
    }
}
