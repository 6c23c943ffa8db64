//! Forms of patches.

use super::{Format, decide};

const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

/// The kind of an object.
pub const KIND: Format = Format {
    expected: "the kind of an object",
    help: "write it as the manifests do, such as `StatefulSet`",
    pattern: Some("^[A-Z][A-Za-z0-9]{0,62}$"),
    check: |text| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric();
        decide(
            text.len() <= 63
                && text.starts_with(|first: char| first.is_ascii_uppercase())
                && text.bytes().all(is_letter),
        )
    },
};

/// An operation of a JSON patch.
pub const PATCH_OPERATION: Format = Format {
    expected: "an operation of a JSON patch",
    help: "write `add`, `remove`, `replace`, `move`, `copy` or `test`",
    pattern: Some("^(add|remove|replace|move|copy|test)$"),
    check: |text| decide(OPERATIONS.contains(&text)),
};

/// A JSON pointer to a field.
pub const POINTER: Format = Format {
    expected: "a JSON pointer",
    help: "begin with `/`, and write `~1` for a slash and `~0` for a tilde in a name",
    pattern: Some("^/([^~]|~[01])*$"),
    check: |text| {
        let is_escaped = |rest: &str| rest.starts_with(['0', '1']);
        decide(text.starts_with('/') && text.split('~').skip(1).all(is_escaped))
    },
};
