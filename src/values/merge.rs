//! Laying one tree over another, as Helm does it.

use crate::yaml::{Entry, Mapping, Value};

/// Lays `over` on `base`: mappings merge key by key, everything else replaces what was there.
///
/// A `null` stays in the tree: it takes a value of an earlier input out, and what that means for a default is decided
/// where the defaults are known.
pub(super) fn merge(base: &mut Mapping, over: Mapping) {
    for entry in over {
        lay(base, entry);
    }
}

fn lay(base: &mut Mapping, entry: Entry) {
    let Value::Mapping(over) = entry.value.value else { return base.insert(entry) };
    if let Some(Value::Mapping(below)) = base.get_mut(&entry.key).map(|below| &mut below.value.value) {
        return merge(below, over);
    }
    let value = crate::yaml::Node { value: Value::Mapping(over), location: entry.value.location };
    base.insert(Entry { value, ..entry });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Node;

    fn tree(json: &str) -> Mapping {
        let node: Node = serde_json::from_str(json).expect("a tree");
        node.as_mapping().expect("a mapping").clone()
    }

    #[test]
    fn mappings_merge_and_everything_else_replaces() {
        for (base, over, want) in [
            ("{}", r#"{"a": 1}"#, r#"{"a": 1}"#),
            (r#"{"a": 1, "b": 2}"#, r#"{"a": 3}"#, r#"{"a": 3, "b": 2}"#),
            (r#"{"a": {"b": 1, "c": 2}}"#, r#"{"a": {"b": 3}}"#, r#"{"a": {"b": 3, "c": 2}}"#),
            (r#"{"a": [1, 2]}"#, r#"{"a": [3]}"#, r#"{"a": [3]}"#),
            (r#"{"a": {"b": 1}}"#, r#"{"a": null}"#, r#"{"a": null}"#),
            (r#"{"a": null}"#, r#"{"a": {"b": 1}}"#, r#"{"a": {"b": 1}}"#),
            (r#"{"a": {"b": 1}}"#, r#"{"a": 1}"#, r#"{"a": 1}"#),
            (r#"{"a": 1}"#, r#"{"a": {"b": 1}}"#, r#"{"a": {"b": 1}}"#),
            (r#"{"a": {"b": {"c": 1}}}"#, r#"{"a": {"b": {"d": null}}}"#, r#"{"a": {"b": {"c": 1, "d": null}}}"#),
            (r#"{"a": 1}"#, "{}", r#"{"a": 1}"#),
        ] {
            let mut merged = tree(base);
            merge(&mut merged, tree(over));
            assert_eq!(merged, tree(want), "{base} + {over}");
        }
    }
}
