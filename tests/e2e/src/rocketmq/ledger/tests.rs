//! Accounts of lists that are written by hand.

use std::collections::BTreeMap;

use super::account::Account;
use super::gaps::{Fault, Gap, gaps, longest};
use super::*;

fn at(queue: u32, offset: u64) -> Position {
    Position { broker: "b".to_owned(), queue, offset }
}

fn sent(id: &str, queue: u32, offset: u64) -> Acknowledged {
    Acknowledged { id: id.to_owned(), position: at(queue, offset), at: 1000 + offset }
}

fn read(queue: u32, offset: u64, id: &str) -> Read {
    Read { position: at(queue, offset), id: id.to_owned() }
}

/// Every queue begins at its first message.
fn whole() -> BTreeMap<(String, u32), u64> {
    BTreeMap::new()
}

#[test]
fn what_is_acknowledged_and_read_is_in_order() {
    let account = Account::new(&[sent("x", 0, 0), sent("y", 1, 0)], &[read(1, 0, "y"), read(0, 0, "x")], &whole());
    assert_eq!(account, Account { acknowledged: 2, read: 2, ..Account::default() });
}

#[test]
fn a_message_that_cannot_be_read_is_lost() {
    let account = Account::new(&[sent("x", 0, 0), sent("y", 0, 1)], &[read(0, 0, "x")], &whole());
    assert_eq!(account.lost, [sent("y", 0, 1)]);
    let text = account.lost_text();
    assert!(text.starts_with("1 of 2 acknowledged messages cannot be read"), "{text}");
    assert!(text.contains("y at b queue 0 offset 1, acknowledged at 1001"), "{text}");
}

#[test]
fn a_message_before_the_begin_of_its_queue_is_deleted() {
    let first = BTreeMap::from([(("b".to_owned(), 0), 2)]);
    let account = Account::new(&[sent("x", 0, 1), sent("y", 0, 2)], &[], &first);
    assert_eq!((account.deleted, account.lost), (vec![sent("x", 0, 1)], vec![sent("y", 0, 2)]));
}

#[test]
fn a_message_may_be_read_again_or_unacknowledged() {
    let drained = [read(0, 0, "x"), read(0, 1, "x"), read(0, 2, "z")];
    let account = Account::new(&[sent("x", 0, 0)], &drained, &whole());
    assert_eq!(account, Account { acknowledged: 1, read: 2, read_again: 1, unacknowledged: 1, ..Account::default() });
}

#[test]
fn a_position_given_twice_is_found_though_both_can_be_read() {
    let sent = [sent("x", 0, 7), sent("y", 0, 7)];
    let account = Account::new(&sent, &[read(0, 7, "x"), read(0, 8, "y")], &whole());
    assert_eq!(account.positions_twice, BTreeMap::from([(at(0, 7), vec!["x".to_owned(), "y".to_owned()])]));
    assert_eq!((account.elsewhere.len(), account.lost.len()), (1, 0));
    let text = account.positions_text();
    assert!(text.contains("b queue 0 offset 7: x, y") && text.contains("y is not at b queue 0 offset 7"), "{text}");
}

#[test]
fn the_same_offset_in_two_queues_is_two_positions() {
    let account = Account::new(&[sent("x", 0, 7), sent("y", 1, 7)], &[], &whole());
    assert!(account.positions_twice.is_empty());
}

#[test]
fn the_longest_gap_is_between_acknowledgements_or_before_the_end() {
    let cases: [(&[u64], u64, u64, Gap); 5] = [
        (&[100, 110, 150, 160], 0, 165, Gap { begin: 110, end: 150 }),
        (&[160, 100, 150], 0, 165, Gap { begin: 100, end: 150 }),
        (&[100, 110], 0, 200, Gap { begin: 110, end: 200 }),
        (&[], 30, 90, Gap { begin: 30, end: 90 }),
        (&[5, 50, 95], 40, 90, Gap { begin: 50, end: 90 }),
    ];
    for (times, started, stopped, want) in cases {
        assert_eq!(longest(times, started, stopped), want, "{times:?}");
    }
}

fn faults(times: &[u64]) -> Vec<Fault> {
    times.iter().map(|at| Fault { name: at.to_string(), at: *at }).collect()
}

#[test]
fn each_fault_has_the_gap_that_it_made() {
    let times = [0, 40, 100, 110, 150, 160, 170];
    // The first stretch of 60 is of before any fault.
    let found = gaps(&times, 0, 175, &faults(&[105, 155]));
    assert_eq!(found, [Gap { begin: 110, end: 150 }, Gap { begin: 150, end: 160 }]);
}

#[test]
fn a_gap_belongs_to_every_fault_in_it() {
    let found = gaps(&[0, 90], 0, 95, &faults(&[10, 20]));
    assert_eq!(found, [Gap { begin: 0, end: 90 }, Gap { begin: 0, end: 90 }]);
}

#[test]
fn an_outage_that_lasts_is_a_gap_up_to_the_end() {
    assert_eq!(gaps(&[0, 10], 0, 500, &faults(&[10])), [Gap { begin: 10, end: 500 }]);
}

#[test]
fn files_are_read_up_to_the_last_whole_line() {
    let folder = std::env::temp_dir().join(format!("rmq-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (journal, drain) = (folder.join("journal"), folder.join("drain"));
    std::fs::write(&journal, "x\tb\t0\t1\t1001\ny\tb\t1").unwrap();
    std::fs::write(&drain, "b\t0\t1\tx\n").unwrap();
    assert_eq!(acknowledged(&journal).unwrap(), [sent("x", 0, 1)]);
    assert_eq!(drained(&drain).unwrap(), [read(0, 1, "x")]);
    std::fs::write(&drain, "x\n").unwrap();
    let sent = [sent("x", 0, 1), sent("y", 0, 2)];
    assert_eq!(never_received(&sent, &drain).unwrap(), ["y"]);
    std::fs::write(&drain, "b\tzero\t1\tx\n").unwrap();
    let error = drained(&drain).unwrap_err().to_string();
    assert!(error.ends_with("has the line: b\tzero\t1\tx"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}
