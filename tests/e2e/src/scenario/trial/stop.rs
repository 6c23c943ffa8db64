//! A broker's Pod is deleted: it stops in good order, and its successor has its messages.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Trial;
use crate::rocketmq::audit::audit;
use crate::scenario::faults;
use crate::scenario::stage::GROUP;

/// What `kubectl delete --grace-period` gives. A broker needs 5 s; one that hears no signal must not take 120.
const GRACE_SECONDS: u32 = 15;

/// A broker that leads again builds its queues from the log first.
const PATIENCE: Duration = Duration::from_secs(5);

/// The process ends by itself and closes its store.
///
/// A follower is enough, where there is one: without an election the trial is shorter.
pub(super) fn clean_stop(trial: &mut Trial) -> Result<()> {
    let (_, leader) = faults::leader(trial.release, GROUP)?;
    let follower = trial.brokers().into_iter().rfind(|pod| pod.uid != leader.uid);
    let pod = follower.unwrap_or(leader);
    trial.stopped = Some(pod.clone());
    faults::stop(trial.release, &pod, &json!({"gracePeriodSeconds": GRACE_SECONDS}), trial.measured)
}

/// Everything that was acknowledged before can be read.
pub(super) fn messages_are_there(trial: &mut Trial) -> Result<()> {
    let (client, journal) = trial.inside.as_ref().context("no client has sent")?;
    let audit = audit(client.driver(), &trial.topic, std::slice::from_ref(journal), PATIENCE)?;
    ensure!(audit.account.acknowledged > 0, "the journal is empty");
    ensure!(audit.account.lost.is_empty(), "{}", audit.account.lost_text());
    Ok(())
}
