//! Paths of fields inside an object.

use std::fmt;

use super::{Node, Value};

/// The way from the root of an object to a field, printed as the API server prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath {
    steps: Vec<Step>,
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value of a name in a mapping.
    Key(String),
    /// To an item of a list, counted from 0.
    Index(usize),
}

impl FieldPath {
    /// Returns the path of the root.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns this path and a name below it.
    #[must_use]
    pub fn key(mut self, name: impl Into<String>) -> Self {
        self.push_key(name);
        self
    }

    /// Returns this path and an item below it.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.push_index(index);
        self
    }

    /// Returns this path with the steps of another below it.
    #[must_use]
    pub fn join(mut self, below: &Self) -> Self {
        self.steps.extend_from_slice(&below.steps);
        self
    }

    /// Goes down to a name.
    pub fn push_key(&mut self, name: impl Into<String>) {
        self.steps.push(Step::Key(name.into()));
    }

    /// Goes down to an item.
    pub fn push_index(&mut self, index: usize) {
        self.steps.push(Step::Index(index));
    }

    /// Goes up one step and returns it; nothing at the root.
    pub fn pop(&mut self) -> Option<Step> {
        self.steps.pop()
    }

    /// Returns the steps from the root down.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// Makes a path of names: `FieldPath::from(["metadata", "name"])`.
impl<const N: usize> From<[&str; N]> for FieldPath {
    fn from(names: [&str; N]) -> Self {
        names.into_iter().fold(Self::root(), FieldPath::key)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            match step {
                Step::Key(name) if is_identifier(name) && number == 0 => f.write_str(name)?,
                Step::Key(name) if is_identifier(name) => write!(f, ".{name}")?,
                Step::Key(name) => write!(f, "[{name}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    !name.is_empty() && name.bytes().all(is_letter)
}

impl Node {
    /// Returns the value at a path, if there is one.
    #[must_use]
    pub fn at(&self, path: &FieldPath) -> Option<&Self> {
        path.steps.iter().try_fold(self, |node, step| match (&node.value, step) {
            (Value::Mapping(mapping), Step::Key(name)) => mapping.get(name).map(|entry| &entry.value),
            (Value::Sequence(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }

    /// Returns the value at a path, to change it.
    pub fn at_mut(&mut self, path: &FieldPath) -> Option<&mut Self> {
        path.steps.iter().try_fold(self, |node, step| match (&mut node.value, step) {
            (Value::Mapping(mapping), Step::Key(name)) => mapping.get_mut(name).map(|entry| &mut entry.value),
            (Value::Sequence(items), Step::Index(index)) => items.get_mut(*index),
            _ => None,
        })
    }

    /// Returns true when both hold the same values, wherever they were written; the order of names does not count.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Sequence(ours), Value::Sequence(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| ours.is_same(theirs))
            }
            (Value::Mapping(ours), Value::Mapping(theirs)) => {
                let same = |name: &str, value: &Self| theirs.get(name).is_some_and(|found| value.is_same(&found.value));
                ours.len() == theirs.len() && ours.iter().all(|entry| same(&entry.key, &entry.value))
            }
            (ours, theirs) => ours == theirs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_print_as_the_api_server_prints_them() {
        let spec = FieldPath::from(["spec", "template", "spec", "containers"]);
        for (path, want) in [
            (spec.index(0).key("image"), "spec.template.spec.containers[0].image"),
            (FieldPath::from(["metadata", "annotations", "example.com/key"]), "metadata.annotations[example.com/key]"),
            (FieldPath::root().index(1).key(""), "[1][]"),
            (FieldPath::root(), ""),
        ] {
            assert_eq!(path.to_string(), want);
        }
    }
}
