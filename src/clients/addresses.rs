//! Every address at which a cluster answers: what stands in a firewall ticket.

use serde::Serialize;

use crate::cluster::reach::{Endpoint, Role};
use crate::cluster::{Advertised, Cluster, ClusterNode, Member, Metrics, naming};
use crate::rocketmq::ports;
use crate::values::ServiceType;

/// One port of one process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// The component, by the word of its label.
    pub component: &'static str,
    /// The Pod, or the Service where any of its Pods answers.
    pub name: String,
    /// Host and port inside the Kubernetes cluster.
    pub inside: String,
    /// Host and port that are dialled outside; absent where nobody outside may come in.
    pub outside: Option<String>,
    /// The node at which the firewall must let them in.
    pub node: Option<AtNode>,
    /// Who connects.
    pub source: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// A shell line that tells whether the port is open from where it is run.
    pub test: String,
}

/// A port of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AtNode {
    /// The node's name.
    pub name: String,
    /// Its address as the values give it.
    pub address: String,
    /// The TCP port.
    pub port: u32,
}

/// Returns every address of a cluster: name servers, brokers, console, metrics.
#[must_use]
pub fn addresses(cluster: &Cluster) -> Vec<Address> {
    let endpoints = cluster.endpoints();
    let mut all: Vec<Address> = of(&endpoints, Role::NameServer).map(|server| name_server(cluster, server)).collect();
    for (endpoint, member) in of(&endpoints, Role::Broker).zip(cluster.groups.iter().flat_map(|group| &group.members)) {
        all.extend(broker(cluster, endpoint, member));
    }
    all.extend(console(cluster));
    all.extend(metrics(cluster));
    all
}

fn of(endpoints: &[Endpoint], role: Role) -> impl Iterator<Item = &Endpoint> {
    endpoints.iter().filter(move |endpoint| endpoint.role == role)
}

/// What an address is for.
#[derive(Clone, Copy)]
struct Use {
    component: &'static str,
    source: &'static str,
    purpose: &'static str,
}

const ROUTES: Use =
    Use { component: "namesrv", source: "clients, brokers, console", purpose: "tells where brokers are" };
const MESSAGES: Use =
    Use { component: "broker", source: "clients, brokers, console", purpose: "takes and gives messages" };
const TOPICS: Use =
    Use { component: "broker", source: "brokers of the group", purpose: "copies topics from the leader" };
const RAFT: Use = Use { component: "broker", source: "brokers of the group", purpose: "Raft: copies messages" };
const CONSOLE: Use = Use { component: "console", source: "browsers", purpose: "web console" };
const METRICS: Use = Use { component: "metrics", source: "Prometheus", purpose: "metrics" };

impl Use {
    fn inside(self, name: &str, host: &str, port: u32) -> Address {
        Address {
            component: self.component,
            name: name.to_owned(),
            inside: format!("{host}:{port}"),
            outside: None,
            node: None,
            source: self.source,
            purpose: self.purpose,
            test: test(host, port),
        }
    }
}

impl Address {
    fn at(self, host: &str, node: &ClusterNode, port: u32) -> Self {
        let address = node.address.value.clone();
        Self {
            outside: Some(format!("{host}:{port}")),
            test: test(&address, port),
            node: Some(AtNode { name: node.name.value.clone(), address, port }),
            ..self
        }
    }
}

fn test(host: &str, port: u32) -> String {
    format!("nc -vz -w 3 {host} {port}")
}

fn name_server(cluster: &Cluster, server: &Endpoint) -> Address {
    let inside = ROUTES.inside(&server.pod, &server.fqdn, server.port);
    let Some(outside) = &server.outside else { return inside };
    match cluster.nodes.iter().find(|node| node.address.value == outside.address) {
        Some(node) => inside.at(&outside.address, node, outside.port),
        None => inside,
    }
}

/// Raft stays in the Pod network: nobody outside ever needs it.
fn broker(cluster: &Cluster, endpoint: &Endpoint, member: &Member) -> Vec<Address> {
    let node = member.node.and_then(|index| cluster.nodes.get(index)).zip(endpoint.outside.as_ref());
    let inside = |wanted: Use, port: u32| wanted.inside(&endpoint.pod, &endpoint.fqdn, port);
    let messages = inside(MESSAGES, endpoint.port);
    let mut all = vec![match node {
        Some((node, outside)) => messages.at(outside.host(), node, outside.port),
        None => messages,
    }];
    let node = node.filter(|_| dial_each_other_at_nodes(cluster)).map(|(node, _)| node);
    all.extend(member.vip_port().map(|port| {
        let topics = inside(TOPICS, port);
        match node {
            Some(node) => Address { outside: None, ..topics.at(&node.address, node, port) },
            None => topics,
        }
    }));
    all.push(inside(RAFT, u32::from(ports::DLEDGER)));
    all
}

/// A bare name leads to the Service of the namespace, any other advertised host to a node.
fn dial_each_other_at_nodes(cluster: &Cluster) -> bool {
    *cluster.external.advertise != Advertised::Name || !cluster.external.domain.is_empty()
}

fn console(cluster: &Cluster) -> Option<Address> {
    let console = cluster.console.as_ref()?;
    let name = naming::console(&cluster.release.name);
    let inside = CONSOLE.inside(&name, &service(cluster, &name), u32::from(console.port));
    let open = console.node_port.as_ref().filter(|_| *console.service == ServiceType::NodePort);
    Some(match (open, cluster.nodes.first()) {
        (Some(port), Some(node)) => inside.at(&node.address, node, u32::from(**port)),
        _ => inside,
    })
}

fn metrics(cluster: &Cluster) -> Option<Address> {
    let port = match &cluster.metrics {
        Metrics::None => return None,
        Metrics::Brokers(port) => *port,
        Metrics::Exporter(exporter) => exporter.port,
    };
    let name = naming::metrics(&cluster.release.name);
    Some(METRICS.inside(&name, &service(cluster, &name), u32::from(port)))
}

fn service(cluster: &Cluster, name: &str) -> String {
    naming::service_fqdn(name, &cluster.release.namespace, &cluster.cluster_domain)
}
