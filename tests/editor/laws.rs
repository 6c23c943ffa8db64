//! What holds for every text and every place in it.

use super::path;
use proptest::prelude::*;
use rmq::editor;
use rmq::yaml::Node;

fn examples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("examples").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).expect("an example")).collect();
    texts.push(
        "# 中文 🚀\r\nnodes:\r\n- {name: 甲, address: 10.0.0.1}\r\nbroker:\r\n  config:\r\n    键: 值\r\n".to_owned(),
    );
    texts
}

/// Asks everything at one place of a text, and checks that all places in the answers are places of the text.
fn ask(text: &str, offset: usize) {
    let is_place = |at: usize| text.is_char_boundary(at) && at <= text.len();
    if let Some(found) = editor::complete(text, offset) {
        assert!(is_place(found.range.start) && is_place(found.range.end) && found.range.start <= offset);
    }
    if let Some(found) = editor::hover(text, offset) {
        assert!(is_place(found.range.start) && is_place(found.range.end));
    }
}

#[test]
fn every_stage_of_typing_every_example_is_answered() {
    for text in examples() {
        let boundaries = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
        for end in boundaries {
            let typed = &text[..end];
            ask(typed, end);
            ask(typed, 0);
            let _ = editor::given(typed);
        }
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            ask(&text, offset);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a form sets is what the text then gives, and every line that it did not touch is still there.
    #[test]
    fn an_edit_reads_back_and_touches_no_other_line(
        example in 0..7_usize,
        at in prop::sample::select(vec!["broker.replicas", "broker.config.flushDiskType", "console.enabled", "nodes.0.name", "timezone", "image.registry", "broker.jvm.heap"]),
        word in "[a-z0-9:#'\"\\[{ -]{0,12}",
    ) {
        let text = &examples()[example];
        let Ok(edits) = editor::edit(text, &path(at), Some(Node::generated(word.as_str()))) else {
            // Only a list that is not there has no item.
            prop_assert!(false, "{at} of {text}");
            return Ok(());
        };
        let after = rmq::yaml::edit::apply(text, &edits);
        let given = editor::given(&after).expect("a readable text");
        prop_assert_eq!(given.at(&path(at)).and_then(Node::as_str), Some(word.as_str()));
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(comments(&after), comments(text));
        let lost = text.lines().filter(|line| !after.lines().any(|kept| kept == *line)).count();
        prop_assert!(lost <= 1, "{lost} lines of {text} are lost in {after}");
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,80}|([ a-z:\\-\n#{}]|中|🚀){0,60}", seed in 0..400_usize) {
        let offset = (0..=seed.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        ask(&text, offset);
        let _ = editor::edit(&text, &path("broker.replicas"), Some(Node::generated(5)));
        let _ = editor::edit(&text, &path("broker.replicas"), None);
        let _ = editor::place(&text, &path("broker.replicas"));
    }
}
