//! What the name servers tell of a cluster, and waiting until they tell something else.
//!
//! Name servers do not talk to each other. A client asks any one of them, so a state has come about when all of them
//! tell it.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::remoting::{Answer, Code, Request};

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(200);

/// The id that the member has in the route that takes the messages.
const LEADER: u64 = 0;

/// The brokers of one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// The advertised address of each member by its id, `host:port`.
    pub members: BTreeMap<u64, String>,
    /// Brokers that are registered with a negative id: their group has not taken them in (yet).
    pub outside: Vec<String>,
}

impl Group {
    fn of(brokers: BTreeMap<i64, String>) -> Self {
        let mut group = Self::default();
        for (id, address) in brokers {
            match u64::try_from(id) {
                Ok(id) => drop(group.members.insert(id, address)),
                Err(_) => group.outside.push(address),
            }
        }
        group
    }

    /// Returns the address of the member that takes the messages.
    pub fn leader(&self) -> Option<&str> {
        self.members.get(&LEADER).map(String::as_str)
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<String> = self.members.iter().map(|(id, address)| format!("{id}={address}")).collect();
        f.write_str(&members.join(" "))?;
        self.outside.iter().try_for_each(|address| write!(f, " not taken in: {address}"))
    }
}

/// What one name server tells: the groups by their brokers' name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The groups.
    pub groups: BTreeMap<String, Group>,
}

impl View {
    /// Returns the group of this name; one without members, where nobody has registered.
    pub fn group(&self, name: &str) -> Group {
        self.groups.get(name).cloned().unwrap_or_default()
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<String> = self.groups.iter().map(|(name, group)| format!("{name}: {group}")).collect();
        f.write_str(if groups.is_empty() { "no broker" } else { "" })?;
        f.write_str(&groups.join("; "))
    }
}

/// A cluster, as somebody sees it who has the addresses of its name servers.
pub struct Cluster<'a> {
    name_servers: Vec<SocketAddr>,
    resolve: &'a dyn Fn(&str) -> Option<IpAddr>,
}

impl<'a> Cluster<'a> {
    /// A cluster behind these name servers. Brokers are advertised under addresses or names; names go to `resolve`.
    pub fn new(name_servers: &[SocketAddr], resolve: &'a dyn Fn(&str) -> Option<IpAddr>) -> Self {
        Self { name_servers: name_servers.to_vec(), resolve }
    }

    /// Returns the name servers.
    pub fn name_servers(&self) -> &[SocketAddr] {
        &self.name_servers
    }

    /// Asks a broker by its advertised address.
    pub fn ask(&self, address: &str, request: &Request) -> Result<Answer> {
        request.send(self.address(address)?, PATIENCE).with_context(|| format!("broker {address}"))
    }

    /// Returns counters and settings of a running broker.
    pub fn runtime(&self, address: &str) -> Result<BTreeMap<String, String>> {
        #[derive(Deserialize)]
        struct Body {
            table: BTreeMap<String, String>,
        }
        Ok(self.ask(address, &Request::new(Code::BrokerRuntime))?.body::<Body>()?.table)
    }

    /// Asks one name server for every group.
    pub fn view(name_server: SocketAddr) -> Result<View> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            #[serde(default)]
            broker_addr_table: BTreeMap<String, Brokers>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Brokers {
            broker_addrs: BTreeMap<i64, String>,
        }
        let body: Body = Request::new(Code::ClusterInfo).send(name_server, PATIENCE)?.body()?;
        let group = |(name, brokers): (String, Brokers)| (name, Group::of(brokers.broker_addrs));
        Ok(View { groups: body.broker_addr_table.into_iter().map(group).collect() })
    }

    /// Returns the names of the groups that have queues of a topic, as one name server tells; none without the topic.
    pub fn route(name_server: SocketAddr, topic: &str) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            #[serde(default)]
            queue_datas: Vec<Queues>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Queues {
            broker_name: String,
        }
        let request = Request::new(Code::TopicRoute).with("topic", topic);
        let body: Body = request.send(name_server, PATIENCE)?.body()?;
        Ok(body.queue_datas.into_iter().map(|queues| queues.broker_name).collect())
    }

    /// Waits until every name server tells of the same leader of a group, and not of `former`.
    pub fn wait_for_leader(&self, group: &str, former: Option<&str>, timeout: Duration) -> Result<String> {
        let other = former.map_or_else(String::new, |former| format!(" other than {former}"));
        self.wait(&format!("{group} has a leader{other}"), timeout, |views| {
            let leader = views.first()?.group(group).leader()?.to_owned();
            let is_new = former != Some(leader.as_str());
            let agree = views.iter().all(|view| view.group(group).leader() == Some(leader.as_str()));
            (is_new && agree).then_some(leader)
        })
    }

    /// Waits until every name server tells of this many members of a group, with a leader among them.
    pub fn wait_for_members(&self, group: &str, count: usize, timeout: Duration) -> Result<Group> {
        self.wait(&format!("{group} has {count} members and a leader"), timeout, |views| {
            let members = views.first()?.group(group);
            let agree = views.iter().all(|view| view.group(group) == members);
            (agree && members.members.len() == count && members.leader().is_some()).then_some(members)
        })
    }

    /// Waits until what all name servers tell gives something; the error says what they told last.
    pub fn wait<T>(&self, what: &str, timeout: Duration, found: impl Fn(&[View]) -> Option<T>) -> Result<T> {
        ensure!(!self.name_servers.is_empty(), "there is no name server to ask whether {what}");
        let begin = Instant::now();
        loop {
            let told: Vec<Result<View>> = self.name_servers.iter().map(|server| Self::view(*server)).collect();
            let views: Vec<View> = told.iter().filter_map(|view| view.as_ref().ok().cloned()).collect();
            if let Some(found) = (views.len() == told.len()).then(|| found(&views)).flatten() {
                return Ok(found);
            }
            if begin.elapsed() > timeout {
                let last: Vec<String> = self.name_servers.iter().zip(&told).map(|(at, view)| line(*at, view)).collect();
                bail!("it took longer than {} s until {what}; seen last:\n{}", timeout.as_secs(), last.join("\n"));
            }
            thread::sleep(PAUSE);
        }
    }

    fn address(&self, text: &str) -> Result<SocketAddr> {
        let (host, port) = text.rsplit_once(':').with_context(|| format!("{text} is no address with a port"))?;
        let port = port.parse().with_context(|| format!("{text} ends in no port"))?;
        let ip = host.parse().ok().or_else(|| (self.resolve)(host));
        Ok(SocketAddr::new(ip.with_context(|| format!("nobody knows the host name {host}"))?, port))
    }
}

fn line(name_server: SocketAddr, view: &Result<View>) -> String {
    match view {
        Ok(view) => format!("  {name_server} tells {view}"),
        Err(error) => format!("  {name_server} tells nothing: {error:#}"),
    }
}

#[cfg(test)]
mod tests;
