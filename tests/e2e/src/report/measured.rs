//! What a scenario measures.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::rocketmq::ledger::account::Account;

/// A time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
pub struct Seconds(pub f64);

/// Everything that was measured; what is not there was not measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Measured {
    /// From the start of the first process until the last one has opened its port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boot: Option<Seconds>,
    /// From the start of the first process until every member and one leader were registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_leader: Option<Seconds>,
    /// Acknowledged messages in a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    /// Messages that were acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<usize>,
    /// Different messages that were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<usize>,
    /// Acknowledged messages that cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<usize>,
    /// Positions that were acknowledged for more than one message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positions_twice: Option<usize>,
    /// Messages that were read more than once: at least once is what RocketMQ promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_again: Option<usize>,
    /// The longest time between two acknowledged messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_gap: Option<Seconds>,
    /// What was done to the cluster, and what the client met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultMeasured>,
    /// The processes that were stopped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<Stop>,
    /// The most memory that each container had, in MiB.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub memory: BTreeMap<String, u64>,
    /// Anything else that a reader should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Measured {
    /// Notes what an account found.
    pub fn note_account(&mut self, account: &Account) {
        self.acknowledged = Some(account.acknowledged);
        self.read = Some(account.read);
        self.lost = Some(account.lost.len());
        self.positions_twice = Some(account.positions_twice.len());
        self.read_again = Some(account.read_again);
        if !account.deleted.is_empty() {
            self.notes.push(format!("{} acknowledged messages were in files that are deleted", account.deleted.len()));
        }
        if account.unacknowledged > 0 {
            self.notes.push(format!("{} messages are stored that nobody acknowledged", account.unacknowledged));
        }
    }

    /// Notes the memory of a container, unless it had more before.
    pub fn note_memory(&mut self, container: &str, mebibytes: u64) {
        let most = self.memory.entry(container.to_owned()).or_default();
        *most = (*most).max(mebibytes);
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultMeasured {
    /// What was done.
    pub name: String,
    /// The longest time without an acknowledgement that belongs to it.
    pub gap: Seconds,
}

/// One process that was stopped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stop {
    /// The Pod and its container.
    pub container: String,
    /// The signal.
    pub signal: String,
    /// 143 after SIGTERM, 137 after SIGKILL.
    pub exit_code: i32,
    /// From the signal to the end.
    pub took: Seconds,
    /// Whether a broker's store says that it was not closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_abort_file: Option<bool>,
}
