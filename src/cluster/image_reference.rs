//! References to images, as the container runtimes read them.

/// Returns a reference at a mirror registry in place of its own registry; without a mirror, as it is.
#[must_use]
pub fn mirrored(registry: &str, reference: &str) -> String {
    match registry {
        "" => reference.to_owned(),
        registry => format!("{registry}/{}", without_registry(reference)),
    }
}

/// The first part of a reference is a registry when it cannot be a user of Docker Hub.
fn without_registry(reference: &str) -> &str {
    let is_registry = |part: &str| part.contains(['.', ':']) || part == "localhost";
    match reference.split_once('/') {
        Some((first, rest)) if is_registry(first) => rest,
        _ => reference,
    }
}
