//! Every node port of a cluster, with the Service that has it.

use crate::cluster::{Cluster, DEFAULT_NODE_PORT_RANGE, Fact, Metrics, naming};
use crate::rocketmq::ports;
use crate::values::ServiceType;

/// The least distance of two brokers at which no port of one is the VIP port of the other.
pub(super) const LEAST_STEP: u16 = 3;

/// A node port. Wider than a port, so that a check can say that it is none.
pub(super) struct NodePort {
    pub(super) port: Fact<u32>,
    pub(super) owner: String,
    pub(super) rule: String,
}

pub(super) fn node_ports(cluster: &Cluster) -> impl Iterator<Item = NodePort> + '_ {
    name_servers(cluster).chain(brokers(cluster)).chain(console(cluster))
}

/// Returns the node ports of a sound cluster, each with the field that sets it.
#[must_use]
pub fn taken(cluster: &Cluster) -> Vec<(u16, String)> {
    node_ports(cluster).filter_map(|port| Some((u16::try_from(port.port.value).ok()?, port.port.field))).collect()
}

/// Returns true when node ports lie in the given range, but not in the one that kube-apiserver has by default.
#[must_use]
pub fn needs_other_range(cluster: &Cluster) -> bool {
    let range = &cluster.external.node_port_range;

    let is_beyond = |port: u16| range.contains(port) && !DEFAULT_NODE_PORT_RANGE.contains(port);
    node_ports(cluster).any(|port| u16::try_from(port.port.value).is_ok_and(is_beyond))
}

/// Returns every port that a process in the Pod of a broker takes beside the broker itself, with what it is.
pub(super) fn other_ports_of_pod(cluster: &Cluster) -> impl Iterator<Item = (u32, &'static str)> {
    let metrics = match &cluster.metrics {
        Metrics::Brokers(port) => Some((u32::from(*port), "the metrics port")),
        Metrics::None | Metrics::Exporter(_) => None,
    };
    [(u32::from(ports::DLEDGER), "the Raft port")].into_iter().chain(metrics)
}

fn name_servers(cluster: &Cluster) -> impl Iterator<Item = NodePort> + '_ {
    let stateful_set = naming::name_servers(&cluster.release.name);
    let first = cluster.name_servers.first_node_port.as_ref();
    first.into_iter().flat_map(move |first| {
        let stateful_set = stateful_set.clone();
        (0..*cluster.name_servers.replicas).map(move |ordinal| NodePort {
            port: first.with(u32::from(**first) + ordinal),
            owner: naming::pod(&stateful_set, ordinal),
            rule: format!("name server i has {} + i", **first),
        })
    })
}

fn brokers(cluster: &Cluster) -> impl Iterator<Item = NodePort> + '_ {
    let brokers = &cluster.brokers;
    let rule = format!(
        "member m of group g has {} + {} * g + {} * m, and the port two below it",
        *brokers.first_port, *brokers.group_port_stride, *brokers.port_step
    );
    let groups = cluster.groups.iter().filter(|_| *cluster.external.node_ports);
    groups.flat_map(|group| &group.members).flat_map(move |member| {
        let rule = rule.clone();
        [member.port].into_iter().chain(member.vip_port()).map(move |port| NodePort {
            port: brokers.first_port.with(port),
            owner: member.pod.clone(),
            rule: rule.clone(),
        })
    })
}

fn console(cluster: &Cluster) -> impl Iterator<Item = NodePort> + '_ {
    let console = cluster.console.iter().filter(|console| *console.service == ServiceType::NodePort);
    console.filter_map(|console| console.node_port.as_ref()).map(|port| NodePort {
        port: port.with(u32::from(port.value)),
        owner: naming::console(&cluster.release.name),
        rule: "the console has a node port of its own".to_owned(),
    })
}
