//! What passes want to do with one object: changes with what they cost, and what was left alone.

use crate::documents::{Identity, Object};
use crate::values::{MASK, is_secret_name};
use crate::yaml::edit::Change;
use crate::yaml::{FieldPath, Node, Step, write};

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

/// One change of an object, as the report tells it: values are on one line, cut, and masked when they may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The pass that wants it.
    pub pass: &'static str,
    /// The field in the object, as the API server prints paths.
    pub path: Box<str>,
    /// What stood there.
    pub before: Option<Box<str>>,
    /// What stands there now.
    pub after: Option<Box<str>>,
    /// Why, as a clause, where the values do not tell it.
    pub why: Option<Box<str>>,
    /// What it costs.
    pub effect: Effect,
}

/// An object that a pass puts beside one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The pass that wants it.
    pub pass: &'static str,
    /// The new object.
    pub identity: Identity,
    /// What it costs.
    pub effect: Effect,
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
    /// What the report tells of the changes, in order.
    pub planned: Vec<Planned>,
    /// What was left alone.
    pub left: Vec<Left>,
    /// What the report tells of new objects, in order.
    pub added: Vec<Added>,
    new_objects: Vec<Node>,
    changes: Vec<Change>,
    /// The object with all changes made; absent while there is none.
    changed: Option<Node>,
}

/// What one pass does with an object.
#[derive(Debug, Default)]
pub struct Steps {
    changes: Vec<(Change, Effect, Option<String>)>,
    added: Vec<(Node, Effect)>,
    left: Vec<String>,
}

impl Steps {
    /// Gives a field a value.
    pub fn set(&mut self, path: FieldPath, value: impl Into<Node>, effect: Effect) {
        self.changes.push((Change::Set(path, value.into()), effect, None));
    }

    /// Gives a field a value, and says why, as a clause.
    pub fn set_because(&mut self, path: FieldPath, value: impl Into<Node>, effect: Effect, why: impl Into<String>) {
        self.changes.push((Change::Set(path, value.into()), effect, Some(why.into())));
    }

    /// Takes a field away.
    pub fn remove(&mut self, path: FieldPath, effect: Effect) {
        self.changes.push((Change::Remove(path), effect, None));
    }

    /// Takes a field away, and says why, as a clause.
    pub fn remove_because(&mut self, path: FieldPath, effect: Effect, why: impl Into<String>) {
        self.changes.push((Change::Remove(path), effect, Some(why.into())));
    }

    /// Puts a new object behind this one; the second time the pass must not want it again.
    pub fn add(&mut self, object: Node, effect: Effect) {
        self.added.push((object, effect));
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
        for (change, effect, why) in steps.changes {
            self.take(pass, object.node, change, effect, why);
        }
        for (node, effect) in steps.added {
            self.added.push(Added { pass, identity: Identity::of(&node), effect });
            self.new_objects.push(node);
        }
    }

    fn take(&mut self, pass: &'static str, original: &Node, change: Change, effect: Effect, why: Option<String>) {
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
            let shown = |node: Option<&Node>| node.map(|node| shown(&path, node).into());
            let (before, after) = (shown(before.as_ref()), shown(after.as_ref()));
            let why = why.map(Into::into);
            self.planned.push(Planned { pass, path: path.to_string().into(), before, after, why, effect });
            self.changes.push(change);
        }
        self.changed = Some(next);
    }

    /// Makes the changes that are planned so far anew: one that failed may have been made in part.
    fn replay(&self, original: &Node) -> Option<Node> {
        let mut node = original.clone();
        let made = self.changes.iter().try_for_each(|change| change.apply(&mut node));
        made.ok().map(|()| node)
    }

    /// Returns true when nothing is changed and nothing was left alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty() && self.left.is_empty() && self.added.is_empty()
    }

    /// Returns the object with all changes made; nothing while there is none.
    #[must_use]
    pub fn changed(&self) -> Option<&Node> {
        self.changed.as_ref().filter(|_| !self.changes.is_empty())
    }

    /// Returns the new objects.
    #[must_use]
    pub fn new_objects(&self) -> &[Node] {
        &self.new_objects
    }

    /// Returns the changes for the document in which the object stands at `place`.
    pub fn in_document(&self, place: &FieldPath) -> impl Iterator<Item = Change> {
        self.changes.iter().map(|change| change.below(place))
    }
}

/// Longer values are cut: a report is read, not applied.
const LONGEST_VALUE: usize = 200;

/// Returns a value on one line; it is masked where a name that could be that of a secret stands above or in it.
fn shown(path: &FieldPath, node: &Node) -> String {
    let is_named =
        |wanted: &dyn Fn(&str) -> bool| path.steps().iter().any(|step| matches!(step, Step::Key(name) if wanted(name)));
    let is_reference = is_named(&|name| name == "imagePullSecrets");
    if !is_reference && (is_named(&is_secret_name) || is_secret_name(&write::flow(node))) {
        return MASK.to_owned();
    }
    if let Some(text) = node.as_str().filter(|text| text.contains('\n')) {
        return format!("a text of {} lines", text.lines().count());
    }
    let text = write::flow(node);
    match text.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
