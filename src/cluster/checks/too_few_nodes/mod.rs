//! Fewer nodes than members of a group.

use super::Check;
use crate::cluster::{Advertised, Cluster};
use crate::diagnostic::{Code, Diagnostics};
use crate::source::Location;
use crate::values::{AntiAffinity, PersistenceType};

pub(super) const CHECK: Check = Check { code: Code { number: 310, name: "too-few-nodes" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let (nodes, members) = (cluster.nodes.len(), *cluster.brokers.replicas as usize);
    if nodes >= members {
        return;
    }
    match reason(cluster) {
        Some((reason, location)) => diagnostics.push(
            cluster
                .nodes
                .error(
                    CHECK.code,
                    format!("expected {members} nodes, one for each member of a broker group, found {nodes}"),
                )
                .at(cluster.nodes.location.or(location))
                .note(reason)
                .help(format!("list {members} entries with name and address under `nodes`")),
        ),
        None if nodes > 0 && *cluster.brokers.anti_affinity == AntiAffinity::Required => {
            pending(cluster, nodes, diagnostics);
        }
        None => {}
    }
}

/// Why every member needs a node in the values, if it does, and where that is said.
fn reason(cluster: &Cluster) -> Option<(&'static str, Option<Location>)> {
    let (external, persistence) = (&cluster.external, &cluster.brokers.persistence);
    let reason = match (persistence.r#type, *external.advertise) {
        (PersistenceType::Local, _) => {
            return Some(("a local volume lies on the node of its member", persistence.location));
        }
        (_, Advertised::Address) if *external.node_ports => "each broker is advertised at the address of its node",
        (_, Advertised::Name) if *external.node_ports => {
            "clients outside resolve the name of each broker to the address of its node"
        }
        _ => return None,
    };
    Some((reason, external.node_ports.location))
}

fn pending(cluster: &Cluster, nodes: usize, diagnostics: &mut Diagnostics) {
    let pods: Vec<&str> =
        cluster.groups.iter().flat_map(|group| group.members.iter().skip(nodes)).map(|m| m.pod.as_str()).collect();
    let shown = super::list(&pods);
    diagnostics.push(
        cluster
            .nodes
            .warning(
                CHECK.code,
                format!("expected {} nodes, found {nodes}: {shown} cannot start", *cluster.brokers.replicas),
            )
            .note("no two members of a group share a node, so those Pods stay Pending")
            .help("add nodes, lower `broker.replicas`, or set `broker.antiAffinity: preferred`"),
    );
}
