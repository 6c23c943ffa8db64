//! A broker that is advertised at one node's address, but may run on any node.

use super::Check;
use crate::cluster::{Advertised, Cluster};
use crate::diagnostic::{Code, Diagnostics};
use crate::values::PersistenceType;

pub(super) const CHECK: Check = Check { code: Code { number: 501, name: "unpinned-address" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let pinned = cluster.brokers.persistence.r#type == PersistenceType::Local;
    let at_nodes = *cluster.external.node_ports && *cluster.external.advertise != Advertised::Service;
    if at_nodes && !pinned && !has_floating_address(cluster) {
        diagnostics.push(
            cluster
                .external
                .advertise
                .warning(CHECK.code, "brokers are advertised at addresses of nodes on which they need not run")
                .note("when a node dies, clients outside lose the broker that is advertised at its address, even if that broker runs elsewhere")
                .help("set `broker.persistence.type: local`, so that a broker and its address share a node, or give all `nodes` one floating address"),
        );
    }
}

fn has_floating_address(cluster: &Cluster) -> bool {
    let mut addresses = cluster.nodes.iter().map(|node| &node.address.value);
    let first = addresses.next();
    cluster.nodes.len() > 1 && addresses.all(|address| Some(address) == first)
}
