//! What is lost, and what was given twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Acknowledged, Position, Read};

/// How many examples a message shows.
const EXAMPLES: usize = 5;

/// The comparison of both lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// How many messages were acknowledged.
    pub acknowledged: usize,
    /// How many different messages were read.
    pub read: usize,
    /// Acknowledged, and cannot be read.
    pub lost: Vec<Acknowledged>,
    /// Acknowledged, and cannot be read because its queue begins behind it: brokers delete old files.
    pub deleted: Vec<Acknowledged>,
    /// Places that were acknowledged for more than one message, with the messages.
    pub positions_twice: BTreeMap<Position, Vec<String>>,
    /// Acknowledged and read, but never where the acknowledgement says.
    pub elsewhere: Vec<Acknowledged>,
    /// How many messages were read more than once.
    pub read_again: usize,
    /// How many were read that nobody acknowledged: stored, and the answer did not arrive.
    pub unacknowledged: usize,
}

impl Account {
    /// Compares the lists; `first` is the offset at which each queue of a broker group begins.
    pub fn new(acknowledged: &[Acknowledged], read: &[Read], first: &BTreeMap<(String, u32), u64>) -> Self {
        let mut places: BTreeMap<&str, BTreeSet<&Position>> = BTreeMap::new();
        for read in read {
            places.entry(&read.id).or_default().insert(&read.position);
        }
        let mut account = Self { acknowledged: acknowledged.len(), read: places.len(), ..Self::default() };
        for message in acknowledged {
            let position = &message.position;
            let begin = first.get(&(position.broker.clone(), position.queue)).copied().unwrap_or(0);
            match places.get(message.id.as_str()) {
                Some(found) if found.contains(position) => {}
                Some(_) => account.elsewhere.push(message.clone()),
                None if position.offset < begin => account.deleted.push(message.clone()),
                None => account.lost.push(message.clone()),
            }
        }
        let known: BTreeSet<&str> = acknowledged.iter().map(|message| message.id.as_str()).collect();
        account.positions_twice = positions_twice(acknowledged);
        account.read_again = places.values().filter(|found| found.len() > 1).count();
        account.unacknowledged = places.keys().filter(|id| !known.contains(*id)).count();
        account
    }

    /// Says what is lost, with examples and the time in which it was acknowledged.
    pub fn lost_text(&self) -> String {
        let mut text = format!("{} of {} acknowledged messages cannot be read", self.lost.len(), self.acknowledged);
        let times = || self.lost.iter().map(|message| message.at);
        if let (Some(first), Some(last)) = (times().min(), times().max()) {
            let _ = write!(text, "; they were acknowledged from {first} to {last} (ms since 1970)");
        }
        for message in self.lost.iter().take(EXAMPLES) {
            let _ = write!(text, "\n  {} at {}, acknowledged at {}", message.id, message.position, message.at);
        }
        text
    }

    /// Says which places were acknowledged for more than one message, and which messages stand elsewhere.
    pub fn positions_text(&self) -> String {
        let (twice, elsewhere) = (self.positions_twice.len(), self.elsewhere.len());
        let mut text = format!(
            "{twice} positions were acknowledged for more than one message, and {elsewhere} messages stand elsewhere \
             than acknowledged"
        );
        for (position, ids) in self.positions_twice.iter().take(EXAMPLES) {
            let _ = write!(text, "\n  {position}: {}", ids.join(", "));
        }
        for message in self.elsewhere.iter().take(EXAMPLES) {
            let _ = write!(text, "\n  {} is not at {}", message.id, message.position);
        }
        text
    }
}

fn positions_twice(acknowledged: &[Acknowledged]) -> BTreeMap<Position, Vec<String>> {
    let mut ids: BTreeMap<Position, Vec<String>> = BTreeMap::new();
    for message in acknowledged {
        ids.entry(message.position.clone()).or_default().push(message.id.clone());
    }
    ids.retain(|_, ids| ids.len() > 1);
    ids
}
