//! Where a value stands.

use std::ops::Range;

use super::document;
use crate::yaml::FieldPath;

/// Returns the bytes of the value at a path of the values, else of the nearest one around it that the text gives.
#[must_use]
pub fn place(text: &str, path: &FieldPath) -> Option<Range<usize>> {
    let document = document::read(text)?;
    let mut whole = document.root.clone().join(path);
    loop {
        if let Some(location) = document.node.at(&whole).and_then(|node| node.location) {
            return Some(location.span.range());
        }
        whole.pop()?;
    }
}
