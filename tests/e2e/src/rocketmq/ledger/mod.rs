//! Two lists against each other: what the brokers acknowledged, and what can be read afterwards.
//!
//! **Invariant:** acknowledged messages are part of the read ones, and never the other way round: a message that was
//! stored without an acknowledgement may be there, and may be there twice.

pub mod account;
pub mod gaps;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

/// A place in a topic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The name of the broker group.
    pub broker: String,
    /// The number of the queue there.
    pub queue: u32,
    /// The offset in it.
    pub offset: u64,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} queue {} offset {}", self.broker, self.queue, self.offset)
    }
}

/// A message that a broker acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Its id.
    pub id: String,
    /// Where it is, as the broker said.
    pub position: Position,
    /// When the answer came, in milliseconds since 1970.
    pub at: u64,
}

/// A message that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Where it was.
    pub position: Position,
    /// Its id.
    pub id: String,
}

/// Reads the journal of a topic.
pub fn acknowledged(file: &Path) -> Result<Vec<Acknowledged>> {
    records(file, |fields| {
        let [id, broker, queue, offset, at] = fields else { return None };
        let position = position(broker, queue, offset)?;
        Some(Acknowledged { id: (*id).to_owned(), position, at: at.parse().ok()? })
    })
}

/// Returns the ids of acknowledged messages that a consumer was never given, by the file that it wrote.
pub fn never_received(acknowledged: &[Acknowledged], received: &Path) -> Result<Vec<String>> {
    let ids: BTreeSet<String> = records(received, |fields| Some(fields.concat()))?.into_iter().collect();
    let missing = acknowledged.iter().filter(|message| !ids.contains(&message.id));
    Ok(missing.map(|message| message.id.clone()).collect())
}

/// Reads what a drain wrote.
pub fn drained(file: &Path) -> Result<Vec<Read>> {
    records(file, |fields| {
        let [broker, queue, offset, id] = fields else { return None };
        Some(Read { position: position(broker, queue, offset)?, id: (*id).to_owned() })
    })
}

fn position(broker: &str, queue: &str, offset: &str) -> Option<Position> {
    Some(Position { broker: broker.to_owned(), queue: queue.parse().ok()?, offset: offset.parse().ok()? })
}

fn records<T>(file: &Path, record: impl Fn(&[&str]) -> Option<T>) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    // A driver that was killed, or still writes, may leave a line without its end.
    let whole = text.rfind('\n').and_then(|end| text.get(..end)).unwrap_or_default();
    let read = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        record(&fields).with_context(|| format!("{} has the line: {line}", file.display()))
    };
    whole.lines().map(read).collect()
}

#[cfg(test)]
mod tests;
