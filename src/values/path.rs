//! Paths of values: `broker.config.flushDiskType`, `nodes[1].address`, `broker.labels[team.io/name]`.

use crate::yaml::{Entry, Node};

/// Returns the path of a key below a path; the path of the root is empty.
pub(super) fn join(path: &str, key: &str) -> String {
    let is_plain =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    match (path, is_plain) {
        ("", true) => key.to_owned(),
        (_, true) => format!("{path}.{key}"),
        (_, false) => format!("{path}[{}]", super::shown::clip(key)),
    }
}

/// Returns the path of a list item below a path.
pub(super) fn item(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// What a walk along a path found.
pub(super) struct Walk<'a> {
    /// The last node that exists; the root when nothing else does.
    pub(super) node: &'a Node,
    /// The entry that `node` is the value of, if it is the value of one.
    pub(super) entry: Option<&'a Entry>,
    /// Whether the path was walked to its end.
    pub(super) is_whole: bool,
}

/// Walks as far along a path as the tree goes.
pub(super) fn walk<'a>(root: &'a Node, path: &str) -> Walk<'a> {
    let mut walk = Walk { node: root, entry: None, is_whole: true };
    for part in parts(path) {
        match step(walk.node, part) {
            Some((node, entry)) => walk = Walk { node, entry, is_whole: true },
            None => return Walk { is_whole: false, ..walk },
        }
    }
    walk
}

fn step<'a>(node: &'a Node, part: &str) -> Option<(&'a Node, Option<&'a Entry>)> {
    if let Some(items) = node.as_sequence() {
        return Some((items.get(part.parse::<usize>().ok()?)?, None));
    }
    let entry = node.as_mapping()?.get(part)?;
    Some((&entry.value, Some(entry)))
}

/// The keys and indexes of a path in order, brackets and quotes taken off.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        rest = rest.strip_prefix('.').unwrap_or(rest);
        if rest.is_empty() {
            return None;
        }
        let (part, after) = match rest.strip_prefix('[') {
            Some(inner) => inner.split_once(']').unwrap_or((inner, "")),
            None => rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())),
        };
        rest = after;
        Some(part.trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cut_into_parts() {
        for (path, want) in [
            ("", vec![]),
            ("broker", vec!["broker"]),
            ("broker.config.a", vec!["broker", "config", "a"]),
            ("nodes[1].address", vec!["nodes", "1", "address"]),
            ("labels[a.b/c]", vec!["labels", "a.b/c"]),
            (r#"labels["a.b/c"].d"#, vec!["labels", "a.b/c", "d"]),
            ("a[0][1]", vec!["a", "0", "1"]),
            ("a[", vec!["a"]),
            ("[x", vec!["x"]),
            ("..", vec![]),
        ] {
            assert_eq!(parts(path).filter(|part| !part.is_empty()).collect::<Vec<_>>(), want, "{path}");
        }
    }

    #[test]
    fn keys_that_are_no_words_stand_in_brackets() {
        assert_eq!(join("a", "b"), "a.b");
        assert_eq!(join("", "b"), "b");
        assert_eq!(join("a", "team.io/b"), "a[team.io/b]");
        assert_eq!(item("a", 1), "a[1]");
    }
}
