//! How long an answer takes on a long text; run by hand, because other work on the machine counts too:
//! `cargo test --release --test editor -- --ignored --nocapture`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use super::{path, set};
use rmq::editor;
use rmq::yaml::Node;

/// Returns a text of about 300 lines with its longest part, the settings of the brokers, last.
fn long() -> String {
    let mut text = "version: 5.1.4\nnodes:\n".to_owned();
    for number in 0..100 {
        text += &format!("# 机器 {number}\n- name: node-{number}\n");
    }
    text += "broker:\n  replicas: 3\n  config:\n";
    for number in 0..95 {
        text += &format!("    someKey{number}: {number} # 说明\n");
    }
    text
}

/// Returns the middle one of many measurements.
fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..101)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement"]
fn answers_come_while_somebody_types() {
    let text = long() + "    flushDiskT";
    let whole = set(&long(), "broker.config.flushDiskType", "SYNC_FLUSH");
    let key = whole.find("flushDiskType").expect("the key");
    assert!(editor::complete(&text, text.len()).is_some() && editor::hover(&whole, key).is_some());
    println!("{} lines", whole.lines().count());
    for (name, limit, time) in [
        ("complete", 1000, median(|| _ = black_box(editor::complete(&text, text.len())))),
        ("complete, every key", 1000, median(|| _ = black_box(editor::complete(&text, text.len() - 10)))),
        ("hover", 1000, median(|| _ = black_box(editor::hover(&whole, key)))),
        (
            "edit",
            2000,
            median(|| _ = black_box(editor::edit(&whole, &path("broker.replicas"), Some(Node::generated(5))))),
        ),
        ("given", 2000, median(|| _ = black_box(editor::given(&whole)))),
    ] {
        println!("{name}: {} µs", time.as_micros());
        assert!(cfg!(debug_assertions) || time < Duration::from_micros(limit), "{name} takes {time:?}");
    }
}
