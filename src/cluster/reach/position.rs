//! What a client needs where it runs: names that must resolve, ports that must be open, or why it cannot work.
//!
//! A broker hands every client the same text `brokerIP1:listenPort`. So whether a client gets through is decided by what
//! that text means where the client runs, and by nothing that the client could set.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::sentences::{self, Said};
use super::{Endpoint, Outside, Role};
use crate::cluster::{Advertised, Cluster, naming};
use crate::values::DnsStrategy;

/// Where a client runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// In a Pod of the namespace of the cluster.
    SameNamespace,
    /// In a Pod of another namespace.
    OtherNamespace,
    /// In a Pod of another Kubernetes cluster.
    OtherCluster,
    /// On a machine outside.
    Outside,
}

/// Whether a client gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As things are, if nothing forbids the connections.
    Works,
    /// When somebody makes the names resolve.
    WorksWithNames,
    /// Whatever is done at the client.
    Fails,
}

/// What a client needs at one position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// Where it runs.
    pub position: Position,
    /// Whether it gets through.
    pub verdict: Verdict,
    /// Why.
    pub reason: &'static str,
    /// Why, in Chinese.
    #[serde(skip)]
    pub reason_zh: &'static str,
    /// What mends it, or what is left to do.
    pub remedy: Option<&'static str>,
    /// The same in Chinese.
    #[serde(skip)]
    pub remedy_zh: Option<&'static str>,
    /// The list of name servers to give to it: `host:port`.
    pub name_servers: Vec<String>,
    /// The names that must resolve there, name servers first.
    pub names: Vec<Name>,
    /// What it connects to.
    pub connections: Vec<Connection>,
}

/// A name that must resolve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Name {
    /// The name.
    pub name: String,
    /// What it must lead to: an address, or the Pod or Service that it stands for.
    pub leads_to: String,
    /// Who makes it resolve there.
    pub by: Resolver,
}

/// Who makes a name resolve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolver {
    /// The DNS of the Kubernetes cluster, by itself.
    ClusterDns,
    /// The DNS of the Kubernetes cluster, when somebody has told it (`rmq coredns`).
    ToldClusterDns,
    /// The hosts file of the machine, or a DNS server that somebody has told.
    HostsFile,
    /// The DNS of the network, in which the node has this name.
    NetworkDns,
}

/// A connection that must not be blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// What answers.
    pub role: Role,
    /// Its Pod.
    pub pod: String,
    /// Where it answers: the address of a node, or the name of a Pod or Service.
    pub host: String,
    /// The TCP port there.
    pub port: u32,
}

impl Position {
    /// Every position, from the nearest to the farthest.
    pub const ALL: [Self; 4] = [Self::SameNamespace, Self::OtherNamespace, Self::OtherCluster, Self::Outside];

    /// Every word for one, in the same order.
    pub const WORDS: [&'static str; 4] = ["same-namespace", "other-namespace", "other-cluster", "outside"];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SameNamespace => "same-namespace",
            Self::OtherNamespace => "other-namespace",
            Self::OtherCluster => "other-cluster",
            Self::Outside => "outside",
        }
    }

    /// Returns what a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|position| position.word() == word)
    }

    fn is_in_cluster(self) -> bool {
        matches!(self, Self::SameNamespace | Self::OtherNamespace)
    }
}

impl Cluster {
    /// Returns what a client needs that runs there.
    #[must_use]
    pub fn reach(&self, position: Position) -> Reach {
        let endpoints = self.endpoints();
        let (verdict, reason, remedy) = self.judge(position);
        let through: &[Endpoint] = if verdict == Verdict::Fails { &[] } else { &endpoints };
        Reach {
            position,
            verdict,
            reason: reason.0,
            reason_zh: reason.1,
            remedy: remedy.map(|said| said.0),
            remedy_zh: remedy.map(|said| said.1),
            name_servers: servers(through).map(|server| dialled(server, position)).collect(),
            names: self.names(through, position),
            connections: through.iter().map(|endpoint| self.connection(endpoint, position)).collect(),
        }
    }

