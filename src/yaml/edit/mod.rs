//! Changes a document where it stands: everything that is not meant keeps its bytes.
//!
//! A change becomes a list of replaced byte ranges. Inserted text follows the line ends and the indentation around it.
//!
//! Comments: one behind a value belongs to its key, and stays when the value is replaced. Lines of comments directly
//! above a key or item, in its column, belong to it and go with it; a blank line ends them. Above the first key of the
//! document they are its header, and stay.
//!
//! **Invariant:** no edit is returned before the edited text was read again and gave the planned value.

mod between;
mod change;
mod insert;
mod place;
mod remove;
mod set;
mod splice;
mod tree;

use std::fmt;
use std::ops::Range;

pub use between::between;
pub use change::Change;

use super::{Duplicates, FieldPath, Node, Step, parse};
use crate::source::{Sources, Span};
use tree::Tree;

/// A range of bytes with the text that replaces it.
pub type Edit = (Range<usize>, String);

/// Why a document cannot be changed where it stands; the caller writes it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotEdit {
    /// The document cannot be read.
    Unreadable,
    /// The path leads through a value that is neither a mapping nor a list, or to no item of a list.
    NoSuchPlace,
    /// An anchor or alias stands at the place or above it.
    Aliased,
    /// A merge key stands in a mapping on the path.
    Merged,
    /// A tag stands at the place or above it.
    Tagged,
    /// The key stands twice.
    Duplicated,
    /// The key is written behind a `?`, or the value otherwise unlike `key: value` and `- item`.
    UnusualLayout,
    /// The edited text would not give the planned value.
    NotReadBack,
}

impl fmt::Display for CannotEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "the document cannot be read",
            Self::NoSuchPlace => "the path leads nowhere",
            Self::Aliased => "an anchor or alias stands there",
            Self::Merged => "a merge key stands there",
            Self::Tagged => "a tag stands there",
            Self::Duplicated => "the key stands there twice",
            Self::UnusualLayout => "the layout there is unusual",
            Self::NotReadBack => "the edited text would mean something else",
        })
    }
}

/// Returns the edits that bring one change to a document; none when it holds the value already.
///
/// # Errors
///
/// Nothing is returned that was not read back as planned.
pub fn plan(text: &str, change: &Change) -> Result<Vec<Edit>, CannotEdit> {
    let before = read(text)?;
    let mut planned = before.clone();
    change.apply(&mut planned)?;
    if planned.is_same(&before) {
        return Ok(Vec::new());
    }
    let tree = Tree::read(text)?;
    let mut last = CannotEdit::NotReadBack;
    for attempt in [Attempt::First, Attempt::Second] {
        match edits(&tree, change, &before, attempt) {
            Ok(edits) if read(&apply(text, &edits)).is_ok_and(|after| after.is_same(&planned)) => return Ok(edits),
            Ok(_) => last = CannotEdit::NotReadBack,
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Returns the document with all changes, each planned on the result of the one before.
///
/// # Errors
///
/// The first change that cannot be made ends it; the document is then to be written anew with all of them.
pub fn edited(text: &str, changes: &[Change]) -> Result<String, CannotEdit> {
    changes.iter().try_fold(text.to_owned(), |text, change| Ok(apply(&text, &plan(&text, change)?)))
}

/// Returns the edits that bring all changes to a document at once; `before` is its tree, `planned` what it must become.
///
/// # Errors
///
/// Why the changes cannot be made where they stand; the document is then to be written anew with all of them.
pub fn plan_all(text: &str, before: &Node, changes: &[Change], planned: &Node) -> Result<Vec<Edit>, CannotEdit> {
    if planned.is_same(before) {
        return Ok(Vec::new());
    }
    if let Some(edits) = together(text, before, changes)
        && read(&apply(text, &edits)).is_ok_and(|after| after.is_same(planned))
    {
        return Ok(edits);
    }
    let after = edited(text, changes)?;
    if !read(&after)?.is_same(planned) {
        return Err(CannotEdit::NotReadBack);
    }
    Ok(vec![difference(text, &after)])
}

/// Plans every change on the same text; nothing when one cannot be, or when two of them touch.
fn together(text: &str, before: &Node, changes: &[Change]) -> Option<Vec<Edit>> {
    let tree = Tree::read(text).ok()?;
    let mut all = Vec::new();
    for change in changes {
        all.extend(edits(&tree, change, before, Attempt::First).ok()?);
    }
    let sorted = in_order(&all);
    let is_apart = |pair: &[&Edit]| matches!(pair, [(a, _), (b, _)] if a.end <= b.start && a != b);
    sorted.windows(2).all(is_apart).then(|| sorted.into_iter().cloned().collect())
}

/// Returns the one edit that turns a text into another.
fn difference(before: &str, after: &str) -> Edit {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = before.chars().zip(after.chars()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (before.get(head..).unwrap_or_default(), after.get(head..).unwrap_or_default());
    let tail: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    let new = new.get(..new.len() - tail).unwrap_or_default();
    (head..before.len() - tail, new.to_owned())
}

fn in_order(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    sorted
}

/// Returns a text with its edits made; edits that overlap an earlier one are left out.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let sorted = in_order(edits);
    let mut out = String::with_capacity(text.len() + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut done = 0;
    for (range, new) in sorted.into_iter().filter(|(range, _)| range.end <= text.len()) {
        let Some(kept) = text.get(done..range.start) else { continue };
        out.push_str(kept);
        out.push_str(new);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Where a new entry goes: last in its collection, and if that reads back wrong, first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempt {
    First,
    Second,
}

fn read(text: &str) -> Result<Node, CannotEdit> {
    let source = Sources::new().add("", "");
    parse(source, text, Span::new(0, text.len()), Duplicates::LastWins).map_err(|_| CannotEdit::Unreadable)
}

fn edits(tree: &Tree<'_>, change: &Change, before: &Node, attempt: Attempt) -> Result<Vec<Edit>, CannotEdit> {
    match change {
        Change::Remove(path) => remove::edits(tree, path),
        Change::Set(path, value) if before.at(path).is_some() => set::edits(tree, path, value, attempt),
        Change::Set(path, value) => {
            let (path, value) = nearest(before, path, value);
            if before.at(&path).is_some() {
                return set::edits(tree, &path, &value, attempt);
            }
            insert::edits(tree, &path, &value, attempt)
        }
        Change::Insert(path, value) => insert::edits(tree, path, value, attempt),
        Change::Replace(path, items) if items.is_empty() => remove::edits(tree, path),
        Change::Replace(path, items) => splice::replace(tree, path, items),
        Change::Follow(path, items) => splice::follow(tree, path, items),
    }
}

/// Returns the highest missing step of a path, with the value that it gets so that the path exists.
fn nearest(before: &Node, path: &FieldPath, value: &Node) -> (FieldPath, Node) {
    let (mut path, mut value) = (path.clone(), value.clone());
    loop {
        let Some(step) = path.pop() else { return (path, value) };
        if before.at(&path).is_some_and(|parent| change::is_container(parent, &step)) {
            match step {
                Step::Key(name) => path.push_key(name),
                Step::Index(index) => path.push_index(index),
            }
            return (path, value);
        }
        value = change::wrap(step, value);
        if before.at(&path).is_some() {
            return (path, value);
        }
    }
}
