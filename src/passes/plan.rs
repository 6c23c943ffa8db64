//! What passes want to do with one object: changes with what they cost, and what was left alone.

use crate::documents::Object;
use crate::yaml::edit::Change;
use crate::yaml::{FieldPath, Node};

/// What a change costs when it is applied to a running cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing restarts.
    None,
    /// The Pods of the workload restart one after another.
    RollingRestart,
    /// All members of a group have to restart together.
    FullRestart,
    /// The Pods start anew and may not find their data again.
    DataAtRisk,
    /// The API server refuses it on an object that is there already.
    Immutable,
}

/// One change of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The pass that wants it.
    pub pass: &'static str,
    /// The field in the object.
    pub path: FieldPath,
    /// What stood there.
    pub before: Option<Node>,
    /// What stands there now.
    pub after: Option<Node>,
    /// What it costs.
    pub effect: Effect,
    change: Change,
}

/// Something that a pass did not touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The pass.
    pub pass: &'static str,
    /// Why, as a clause.
    pub why: String,
}

/// Everything that is planned for one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The changes, in order.
    pub changes: Vec<Planned>,
    /// What was left alone.
    pub left: Vec<Left>,
    /// The object with all changes made; absent while there is none.
    changed: Option<Node>,
}

/// What one pass does with an object.
#[derive(Debug, Default)]
pub struct Steps {
    changes: Vec<(Change, Effect)>,
    left: Vec<String>,
}

impl Steps {
    /// Gives a field a value.
    pub fn set(&mut self, path: FieldPath, value: impl Into<Node>, effect: Effect) {
        self.changes.push((Change::Set(path, value.into()), effect));
    }

    /// Takes a field away.
    pub fn remove(&mut self, path: FieldPath, effect: Effect) {
        self.changes.push((Change::Remove(path), effect));
    }

    /// Leaves the object alone and says why, as a clause: `it has no volume for the store`.
    pub fn leave(&mut self, why: impl Into<String>) {
        self.left.push(why.into());
    }
}

impl Plan {
    /// Lets a pass look at the object as the passes before it left it.
    pub(super) fn run(&mut self, pass: &'static str, object: &Object<'_>, run: impl FnOnce(&Object<'_>, &mut Steps)) {
        let mut steps = Steps::default();
        let current = Object { node: self.changed.as_ref().unwrap_or(object.node), ..object.clone() };
        run(&current, &mut steps);
        self.left.extend(steps.left.into_iter().map(|why| Left { pass, why }));
        for (change, effect) in steps.changes {
            self.take(pass, object.node, change, effect);
        }
    }

    fn take(&mut self, pass: &'static str, original: &Node, change: Change, effect: Effect) {
        let path = change.path().clone();
        let mut next = self.changed.take().unwrap_or_else(|| original.clone());
        let before = next.at(&path).cloned();
        if change.apply(&mut next).is_err() {
            let why = format!("`{path}` cannot be set: something on the way to it is no mapping");
            self.left.push(Left { pass, why });
            self.changed = self.replay(original);
            return;
        }
        let after = next.at(&path).cloned();
        let is_same = match (&before, &after) {
            (Some(before), Some(after)) => before.is_same(after),
            (before, after) => before.is_none() && after.is_none(),
        };
        if !is_same {
            self.changes.push(Planned { pass, path, before, after, effect, change });
        }
        self.changed = Some(next);
    }

    /// Makes the changes that are planned so far anew: one that failed may have been made in part.
    fn replay(&self, original: &Node) -> Option<Node> {
        let mut node = original.clone();
        let made = self.changes.iter().try_for_each(|planned| planned.change.apply(&mut node));
        made.ok().map(|()| node)
    }

    /// Returns the changes for the document in which the object stands at `place`.
    pub fn in_document(&self, place: &FieldPath) -> impl Iterator<Item = Change> {
        self.changes.iter().map(|planned| planned.change.below(place))
    }
}