    fn judge(&self, position: Position) -> (Verdict, Said, Option<Said>) {
        use Position::{OtherCluster, OtherNamespace, Outside, SameNamespace};
        use Verdict::{Fails, Works, WorksWithNames};
        let has_domain = !self.external.domain.is_empty();
        match (*self.external.advertise, position) {
            (Advertised::Service, SameNamespace | OtherNamespace) => (Works, sentences::FULL_NAMES, None),
            (Advertised::Service, OtherCluster | Outside) => {
                (Fails, sentences::NAMES_OF_THIS_CLUSTER, Some(sentences::GIVE_NODE_PORTS))
            }
            (Advertised::Address, SameNamespace | OtherNamespace) => (Works, sentences::ADDRESSES_FOR_PODS, None),
            (Advertised::Address, OtherCluster | Outside) => (Works, sentences::ADDRESSES, None),
            (Advertised::Name, SameNamespace) if !has_domain => (Works, sentences::NAMES_OF_SERVICES, None),
            (Advertised::Name, SameNamespace | OtherNamespace) => {
                (WorksWithNames, sentences::CLUSTER_DNS, Some(sentences::TELL_CLUSTER_DNS))
            }
            (Advertised::Name, OtherCluster) => (WorksWithNames, sentences::OTHER_DNS, Some(sentences::TELL_OTHER_DNS)),
            (Advertised::Name, Outside) => {
                (WorksWithNames, sentences::EVERY_MACHINE, Some(sentences::TELL_EVERY_MACHINE))
            }
        }
    }

    /// Processes on one node share its name.
    fn names(&self, endpoints: &[Endpoint], position: Position) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for name in endpoints.iter().filter_map(|endpoint| self.name(endpoint, position)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn name(&self, endpoint: &Endpoint, position: Position) -> Option<Name> {
        let by_itself = |name: &str, leads_to: &str| {
            Some(Name { name: name.to_owned(), leads_to: leads_to.to_owned(), by: Resolver::ClusterDns })
        };
        let is_name_server = endpoint.role == Role::NameServer;
        if position.is_in_cluster() && (is_name_server || *self.external.advertise == Advertised::Service) {
            return by_itself(&endpoint.fqdn, &endpoint.pod);
        }
        let outside = endpoint.outside.as_ref()?;
        let dialled = outside.name.as_ref().filter(|_| !is_name_server);
        let Some(name) = dialled else { return named_node(&outside.address) };
        if position == Position::SameNamespace && self.external.domain.is_empty() {
            let service = naming::service_fqdn(&endpoint.pod, &self.release.namespace, &self.cluster_domain);
            return by_itself(name, &service);
        }
        let by = if position == Position::Outside { Resolver::HostsFile } else { Resolver::ToldClusterDns };
        let service = || naming::service_fqdn(&endpoint.pod, &self.release.namespace, &self.cluster_domain);
        let leads_to = if self.is_rewritten(position) { service() } else { outside.address.clone() };
        Some(Name { name: name.clone(), leads_to, by })
    }

    fn connection(&self, endpoint: &Endpoint, position: Position) -> Connection {
        let to = |host: &str, port| Connection {
            role: endpoint.role,
            pod: endpoint.pod.clone(),
            host: host.to_owned(),
            port,
        };
        match &endpoint.outside {
            Some(outside) if self.is_dialled_at_node(endpoint, position) => to(&outside.address, outside.port),
            _ => to(&endpoint.fqdn, endpoint.port),
        }
    }

    /// The cluster DNS can lead names to Services, but only Pods of this Kubernetes cluster ask it.
    fn is_rewritten(&self, position: Position) -> bool {
        *self.dns_strategy == DnsStrategy::Rewrite && position.is_in_cluster()
    }

    /// Name servers are given to clients in the Kubernetes cluster by their names there; brokers name themselves.
    fn is_dialled_at_node(&self, endpoint: &Endpoint, position: Position) -> bool {
        let is_service = position == Position::SameNamespace && self.external.domain.is_empty();
        let leads_to_service = is_service || self.is_rewritten(position);
        match (endpoint.role, *self.external.advertise) {
            (Role::NameServer, _) => !position.is_in_cluster(),
            (Role::Broker, Advertised::Name) => !leads_to_service,
            (Role::Broker, Advertised::Address | Advertised::Service) => true,
        }
    }
}

/// A node that the values give by name is dialled by it.
fn named_node(address: &str) -> Option<Name> {
    let is_name = address.parse::<Ipv4Addr>().is_err();
    is_name.then(|| Name { name: address.to_owned(), leads_to: "the node".to_owned(), by: Resolver::NetworkDns })
}

fn servers(endpoints: &[Endpoint]) -> impl Iterator<Item = &Endpoint> {
    endpoints.iter().filter(|endpoint| endpoint.role == Role::NameServer)
}

/// A literal address needs no name, so a name server is given out by it.
fn dialled(server: &Endpoint, position: Position) -> String {
    match &server.outside {
        Some(Outside { address, port, .. }) if !position.is_in_cluster() => format!("{address}:{port}"),
        _ => format!("{}:{}", server.fqdn, server.port),
    }
}
