//! Where in an object the walk stands.

use std::fmt;

/// A field path as a chain of stack frames, so that nothing is allocated for a field without a finding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// Where the walk began: empty for an object, a path for a fragment.
    Root(&'a str),
    /// A field of a mapping.
    Field(&'a Place<'a>, &'a str),
    /// An item of a list.
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    /// Writes the path as the API server prints it: `spec.containers[0].image`, `metadata.labels[a.b/c]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(root) => f.write_str(root),
            Self::Item(list, index) => write!(f, "{list}[{index}]"),
            Self::Field(Self::Root(""), key) if is_plain(key) => f.write_str(key),
            Self::Field(mapping, key) if is_plain(key) => write!(f, "{mapping}.{key}"),
            Self::Field(mapping, key) => write!(f, "{mapping}[{key}]"),
        }
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_the_api_server_prints_them() {
        let (root, values) = (Place::Root(""), Place::Root("broker.sidecars"));
        let spec = Place::Field(&root, "spec");
        for (place, want) in [
            (Place::Field(&root, "spec"), "spec"),
            (Place::Item(&Place::Field(&spec, "containers"), 0), "spec.containers[0]"),
            (Place::Field(&Place::Item(&values, 1), "image"), "broker.sidecars[1].image"),
            (Place::Field(&Place::Field(&root, "data"), "broker.conf"), "data[broker.conf]"),
            (Place::Field(&spec, ""), "spec[]"),
        ] {
            assert_eq!(place.to_string(), want);
        }
    }
}
