//! What the driver answers. Instants are milliseconds since 1970, and 0 for what has not happened.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// One run of sending, finished or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// The journal of the topic: every message that was acknowledged.
    pub file: PathBuf,
    /// How many sends were begun and ended.
    pub tried: u64,
    /// How many of them ended in `SEND_OK`.
    pub acknowledged: u64,
    /// How many ended in an answer that promises less, by its name.
    pub other_statuses: BTreeMap<String, u64>,
    /// How many failed, by the kind of error.
    pub errors: BTreeMap<String, u64>,
    /// The first error of each kind.
    pub error_texts: BTreeMap<String, String>,
    /// The begin of the run.
    pub started_ms: u64,
    /// Its end.
    pub ended_ms: u64,
    /// The first acknowledged message.
    pub first_ms: u64,
    /// The last one.
    pub last_ms: u64,
}

impl Sent {
    /// Returns the acknowledged messages in a second, from the first to the last.
    pub fn rate(&self) -> f64 {
        let milliseconds = u32::try_from(self.last_ms.saturating_sub(self.first_ms)).unwrap_or(u32::MAX);
        let between = u32::try_from(self.acknowledged.saturating_sub(1)).unwrap_or(u32::MAX);
        if milliseconds == 0 { 0.0 } else { f64::from(between) * 1000.0 / f64::from(milliseconds) }
    }

    /// Returns how many sends succeeded, and what went wrong: each kind with its number and its first text.
    pub fn errors_text(&self) -> String {
        let errors = self.errors.iter().map(|(kind, count)| {
            let text = self.error_texts.get(kind).map_or("", String::as_str);
            format!("{count} x {kind} ({text})")
        });
        let statuses = self.other_statuses.iter().map(|(status, count)| format!("{count} x {status}"));
        let all: Vec<String> = errors.chain(statuses).collect();
        let met = if all.is_empty() { "no error".to_owned() } else { all.join(", ") };
        format!("{} of {} sends acknowledged, {met}", self.acknowledged, self.tried)
    }
}

/// A consumer, and what it was given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// The ids, each once; written when the consumer is stopped.
    pub file: PathBuf,
    /// How many different ones.
    pub distinct: u64,
    /// How many of them had another body than the one that was sent.
    pub damaged: u64,
}

/// Everything that can be read of a topic.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drained {
    /// The place and the id of every message.
    pub file: PathBuf,
    /// How many messages had another body than the one that was sent.
    pub damaged: u64,
    /// The queues.
    pub queues: Vec<Queue>,
}

/// One queue.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// The name of the broker group.
    pub broker: String,
    /// Its number there.
    #[serde(rename = "queue")]
    pub number: u32,
    /// The offset of the first message that is still there.
    pub min: u64,
}

/// How much was acknowledged from an instant on.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcknowledgedSince {
    /// The number of messages.
    pub acknowledged: u64,
}

/// What is going on.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The running producers by topic.
    pub producing: BTreeMap<String, Sent>,
    /// The running consumers by topic and group, with a blank between.
    pub consuming: BTreeMap<String, Received>,
}
