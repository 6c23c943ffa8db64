//! YAML trees as values of a template.

use minijinja::Value;
use minijinja::value::Object;

use crate::yaml::{self, Entry, Mapping, Node};

/// A tree that only the filters of this module write out.
#[derive(Debug)]
pub(super) struct Subtree(pub(super) Node);

impl Object for Subtree {}

/// Returns a tree as a value of a template.
pub(super) fn subtree(node: impl Into<yaml::Value>) -> Value {
    Value::from_object(Subtree(Node::generated(node)))
}

/// Returns a mapping of the given names, in order; names without a value are left out.
pub(super) fn mapping<K: Into<String>>(entries: impl IntoIterator<Item = (K, yaml::Value)>) -> yaml::Value {
    let entries = entries.into_iter();
    let mut mapping = Mapping::with_capacity(entries.size_hint().0);
    for (key, value) in entries {
        if value != yaml::Value::Null {
            mapping.insert(Entry { key: key.into(), key_location: None, value: Node::generated(value) });
        }
    }
    mapping.into()
}

/// Returns a list.
pub(super) fn sequence(items: impl IntoIterator<Item = yaml::Value>) -> yaml::Value {
    items.into_iter().map(Node::generated).collect::<Vec<_>>().into()
}

/// Returns the text, or nothing for an empty one.
pub(super) fn text_or_nothing(text: &str) -> yaml::Value {
    if text.is_empty() { yaml::Value::Null } else { text.into() }
}

/// Lays one tree over another: mappings are merged, everything else replaces.
pub(super) fn overlay(base: yaml::Value, over: &yaml::Value) -> yaml::Value {
    merge(base, over, Lists::Replace)
}

/// Adds one tree to another: mappings are merged, lists are joined, everything else replaces.
pub(super) fn extend(base: yaml::Value, more: &yaml::Value) -> yaml::Value {
    merge(base, more, Lists::Join)
}

#[derive(Clone, Copy)]
enum Lists {
    Replace,
    Join,
}

fn merge(base: yaml::Value, over: &yaml::Value, lists: Lists) -> yaml::Value {
    match (base, over) {
        (base, yaml::Value::Null) => base,
        (yaml::Value::Mapping(mut base), yaml::Value::Mapping(over)) => {
            for entry in over {
                let old = base.get(&entry.key).map_or(yaml::Value::Null, |entry| entry.value.value.clone());
                let value = Node::generated(merge(old, &entry.value.value, lists));
                base.insert(Entry { key: entry.key.clone(), key_location: None, value });
            }
            base.into()
        }
        (yaml::Value::Sequence(mut base), yaml::Value::Sequence(more)) if matches!(lists, Lists::Join) => {
            base.extend(more.iter().cloned());
            base.into()
        }
        (_, over) => over.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_replaced_or_joined() {
        let list = |word: &str| mapping([("a", mapping([("b", sequence([word.into()]))]))]);
        assert_eq!(overlay(list("x"), &list("y")), list("y"));
        let joined = mapping([("a", mapping([("b", sequence(["x".into(), "y".into()]))]))]);
        assert_eq!(extend(list("x"), &list("y")), joined);
    }
}
