//! Every process starts: on a node, as a user that can write, with its port open.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Trial;
use crate::kubelet::pods::Entry;
use crate::process::{output, wait_for};
use crate::release::NAME_SERVER_PORT;
use crate::report::assertion::Assertion;

/// A scheduler and a storage class that are at work take a second.
const STARTED: Duration = Duration::from_secs(20);

/// A container that ends at once is started again with longer and longer pauses.
const USER: Duration = Duration::from_secs(25);

/// A JVM opens its port after 3 s when it is alone, and much later on a busy machine. No mutant waits for this.
const PORTS: Duration = Duration::from_mins(2);

const READY: Duration = Duration::from_mins(1);

/// Where a broker keeps its messages.
const STORE: &str = "/home/rocketmq/store";

/// The Pods of all members are there together, each on a node and with an address.
pub(super) fn all_started(trial: &mut Trial) -> Result<()> {
    wait_for(&format!("address for each of {} brokers", trial.members), STARTED, || {
        let brokers = trial.brokers();
        let placed = brokers.iter().filter(|pod| pod.view().address.is_some()).count();
        Ok((placed >= trial.members).then_some(()))
    })
}

/// The user of each broker's process may write to the store.
pub(super) fn user_writes(trial: &mut Trial) -> Result<()> {
    for pod in trial.brokers() {
        let what = format!("answer from the container of {}", pod.name);
        let can_write = wait_for(&what, USER, || Ok(can_write(&pod)))?;
        Assertion::User.check(can_write, || format!("the user of {} cannot write to {STORE}", pod.name))?;
    }
    Ok(())
}

/// Returns nothing while there is no process that could tell.
fn can_write(pod: &Entry) -> Option<bool> {
    // Before its root is built, a container has no such folder.
    let script = format!("test -d {STORE} && if test -w {STORE}; then echo yes; else echo no; fi");
    let mut command = pod.view().inside?.exec(&["sh".to_owned(), "-c".to_owned(), script])?;
    match output(&mut command).ok()?.as_slice() {
        b"yes\n" => Some(true),
        b"no\n" => Some(false),
        _ => None,
    }
}

/// Each process can be dialled.
pub(super) fn ports_open(trial: &mut Trial) -> Result<()> {
    let mut all = Vec::new();
    for pod in trial.release.pods("namesrv") {
        all.push((NAME_SERVER_PORT, pod));
    }
    for pod in trial.brokers() {
        all.push((trial.setting(&pod.name, "listenPort")?.parse()?, pod));
    }
    for (port, pod) in all {
        let address = pod.view().address.with_context(|| format!("{} has no address", pod.name))?;
        let address = SocketAddr::new(address.into(), port);
        let what = format!("open port {port} of {}", pod.name);
        wait_for(&what, PORTS.saturating_sub(trial.release.applied.elapsed()), || {
            Ok(TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok())
        })?;
    }
    Ok(())
}

/// The probes of each Pod succeed.
pub(super) fn all_ready(trial: &mut Trial) -> Result<()> {
    wait_for("ready Pods", READY, || {
        let mut pods = trial.release.pods("namesrv");
        pods.extend(trial.brokers());
        Ok(pods.iter().all(|pod| pod.view().is_ready).then_some(()))
    })
}
