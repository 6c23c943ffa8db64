//! Topics and consumer groups that every member of a broker group knows before anything depends on them.
//!
//! A follower copies both from its leader every ten seconds. A leader that is killed before that takes what is new
//! with it: its successor has never heard of the topic, and the messages in it cannot be reached.
//!
//! **Invariant:** only the leader is written to. A follower that was written to counts a version of its own, which the
//! next copy replaces: it may know the topic now and not in a second. A follower whose table has the version of the
//! leader's has copied it, and later copies only bring later versions.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use super::cluster::{Cluster, Group};
use super::remoting::{Code, Request};

const PAUSE: Duration = Duration::from_millis(250);

/// Reading and writing.
const PERMISSION: u32 = 6;

/// Creates a topic on a broker group, and waits until each registered member and each name server knows it.
pub fn create_topic(cluster: &Cluster, group: &str, topic: &str, queues: u32, timeout: Duration) -> Result<()> {
    let request = Request::new(Code::UpdateTopic)
        .with("topic", topic)
        .with("defaultTopic", "TBW102")
        .with("readQueueNums", queues)
        .with("writeQueueNums", queues)
        .with("perm", PERMISSION)
        .with("topicFilterType", "SINGLE_TAG")
        .with("topicSysFlag", 0)
        .with("order", false);
    let subject = Subject { group, name: topic, request, list: Code::AllTopics };
    subject.create(cluster, timeout, |server| {
        let groups = Cluster::route(server, topic)?;
        ensure!(groups.iter().any(|known| known == group), "{server} has no route to {topic} on {group}");
        Ok(())
    })
}

/// Creates a group of consumers on a broker group, and waits until each registered member knows it.
pub fn create_consumer_group(cluster: &Cluster, group: &str, consumers: &str, timeout: Duration) -> Result<()> {
    let config = json!({
        "groupName": consumers,
        "consumeEnable": true,
        "consumeFromMinEnable": true,
        "consumeBroadcastEnable": false,
        "retryQueueNums": 1,
        "retryMaxTimes": 16,
        "brokerId": 0,
        "whichBrokerWhenConsumeSlowly": 1,
        "notifyConsumerIdsChangedEnable": true,
    });
    let request = Request::new(Code::UpdateConsumerGroup).with_body(serde_json::to_vec(&config)?);
    Subject { group, name: consumers, request, list: Code::AllConsumerGroups }.create(cluster, timeout, |_| Ok(()))
}

/// Something that a leader is told, and its followers copy.
struct Subject<'a> {
    group: &'a str,
    name: &'a str,
    request: Request,
    list: Code,
}

impl Subject<'_> {
    fn create(&self, cluster: &Cluster, timeout: Duration, known: impl Fn(SocketAddr) -> Result<()>) -> Result<()> {
        let begin = Instant::now();
        loop {
            let told = cluster.name_servers().iter().try_for_each(|server| known(*server));
            let Err(error) = self.copied(cluster).and(told) else { return Ok(()) };
            if begin.elapsed() > timeout {
                let what = format!("{} is not known to all of {} after {timeout:?}", self.name, self.group);
                return Err(error).context(what);
            }
            thread::sleep(PAUSE);
        }
    }

    /// Succeeds when each member has copied a table of the leader's that has the name in it; tells the leader if it
    /// does not know the name, which it does not after a change of leaders either.
    fn copied(&self, cluster: &Cluster) -> Result<()> {
        let group = self.members(cluster)?;
        let leader = group.leader().with_context(|| format!("{} has no leader", self.group))?;
        let mut table = self.table(cluster, leader)?;
        if !table.names.contains_key(self.name) {
            cluster.ask(leader, &self.request)?;
            table = self.table(cluster, leader)?;
        }
        for address in group.members.values() {
            let copy = self.table(cluster, address)?;
            let is_copied = copy.names.contains_key(self.name) && copy.version == table.version;
            ensure!(is_copied, "{address} has version {} of the leader's {}", copy.version, table.version);
        }
        Ok(())
    }

    fn members(&self, cluster: &Cluster) -> Result<Group> {
        let server = *cluster.name_servers().first().context("there is no name server")?;
        Ok(Cluster::view(server)?.group(self.group))
    }

    fn table(&self, cluster: &Cluster, address: &str) -> Result<Table> {
        cluster.ask(address, &Request::new(self.list))?.body()
    }
}

/// Everything of one kind that a broker knows.
#[derive(Debug, Deserialize)]
struct Table {
    #[serde(rename = "dataVersion")]
    version: Value,
    #[serde(rename = "topicConfigTable", alias = "subscriptionGroupTable")]
    names: BTreeMap<String, Value>,
}
