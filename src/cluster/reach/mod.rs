//! Where clients find the processes of a cluster: which host and port, inside the Kubernetes cluster and outside.

mod position;
mod sentences;

use serde::Serialize;

use super::{Advertised, Cluster, ClusterNode, Member, naming};

pub use position::{Connection, Name, Position, Reach, Resolver, Verdict};

/// What a process is to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// It tells where brokers are.
    NameServer,
    /// It takes and gives messages.
    Broker,
}

/// A process that clients connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// What it is.
    pub role: Role,
    /// Its Pod, and the Service beside it where it has node ports.
    pub pod: String,
    /// The full DNS name of its Pod.
    pub fqdn: String,
    /// The port that its process listens on.
    pub port: u32,
    /// How clients outside come in, if they can.
    pub outside: Option<Outside>,
}

/// How clients outside reach a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The name of the process outside; absent where processes go by the addresses of their nodes.
    pub name: Option<String>,
    /// The address that the name must lead to: IPv4, or a DNS name that leads to a node.
    pub address: String,
    /// The port there.
    pub port: u32,
}

impl Outside {
    /// Returns what clients dial: the name, else the address.
    #[must_use]
    pub fn host(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.address)
    }
}

impl Cluster {
    /// Returns everything that clients connect to: the name servers, then the brokers by group and ordinal.
    #[must_use]
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let name_servers = (0..*self.name_servers.replicas).map(|ordinal| self.name_server(ordinal));
        name_servers
            .chain(self.groups.iter().flat_map(|group| &group.members).map(|member| self.broker(member)))
            .collect()
    }

    /// Any live node serves the node port of a name server, so with fewer nodes than name servers they are shared.
    fn name_server(&self, ordinal: u32) -> Endpoint {
        let stateful_set = naming::name_servers(&self.release.name);
        let pod = naming::pod(&stateful_set, ordinal);
        let headless = naming::headless(&stateful_set);
        let node = usize::try_from(ordinal).ok().and_then(|ordinal| self.nodes.iter().cycle().nth(ordinal));
        let port = self.name_servers.first_node_port.as_ref().map(|first| u32::from(**first) + ordinal);
        let outside = node.zip(port).map(|(node, port)| self.outside(&pod, node, port));
        Endpoint {
            role: Role::NameServer,
            fqdn: naming::pod_fqdn(&pod, &headless, &self.release.namespace, &self.cluster_domain),
            port: u32::from(*self.name_servers.port),
            outside,
            pod,
        }
    }

    fn broker(&self, member: &Member) -> Endpoint {
        let node = member.node.and_then(|index| self.nodes.get(index)).filter(|_| *self.external.node_ports);
        Endpoint {
            role: Role::Broker,
            pod: member.pod.clone(),
            fqdn: member.fqdn.clone(),
            port: member.port,
            outside: node.map(|node| self.outside(&member.pod, node, member.port)),
        }
    }

    fn outside(&self, pod: &str, node: &ClusterNode, port: u32) -> Outside {
        let has_name = *self.external.advertise == Advertised::Name;
        let name = has_name.then(|| naming::outside(pod, &self.external.domain));
        Outside { name, address: node.address.value.clone(), port }
    }
}
