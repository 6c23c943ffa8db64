//! The fast way around reading: a stream in which nothing can concern RocketMQ.
//!
//! It is decided for a whole stream, because a budget or a ConfigMap without a telling word can belong to a workload
//! that has one. A text may also hide a word from a search; a stream with any form that could is read.

use std::ops::Range;

use memchr::memmem;
use memchr::{memchr_iter, memchr2_iter};

/// What every manifest of RocketMQ has somewhere beside `mq`: variables, and keys of its configuration, which it reads
/// in this spelling alone. A list of kustomize may say what to do with others, and base64 can spell any word.
const WORDS: [&str; 6] = ["namesrv", "NAMESRV", "Leger", "brokerClusterName", "ResourceList", "binary"];
const LONGEST_WORD: usize = "brokerClusterName".len();
const PART: usize = 128 << 10;

/// Returns true when no document of a stream can concern RocketMQ, in any spelling that YAML allows.
#[must_use]
pub fn is_foreign(stream: &[u8]) -> bool {
    let words = WORDS.map(memmem::Finder::new);
    parts(stream.len()).all(|part| {
        let text = stream.get(part.clone()).unwrap_or_default();
        words.iter().all(|word| word.find(text).is_none()) && !has_mq(stream, part.clone()) && !could_hide(stream, part)
    })
}

/// Returns parts that stay close to the processor while they are searched several times; a word at their border is
/// whole in one of them.
fn parts(length: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length.max(1)).step_by(PART).map(move |start| start..length.min(start + PART + LONGEST_WORD))
}

/// Returns true when a document that cannot be read may pass as it is: nothing in it looks like RocketMQ.
///
/// Comments do not count: the `# Source:` of Helm begins with the name of the chart.
#[must_use]
pub fn is_passable(document: &str) -> bool {
    document.lines().filter(|line| !line.starts_with('#')).all(|line| is_foreign(line.as_bytes()))
}

/// Images, classes, commands and our own API group all have these letters, in whatever case.
fn has_mq(stream: &[u8], part: Range<usize>) -> bool {
    let before = |place: usize| place.checked_sub(1).and_then(|before| stream.get(before));
    let text = stream.get(part.clone()).unwrap_or_default();
    memchr2_iter(b'q', b'Q', text).any(|place| matches!(before(part.start + place), Some(b'm' | b'M')))
}

/// Escapes and escaped line ends can spell a word that a search does not see.
fn could_hide(stream: &[u8], part: Range<usize>) -> bool {
    let is_escape =
        |place: usize| matches!(stream.get(place + 1), None | Some(b'x' | b'u' | b'U' | b'\n' | b'\r' | b' ' | b'\t'));
    let text = stream.get(part.clone()).unwrap_or_default();
    memchr_iter(b'\\', text).any(|place| is_escape(part.start + place))
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
    fn a_word_is_seen_across_the_border_of_two_parts() {
        for word in ["mq", "brokerClusterName", "\\x6d"] {
            for before in PART - LONGEST_WORD..=PART + 1 {
                let text = "a".repeat(before) + word + &"a".repeat(9);
                assert!(!is_foreign(text.as_bytes()), "{word} at {before}");
            }
        }
        assert!(is_foreign(("a".repeat(PART - 1) + "\\\"" + &"a".repeat(PART)).as_bytes()));
    }

    #[test]
    fn other_texts_are_foreign() {
        for text in ["", "q", "Q: quick", "image: nginx", "path: C:\\\\temp", "a: \"x\\n\\\"y\\\"\"", "\u{feff}a: b"] {
            assert!(is_foreign(text.as_bytes()), "{text:?}");
        }
        assert!(is_foreign(&[0xff, 0xfe, b'a']));
    }
}
