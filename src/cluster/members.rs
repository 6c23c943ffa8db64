//! Broker groups and their members.

use super::Fact;
use crate::rocketmq::ports;

/// What `brokerIP1` is: the address that name servers hand to every client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advertised {
    /// The Pod's full DNS name: clients inside the Kubernetes cluster only.
    Service,
    /// The address of the member's node.
    Address,
    /// The Pod's name, which inside and outside must resolve.
    Name,
}

/// Brokers that share one `brokerName`: a Raft group in DLedger mode.
#[derive(Clone, Debug)]
pub struct BrokerGroup {
    /// The number of the group.
    pub index: u32,
    /// The StatefulSet.
    pub stateful_set: String,
    /// RocketMQ's `brokerName`, also the name of the Raft group.
    pub broker_name: Fact<String>,
    /// All Raft peers: `n0-host:port;n1-host:port`.
    pub peers: Fact<String>,
    /// `storePathRootDir`.
    pub store_path: String,
    /// The user and group that the processes run as.
    pub uid: i64,
    /// The members, by ordinal.
    pub members: Vec<Member>,
}

/// One broker.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its ordinal in the StatefulSet.
    pub ordinal: u32,
    /// Its Pod.
    pub pod: String,
    /// Its full DNS name inside the Kubernetes cluster.
    pub fqdn: String,
    /// The advertised host.
    pub advertised: String,
    /// Its main port. Wider than a port, so that a check can say that it is none.
    pub port: u32,
    /// The index of its node in the nodes of the cluster, when there are that many.
    pub node: Option<usize>,
}

impl BrokerGroup {
    /// Returns true when all members listen on the same port.
    #[must_use]
    pub fn has_one_port(&self) -> bool {
        self.members.windows(2).all(|pair| matches!(pair, [a, b] if a.port == b.port))
    }
}

impl Member {
    /// Returns the port over which the other members of its group copy topics; nothing when its main port is too low.
    #[must_use]
    pub fn vip_port(&self) -> Option<u32> {
        u16::try_from(self.port).ok().and_then(ports::vip).map(u32::from)
    }
}

impl Fact<Advertised> {
    /// Returns the word that the values use.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.value {
            Advertised::Service => "service",
            Advertised::Address => "address",
            Advertised::Name => "name",
        }
    }
}
