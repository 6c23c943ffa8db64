//! Every node port of a cluster, with the Service that has it.

use crate::cluster::{Cluster, Fact, naming};
use crate::values::ServiceType;

/// A node port. Wider than a port, so that a check can say that it is none.
pub(super) struct NodePort {
    pub(super) port: Fact<u32>,
    pub(super) owner: String,
    pub(super) rule: String,
}

pub(super) fn node_ports(cluster: &Cluster) -> impl Iterator<Item = NodePort> + '_ {
    name_servers(cluster).chain(brokers(cluster)).chain(console(cluster))
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
        "member m of group g has {} + {} * g + {} * m",
        *brokers.first_port, *brokers.group_port_stride, *brokers.port_step
    );
    let groups = cluster.groups.iter().filter(|_| *cluster.external.node_ports);
    groups.flat_map(|group| &group.members).map(move |member| NodePort {
        port: brokers.first_port.with(member.port),
        owner: member.pod.clone(),
        rule: rule.clone(),
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
