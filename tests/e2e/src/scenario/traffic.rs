//! A client that sends and reads while something is done to the cluster.

use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::kubelet::client_container;
use crate::network::Host;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::{FaultMeasured, Measured, Seconds};
use crate::rocketmq::audit::audit;
use crate::rocketmq::driver::replies::Sent;
use crate::rocketmq::driver::{Driver, Options};
use crate::rocketmq::ledger::gaps::{Fault, gaps, longest};
use crate::rocketmq::ledger::{self};
use crate::rocketmq::topics::{self, New};

/// How many messages are acknowledged before and after every fault, at least.
pub const ENOUGH: u64 = 500;

/// The longest time without an acknowledgement that is allowed.
pub const LONGEST_GAP: Duration = Duration::from_mins(1);

/// About 150 messages a second: enough to notice, little enough for two cores.
const PAUSE: Duration = Duration::from_millis(5);

/// How often the client asks for routes. The library's default is 30 s; a gap is then longer by up to 25 s.
const POLL: Duration = Duration::from_secs(5);

const TOPIC_KNOWN: Duration = Duration::from_mins(1);
/// A new leader may still build its queues, and a consumer asks for routes from time to time.
const PATIENCE: Duration = Duration::from_mins(1);

/// From where a client comes.
#[derive(Clone, Debug)]
pub enum From {
    /// A Pod of the cluster's namespace.
    Inside,
    /// The network outside, with these lines in its hosts file.
    Outside {
        /// `host:port;host:port`.
        name_servers: String,
        /// `address name`, one a line.
        hosts: String,
    },
}

/// A client at work.
pub struct Traffic<'a> {
    release: &'a Release,
    driver: Driver,
    topic: String,
    faults: Vec<Fault>,
    /// Its network, for a client inside.
    _host: Option<Arc<Host>>,
}

impl<'a> Traffic<'a> {
    /// Creates a topic on a group and begins to send to it and to read from it.
    pub fn start(release: &'a Release, group: &str, from: &From) -> Result<Self> {
        let traffic = Self::connect(release, group, from)?;
        traffic.driver.consume(&traffic.topic, &readers(&traffic.topic))?;
        traffic.driver.produce(&traffic.topic, PAUSE, None)?;
        Ok(traffic)
    }

    /// Creates a topic and starts a client that does nothing yet.
    pub fn connect(release: &'a Release, group: &str, from: &From) -> Result<Self> {
        Self::join(release, &create_topic(release, group, TOPIC_KNOWN)?, from)
    }

    /// Starts a client of a topic that is there; it does nothing yet.
    pub fn join(release: &'a Release, topic: &str, from: &From) -> Result<Self> {
        let (driver, host) = start_driver(release, from, &unused("client"))?;
        Ok(Self { release, driver, topic: topic.to_owned(), faults: Vec::new(), _host: host })
    }

    /// The client itself.
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// Its topic.
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Waits until enough messages are acknowledged after now.
    pub fn flows(&self) -> Result<()> {
        self.flows_within(LONGEST_GAP)
    }

    /// Waits until enough messages are acknowledged after now, the first of them within a time.
    pub fn flows_within(&self, limit: Duration) -> Result<()> {
        let now = SystemTime::now();
        let first = self.driver.wait_for_acknowledged(&self.topic, now, 1, limit);
        Assertion::Gap.holds_if(first)?;
        let all = self.driver.wait_for_acknowledged(&self.topic, now, ENOUGH, LONGEST_GAP);
        Assertion::Gap.holds_if(all).map(drop)
    }

    /// Waits until every member of the group knows the topic, also one that has come back with nothing.
    pub fn topic_is_known(&self, group: &str) -> Result<()> {
        make_known(self.release, group, &self.topic, TOPIC_KNOWN)
    }

    /// Returns how many messages are acknowledged in a time from now.
    pub fn rests(&self, time: Duration) -> Result<u64> {
        let now = SystemTime::now();
        std::thread::sleep(time);
        Ok(self.driver.acknowledged_since(&self.topic, now)?.acknowledged)
    }

    /// Sends nothing for a time, then goes on.
    pub fn pause(&self, time: Duration) -> Result<()> {
        self.driver.stop_producing(&self.topic)?;
        std::thread::sleep(time);
        self.driver.produce(&self.topic, PAUSE, None).map(drop)
    }

    /// Notes that something is done to the cluster now.
    pub fn fault(&mut self, name: &str) -> Result<()> {
        say(name);
        self.faults.push(Fault { name: name.to_owned(), at: milliseconds(SystemTime::now())? });
        Ok(())
    }

