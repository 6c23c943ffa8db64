use std::collections::VecDeque;

use super::*;
use crate::caller::Caller;
use crate::emit::MessageFormat;

#[derive(Default)]
struct Script {
    answers: VecDeque<&'static str>,
    heard: String,
}

impl Dialogue for Script {
    fn say(&mut self, text: &str) {
        self.heard.push_str(text);
    }

    fn hear(&mut self) -> Result<Option<String>, Diagnostics> {
        Ok(self.answers.pop_front().map(str::to_owned))
    }
}

fn ask(flags: &[&str], answers: &[&'static str]) -> (Result<Starter, Diagnostics>, String) {
    let mut person = Script { answers: answers.iter().copied().collect(), heard: String::new() };
    let matches = grammar(Command::new("init")).try_get_matches_from([&["init"], flags].concat()).expect("flags");
    let session = Session::new(Caller::default(), MessageFormat::Text, false);
    let starter = starter(&matches, Some(&mut person), &session);
    (starter, person.heard)
}

#[test]
fn every_answer_is_checked_and_asked_for_again() {
    let answers = [
        "node1",
        "node1=192.168.1.300",
        "node1=192.168.1.176",
        "node1=10.0.0.1",
        "",
        "https://r",
        "r:5000/",
        "disk",
        "local",
        "data",
        "/data/",
    ];
    let (starter, heard) = ask(&[], &answers);
    let starter = starter.expect("a starter");
    assert_eq!(starter.nodes, [("node1".to_owned(), "192.168.1.176".to_owned())]);
    assert_eq!(starter.registry, "r:5000");
    assert!(matches!(starter.storage, Storage::Local(path) if path == "/data"));
    for reason in [
        "expected NAME=ADDRESS, found `node1`",
        "expected an IPv4 address or a DNS name, found `192.168.1.300`",
        "the node `node1` is given twice",
        "found `https://r`",
        "expected claim or local, found `disk`",
        "found `data`",
    ] {
        assert!(heard.contains(reason), "{reason}\n{heard}");
    }
}

#[test]
fn what_a_flag_gives_is_not_asked() {
    let (starter, heard) = ask(&["--node", "a=b.example", "--registry", "", "--storage-class", "fast"], &[]);
    assert!(matches!(starter.expect("a starter").storage, Storage::Claim(class) if class == "fast"));
    assert_eq!(heard, "");
}

#[test]
fn answers_that_end_too_early_are_an_error() {
    let (starter, _) = ask(&["--node", "a=b.example"], &[""]);
    assert!(starter.expect_err("an error").iter().any(|found| found.message.contains("nothing is written")));
}
