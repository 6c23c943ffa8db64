//! A name with a domain that must resolve when Java starts, and a node without an IP address to resolve it to.

use std::net::Ipv4Addr;

use super::Check;
use crate::cluster::{Advertised, Cluster};
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 507, name: "host-alias-without-ip" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let external = &cluster.external;
    let aliases = *external.node_ports && *external.advertise == Advertised::Name && !external.domain.is_empty();
    for node in cluster.nodes.iter().filter(|_| aliases) {
        if node.address.parse::<Ipv4Addr>().is_err() {
            diagnostics.push(
                node.address
                    .error(CHECK.code, format!("node `{}` has a DNS name as its address where an IP address is needed", *node.name))
                    .note("a broker must resolve its own name in `external.domain` when it starts, so its Pod gets hostAliases, which take only IP addresses")
                    .help("write the IP address of the node, or take `external.domain` out"),
            );
        }
    }
}
