//! The fast way around reading: a stream in which nothing can concern RocketMQ.
//!
//! It is decided for a whole stream, because a budget or a ConfigMap without a telling word can belong to a workload
//! that has one. A text may also hide a word from a search; a stream with any form that could is read.

/// What every manifest of RocketMQ has somewhere, in any case of letters.
const NEEDLES: [&str; 4] = ["mq", "namesrv", "dleger", "brokerclustername"];

/// Returns true when no document of a stream can concern RocketMQ, in any spelling that YAML allows.
#[must_use]
pub fn is_foreign(stream: &[u8]) -> bool {
    !could_hide(stream) && !NEEDLES.iter().any(|needle| holds(stream, needle.as_bytes()))
}

/// Returns true when a document that cannot be read may pass as it is: nothing in it looks like RocketMQ.
#[must_use]
pub fn is_passable(document: &str) -> bool {
    is_foreign(document.as_bytes())
}

/// Escapes, escaped line ends and base64 can spell a word that a search does not see.
fn could_hide(stream: &[u8]) -> bool {
    let escape = |pair: &[u8]| matches!(pair, [b'\\', b'x' | b'u' | b'U' | b'\n' | b'\r' | b' ' | b'\t']);
    stream.windows(2).any(escape) || holds(stream, b"binary")
}

fn holds(stream: &[u8], needle: &[u8]) -> bool {
    stream.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}
