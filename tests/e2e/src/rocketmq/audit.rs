//! Drain and account together: a message counts as lost only when it stays away.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::driver::Driver;
use super::driver::replies::Drained;
use super::ledger::account::Account;
use super::ledger::{self, Acknowledged};

/// How long a drain bears a broker that fails, at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came out.
pub struct Audit {
    /// The comparison.
    pub account: Account,
    /// How many messages had another body than the one that was sent.
    pub damaged: u64,
}

/// Drains a topic and compares it with the journals of everybody who sent to it.
///
/// A broker that became the leader a moment ago may still build its queues from the log. So as long as something is
/// missing, the topic is drained again, up to `patience`.
pub fn audit(reader: &Driver, topic: &str, journals: &[PathBuf], patience: Duration) -> Result<Audit> {
    let acknowledged: Vec<Vec<Acknowledged>> =
        journals.iter().map(|journal| ledger::acknowledged(journal)).collect::<Result<_>>()?;
    let acknowledged = acknowledged.concat();
    let begin = Instant::now();
    loop {
        let drained = reader.drain(topic, PATIENCE.min(patience)).with_context(|| format!("draining {topic}"))?;
        let account = account(&acknowledged, &drained, &drained.file)?;
        if account.lost.is_empty() || begin.elapsed() > patience {
            return Ok(Audit { account, damaged: drained.damaged });
        }
        thread::sleep(Duration::from_secs(1));
    }
}

fn account(acknowledged: &[Acknowledged], drained: &Drained, file: &Path) -> Result<Account> {
    let first: BTreeMap<(String, u32), u64> =
        drained.queues.iter().map(|queue| ((queue.broker.clone(), queue.number), queue.min)).collect();
    Ok(Account::new(acknowledged, &ledger::drained(file)?, &first))
}
