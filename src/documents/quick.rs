//! The fast way around reading: a stream in which nothing can concern RocketMQ.
//!
//! It is decided for a whole stream, because a budget or a ConfigMap without a telling word can belong to a workload
//! that has one. A text may also hide a word from a search; a stream with any form that could is read.

use memchr::memmem;
use memchr::{memchr_iter, memchr2_iter};

/// What every manifest of RocketMQ has somewhere beside `mq`: variables, and keys of its configuration, which it reads
/// in this spelling alone. A list of kustomize may say what to do with others.
const WORDS: [&str; 5] = ["namesrv", "NAMESRV", "Leger", "brokerClusterName", "ResourceList"];

/// Returns true when no document of a stream can concern RocketMQ, in any spelling that YAML allows.
#[must_use]
pub fn is_foreign(stream: &[u8]) -> bool {
    !has_mq(stream) && !WORDS.iter().any(|word| holds(stream, word)) && !could_hide(stream)
}

/// Returns true when a document that cannot be read may pass as it is: nothing in it looks like RocketMQ.
///
/// Comments do not count: the `# Source:` of Helm begins with the name of the chart.
#[must_use]
pub fn is_passable(document: &str) -> bool {
    document.lines().filter(|line| !line.starts_with('#')).all(|line| is_foreign(line.as_bytes()))
}

/// Images, classes, commands and our own API group all have these letters, in whatever case.
fn has_mq(stream: &[u8]) -> bool {
    let before = |place: usize| place.checked_sub(1).and_then(|before| stream.get(before));
    memchr2_iter(b'q', b'Q', stream).any(|place| matches!(before(place), Some(b'm' | b'M')))
}

/// Escapes, escaped line ends and base64 can spell a word that a search does not see.
fn could_hide(stream: &[u8]) -> bool {
    let is_escape =
        |place: usize| matches!(stream.get(place + 1), None | Some(b'x' | b'u' | b'U' | b'\n' | b'\r' | b' ' | b'\t'));
    memchr_iter(b'\\', stream).any(is_escape) || holds(stream, "binary")
}

fn holds(stream: &[u8], word: &str) -> bool {
    memmem::find(stream, word.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_seen_in_every_form_that_yaml_has() {
        for text in [
            "image: apache/rocketmq:4.9.7",
            "image: Apache/RocketMQ",
            "image: \"apache/rocket\\x6dq\"",
            "image: \"apache/rocket\\u006dq\"",
            "image: \"apache/rocket\\U0000006dq\"",
            "image: \"apache/rocketm\\\n  q\"",
            "image: \"apache/rocketm\\\r\n  q\"",
            "image: \"apache/rocketm\\  \n  q\"",
            "image: !!binary YXBhY2hlL3JvY2tldG1x",
            "image: !<tag:yaml.org,2002:binary> YXBhY2hlL3JvY2tldG1x",
            "command: [sh, mqbroker]",
            "name: NAMESRV_ADDR",
            "dLegerPeers=n0-a:40911",
            "brokerClusterName = a",
            "kind: RocketMQCluster",
            "\\",
        ] {
            assert!(!is_foreign(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn other_texts_are_foreign() {
        for text in ["", "q", "Q: quick", "image: nginx", "path: C:\\\\temp", "a: \"x\\n\\\"y\\\"\"", "\u{feff}a: b"] {
            assert!(is_foreign(text.as_bytes()), "{text:?}");
        }
        assert!(is_foreign(&[0xff, 0xfe, b'a']));
    }
}
