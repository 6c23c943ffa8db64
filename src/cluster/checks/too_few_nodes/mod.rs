//! Fewer nodes than members of a group.

use super::Check;
use crate::cluster::{Advertised, Cluster};
use crate::diagnostic::{Code, Diagnostics};
use crate::values::{AntiAffinity, PersistenceType};

pub(super) const CHECK: Check = Check { code: Code { number: 310, name: "too-few-nodes" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let (nodes, members) = (cluster.nodes.len(), *cluster.brokers.replicas as usize);
    if nodes >= members {
        return;
    }
    match reason(cluster) {
        Some(reason) => diagnostics.push(
            cluster
                .nodes
                .error(CHECK.code, format!("there are {nodes} nodes for {members} members of a broker group"))
                .note(reason)
                .help(format!("list {members} entries with name and address under `nodes`")),
        ),
        None if nodes > 0 && *cluster.brokers.anti_affinity == AntiAffinity::Required => {
            pending(cluster, nodes, diagnostics);
        }
        None => {}
    }
}

/// Why every member needs a node in the values, if it does.
fn reason(cluster: &Cluster) -> Option<&'static str> {
    let node_ports = *cluster.external.node_ports;
    match (cluster.brokers.persistence.r#type, *cluster.external.advertise) {
        (PersistenceType::Local, _) => Some("a local volume lies on the node of its member"),
        (_, Advertised::Address) if node_ports => Some("each broker is advertised at the address of its node"),
        (_, Advertised::Name) if node_ports => {
            Some("clients outside resolve each broker's name to the address of its node")
        }
        _ => None,
    }
}

fn pending(cluster: &Cluster, nodes: usize, diagnostics: &mut Diagnostics) {
    let pods: Vec<&str> =
        cluster.groups.iter().flat_map(|group| group.members.iter().skip(nodes)).map(|m| m.pod.as_str()).collect();
    let shown = super::list(&pods);
    diagnostics.push(
        cluster
            .nodes
            .warning(CHECK.code, format!("{shown} will stay Pending"))
            .note(format!("no two members of a group share a node, and only {nodes} nodes are listed"))
            .help("add nodes, lower `broker.replicas`, or set `broker.antiAffinity: preferred`"),
    );
}
