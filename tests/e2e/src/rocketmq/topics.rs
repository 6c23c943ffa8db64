//! Topics and consumer groups that every member of a broker group knows before anything depends on them.
//!
//! A follower copies both from its leader every ten seconds. A leader that is killed before that takes what is new
//! with it: its successor has never heard of the topic, and the messages in it cannot be reached.
//!
//! **Invariant:** only the leader is written to. A follower that was written to counts a version of its own, which the
//! next copy replaces: it may know the topic now and not in a second. A follower whose table has the version of the
//! leader's has copied it, and later copies only bring later versions.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use super::cluster::Cluster;
use super::remoting::{Code, Request};

const PAUSE: Duration = Duration::from_millis(250);

/// Reading and writing.
const PERMISSION: u32 = 6;

/// Something that a leader is told, and its followers copy.
#[derive(Clone, Debug)]
pub struct New {
    name: String,
    request: Request,
    list: Code,
}

impl New {
    /// A topic with this many queues on each broker group that it is created on.
    pub fn topic(name: &str, queues: u32) -> Self {
        let request = Request::new(Code::UpdateTopic)
            .with("topic", name)
            .with("defaultTopic", "TBW102")
            .with("readQueueNums", queues)
            .with("writeQueueNums", queues)
            .with("perm", PERMISSION)
            .with("topicFilterType", "SINGLE_TAG")
            .with("topicSysFlag", 0)
            .with("order", false);
        Self { name: name.to_owned(), request, list: Code::AllTopics }
    }

    /// A group of consumers.
    pub fn consumers(name: &str) -> Self {
        let config = json!({
            "groupName": name,
            "consumeEnable": true,
            "consumeFromMinEnable": true,
            "consumeBroadcastEnable": false,
            "retryQueueNums": 1,
            "retryMaxTimes": 16,
            "brokerId": 0,
            "whichBrokerWhenConsumeSlowly": 1,
            "notifyConsumerIdsChangedEnable": true,
        });
        let request = Request::new(Code::UpdateConsumerGroup).with_body(config.to_string().into_bytes());
        Self { name: name.to_owned(), request, list: Code::AllConsumerGroups }
    }
}

/// Creates all of these on a broker group, and waits until each registered member knows them, and each name server
/// those that are topics.
///
/// Wait for the members first: who is not registered cannot be asked.
pub fn create(cluster: &Cluster, group: &str, new: &[New], timeout: Duration) -> Result<()> {
    let begin = Instant::now();
    loop {
        // All are told before any is waited for: one copy brings all of them.
        let known: Vec<Result<()>> = new.iter().map(|new| new.is_known(cluster, group)).collect();
        let Err(error) = known.into_iter().collect::<Result<()>>() else { return Ok(()) };
        if begin.elapsed() > timeout {
            let names: Vec<&str> = new.iter().map(|new| new.name.as_str()).collect();
            let what = format!("{} not known to all of {group} after {timeout:?}", names.join(", "));
            return Err(error).context(what);
        }
        thread::sleep(PAUSE);
    }
}

impl New {
    /// Succeeds when each member has copied a table of the leader's that has the name in it; tells the leader if it
    /// does not know the name, which it does not after a change of leaders either.
    fn is_known(&self, cluster: &Cluster, group: &str) -> Result<()> {
        let server = *cluster.name_servers().first().context("there is no name server")?;
        let members = Cluster::view(server)?.group(group);
        let leader = members.leader().with_context(|| format!("{group} has no leader"))?;
        let mut table = self.table(cluster, leader)?;
        if !table.names.contains_key(&self.name) {
            cluster.ask(leader, &self.request)?;
            table = self.table(cluster, leader)?;
        }
        for address in members.members.values() {
            let copy = self.table(cluster, address)?;
            let is_copied = copy.names.contains_key(&self.name) && copy.version == table.version;
            ensure!(is_copied, "{address} has version {} of the leader's {}", copy.version, table.version);
        }
        if self.list == Code::AllTopics { self.is_routed(cluster, group) } else { Ok(()) }
    }

    fn is_routed(&self, cluster: &Cluster, group: &str) -> Result<()> {
        for server in cluster.name_servers() {
            let groups = Cluster::route(*server, &self.name)?;
            ensure!(groups.iter().any(|known| known == group), "{server} has no route to {} on {group}", self.name);
        }
        Ok(())
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