    /// Ends the sending, reads everything back and holds both against each other.
    pub fn settle(self, measured: &mut Measured) -> Result<()> {
        let sent = self.driver.stop_producing(&self.topic)?;
        measured.rate = Some(sent.rate());
        let acknowledged: Vec<u64> = ledger::acknowledged(&sent.file)?.iter().map(|message| message.at).collect();
        let gap = longest(&acknowledged, sent.started_ms, sent.ended_ms).length();
        measured.longest_gap = Some(Seconds::from(gap));
        for (fault, gap) in self.faults.iter().zip(gaps(&acknowledged, sent.started_ms, sent.ended_ms, &self.faults)) {
            let gap = Seconds::from(gap.length());
            measured.faults.push(FaultMeasured { name: fault.name.clone(), gap });
        }
        self.account_for(&sent, measured)?;
        Assertion::Gap.check(gap <= LONGEST_GAP, || format!("nothing was acknowledged for {gap:.1?}"))?;
        self.release.world.kubelet.check()?;
        self.driver.quit()
    }

    /// Holds what was acknowledged against what can be read, and against what the consumer was given.
    fn account_for(&self, sent: &Sent, measured: &mut Measured) -> Result<()> {
        let audit = audit(&self.driver, &self.topic, slice::from_ref(&sent.file), PATIENCE)?;
        measured.note_account(&audit.account);
        Assertion::NothingLost.check(audit.account.lost.is_empty(), || audit.account.lost_text())?;
        let damaged = audit.damaged;
        Assertion::NothingLost.check(damaged == 0, || format!("{damaged} messages have another body than was sent"))?;
        let once = audit.account.positions_twice.is_empty() && audit.account.elsewhere.is_empty();
        Assertion::PositionsOnce.check(once, || audit.account.positions_text())?;
        let acknowledged = ledger::acknowledged(&sent.file)?;
        let count = u64::try_from(acknowledged.len())?;
        let given = self.driver.wait_for_received(&self.topic, &readers(&self.topic), count, PATIENCE);
        Assertion::NothingLost.holds_if(given)?;
        let received = self.driver.stop_consuming(&self.topic, &readers(&self.topic))?;
        let missing = ledger::never_received(&acknowledged, &received.file)?;
        Assertion::NothingLost.check(missing.is_empty(), || {
            let examples = missing.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
            format!("the consumer was never given {} messages: {examples}, …", missing.len())
        })?;
        let damaged = received.damaged;
        Assertion::NothingLost.check(damaged == 0, || format!("the consumer was given {damaged} damaged messages"))
    }
}

/// Creates a topic and a group of consumers, and waits until every member of the broker group knows both.
pub fn create_topic(release: &Release, group: &str, limit: Duration) -> Result<String> {
    let topic = unused("e2e-topic");
    make_known(release, group, &topic, limit)?;
    Ok(topic)
}

fn make_known(release: &Release, group: &str, topic: &str, limit: Duration) -> Result<()> {
    let new = [New::topic(topic, 4), New::consumers(&readers(topic))];
    Assertion::TopicSynced.holds_if(release.cluster(|cluster| topics::create(cluster, group, &new, limit)))
}

/// Consumers of one group read the same topics, so each topic has a group of its own.
fn readers(topic: &str) -> String {
    format!("{topic}-readers")
}

fn unused(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn start_driver(release: &Release, from: &From, name: &str) -> Result<(Driver, Option<Arc<Host>>)> {
    let world = &release.world;
    let (jars, classes) = (tool(&world.tools.rocketmq)?, tool(&world.tools.driver)?);
    let folder = world.scratch.folder(&format!("clients/{name}"))?;
    chown(&folder, Some(client_container::USER), Some(client_container::USER))?;
    let (namespace, host, name_servers, hosts) = match from {
        From::Inside => {
            let host = Arc::new(world.network.add_pod(name)?);
            (host.namespace(), Some(host), name_servers_inside(release), String::new())
        }
        From::Outside { name_servers, hosts } => {
            (world.network.outside().namespace(), None, name_servers.clone(), hosts.clone())
        }
    };
    let place = client_container::Place {
        namespace: namespace.into(),
        hosts,
        resolv_conf: host.as_ref().map(|_| crate::network::dns::resolv_conf(&release.namespace)),
        mounts: vec![jars.clone(), classes.clone(), folder.clone()],
        variables: Vec::new(),
    };
    let command = client_container::java(&world.tools, &world.scratch, name, &place)?;
    let options =
        Options { classes: &classes, jars: &jars, name_servers: &name_servers, folder: &folder, name, poll: POLL };
    Ok((Driver::start(command, &options)?, host))
}

fn tool(by_version: &std::collections::BTreeMap<String, PathBuf>) -> Result<PathBuf> {
    by_version.get("4.9.7").cloned().context("no client of RocketMQ 4.9.7")
}

fn name_servers_inside(release: &Release) -> String {
    let names = release
        .pods("namesrv")
        .iter()
        .map(|pod| format!("{}.rocketmq-namesrv-headless:9876", pod.name))
        .collect::<Vec<_>>();
    names.join(";")
}

fn milliseconds(instant: SystemTime) -> Result<u64> {
    Ok(u64::try_from(instant.duration_since(SystemTime::UNIX_EPOCH)?.as_millis())?)
}
