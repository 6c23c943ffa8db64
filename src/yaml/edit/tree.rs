//! The written form of a document: what stands where.

use std::ops::Range;

use super::CannotEdit;
use crate::yaml::event::{self, Event, Item};
use crate::yaml::{FieldPath, Step, scalar};

/// The number of a part in its tree.
pub(super) type Id = usize;

/// A value as it is written.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) kind: Kind,
    /// Its bytes without anchor and tag; a block collection covers its children.
    pub(super) range: Range<usize>,
    pub(super) is_flow: bool,
    is_anchored: bool,
    is_tagged: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar { text: String, is_plain: bool },
    Alias,
    Sequence(Vec<Id>),
    Mapping(Vec<(Id, Id)>),
}

/// All parts of a document.
pub(super) struct Tree<'a> {
    pub(super) text: &'a str,
    parts: Vec<Part>,
    /// Stands for parts that are not there, so that looking one up cannot fail.
    nothing: Part,
}

/// The way to a part: every collection on it with the position of the child in it, then the part itself.
pub(super) struct Found {
    pub(super) parents: Vec<(Id, usize)>,
    pub(super) id: Id,
}

impl<'a> Tree<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, CannotEdit> {
        let mut growing = Growing::default();
        event::read(text, 0..text.len(), |item| {
            growing.take(item);
            Ok(())
        })
        .map_err(|_| CannotEdit::Unreadable)?;
        let nothing = Part {
            kind: Kind::Scalar { text: String::new(), is_plain: true },
            range: text.len()..text.len(),
            is_flow: false,
            is_anchored: false,
            is_tagged: false,
        };
        Ok(Self { text, parts: growing.parts, nothing })
    }

    pub(super) fn part(&self, id: Id) -> &Part {
        self.parts.get(id).unwrap_or(&self.nothing)
    }

    /// Follows a path; refuses where a value is not written plainly at the place.
    pub(super) fn find(&self, path: &FieldPath) -> Result<Found, CannotEdit> {
        let mut found = Found { parents: Vec::new(), id: 0 };
        for step in path.steps() {
            self.part(found.id).check()?;
            let (position, child) = self.child(found.id, step)?;
            found.parents.push((found.id, position));
            found.id = child;
        }
        self.part(found.id).check()?;
        Ok(found)
    }

    fn child(&self, id: Id, step: &Step) -> Result<(usize, Id), CannotEdit> {
        match (&self.part(id).kind, step) {
            (Kind::Sequence(items), Step::Index(index)) => {
                items.get(*index).map(|item| (*index, *item)).ok_or(CannotEdit::NoSuchPlace)
            }
            (Kind::Mapping(pairs), Step::Key(name)) => self.entry(pairs, name),
            _ => Err(CannotEdit::NoSuchPlace),
        }
    }

    fn entry(&self, pairs: &[(Id, Id)], name: &str) -> Result<(usize, Id), CannotEdit> {
        let is_merge = |(key, _): &(Id, Id)| self.key_name(*key).is_none_or(|name| name == "<<");
        if pairs.iter().any(is_merge) {
            return Err(CannotEdit::Merged);
        }
        let mut same = pairs.iter().enumerate().filter(|(_, (key, _))| self.key_name(*key).as_deref() == Some(name));
        let (position, (_, value)) = same.next().ok_or(CannotEdit::NoSuchPlace)?;
        if same.next().is_some() {
            return Err(CannotEdit::Duplicated);
        }
        Ok((position, *value))
    }

    /// Returns the name that a key stands for, unless it is an alias or tagged.
    fn key_name(&self, id: Id) -> Option<String> {
        let part = self.part(id);
        match &part.kind {
            Kind::Scalar { text, is_plain: true } if part.check().is_ok() => {
                scalar::key_text(scalar::resolve_plain(text)).ok()
            }
            Kind::Scalar { text, .. } if part.check().is_ok() => Some(text.clone()),
            _ => None,
        }
    }
}

impl Part {
    /// Refuses a part that carries an anchor or a tag, or stands for another.
    pub(super) fn check(&self) -> Result<(), CannotEdit> {
        match self.kind {
            _ if self.is_tagged => Err(CannotEdit::Tagged),
            Kind::Alias => Err(CannotEdit::Aliased),
            _ if self.is_anchored => Err(CannotEdit::Aliased),
            _ => Ok(()),
        }
    }
}

#[derive(Default)]
struct Growing {
    parts: Vec<Part>,
    /// The open collections, each with the key that waits for its value.
    stack: Vec<(Id, Option<Id>)>,
}

impl Growing {
    fn take(&mut self, item: Item<'_>) {
        let kind = match item.event {
            Event::Scalar { text, is_plain } => Kind::Scalar { text: text.into_owned(), is_plain },
            Event::Alias(_) => Kind::Alias,
            Event::SequenceStart => Kind::Sequence(Vec::new()),
            Event::MappingStart => Kind::Mapping(Vec::new()),
            Event::End => {
                self.close(item.range.end);
                return;
            }
        };
        let is_open = matches!(kind, Kind::Sequence(_) | Kind::Mapping(_));
        let id = self.parts.len();
        self.parts.push(Part {
            kind,
            range: item.range,
            is_flow: item.is_flow,
            is_anchored: item.anchor != 0,
            is_tagged: item.tag.is_some(),
        });
        self.hang(id);
        if is_open {
            self.stack.push((id, None));
        }
    }

    fn hang(&mut self, id: Id) {
        let Some((parent, key)) = self.stack.last_mut() else { return };
        match self.parts.get_mut(*parent).map(|part| &mut part.kind) {
            Some(Kind::Sequence(items)) => items.push(id),
            Some(Kind::Mapping(pairs)) => match key.take() {
                Some(key) => pairs.push((key, id)),
                None => *key = Some(id),
            },
            _ => {}
        }
    }

    fn close(&mut self, end: usize) {
        let Some((id, _)) = self.stack.pop() else { return };
        let last = match self.parts.get(id).map(|part| &part.kind) {
            Some(Kind::Sequence(items)) => items.last().copied(),
            Some(Kind::Mapping(pairs)) => pairs.last().map(|(_, value)| *value),
            _ => None,
        };
        let last_end = last.and_then(|last| self.parts.get(last)).map(|part| part.range.end);
        if let Some(part) = self.parts.get_mut(id) {
            part.range.end = if part.is_flow { end } else { last_end.unwrap_or(part.range.start) };
        }
    }
}
