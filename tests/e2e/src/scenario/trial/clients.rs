//! Clients send: one in a Pod, one that reaches the nodes only.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Trial;
use crate::release::Release;
use crate::rocketmq::driver::Driver;
use crate::scenario::traffic::{From, Traffic};
use crate::world::NODES;

/// How long the first message may take: routes, connections, an election at worst.
const FIRST: Duration = Duration::from_secs(12);

/// For one command of the client, which tries a message three times.
const COMMAND: Duration = Duration::from_secs(30);

/// How many messages follow the first.
const MESSAGES: u32 = 20;

/// A Pod's messages are acknowledged.
pub(super) fn inside_sends(trial: &mut Trial) -> Result<()> {
    let client = Traffic::join(trial.release, &trial.topic, &From::Inside)?;
    let journal = send(client.driver(), &trial.topic)?;
    trial.inside = Some((client, journal));
    Ok(())
}

/// Messages from outside are acknowledged: by the addresses of nodes, and names that the client's hosts file has.
pub(super) fn outside_sends(trial: &mut Trial) -> Result<()> {
    let client = Traffic::join(trial.release, &trial.topic, &outside(trial)?)?;
    send(client.driver(), &trial.topic).map(drop)
}

/// Returns a client that was told what `rmq` tells a user of node ports: node i has name server i and broker i.
fn outside(trial: &Trial) -> Result<From> {
    let (mut name_servers, mut hosts) = (Vec::new(), String::new());
    for ((_, address), number) in NODES.iter().zip(0..trial.release.pods("namesrv").len()) {
        let port = trial.node_port(&format!("{}-namesrv-{number}", Release::NAME))?;
        name_servers.push(format!("{address}:{port}"));
    }
    for ((_, address), pod) in NODES.iter().zip(trial.brokers()) {
        writeln!(hosts, "{address} {}", pod.name)?;
    }
    Ok(From::Outside { name_servers: name_servers.join(";"), hosts })
}

/// Sends until one message is acknowledged, and then some more, none of which may fail; returns the journal.
fn send(driver: &Driver, topic: &str) -> Result<PathBuf> {
    let begin = Instant::now();
    loop {
        let sent = driver.send(topic, 1, Duration::ZERO, COMMAND)?;
        if sent.acknowledged == 1 {
            break;
        }
        if begin.elapsed() > FIRST {
            bail!("nothing was acknowledged within {FIRST:?}; the last try: {}", sent.errors_text());
        }
    }
    let sent = driver.send(topic, MESSAGES, Duration::from_millis(5), COMMAND).context("after the first message")?;
    ensure!(sent.acknowledged == u64::from(MESSAGES), "{}", sent.errors_text());
    Ok(sent.file)
}
