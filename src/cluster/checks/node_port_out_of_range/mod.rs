//! A node port that the API server refuses.

use super::Check;
use super::ports::node_ports;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 503, name: "node-port-out-of-range" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let range = &cluster.external.node_port_range;
    let outside = |port: u32| u16::try_from(port).map_or(true, |port| !range.contains(port));
    let mut reported: Vec<String> = Vec::new();
    for port in node_ports(cluster).filter(|port| outside(port.port.value)) {
        if reported.contains(&port.port.field) {
            continue;
        }
        reported.push(port.port.field.clone());
        diagnostics.push(
            port.port
                .error(CHECK.code, format!("node port {} of `{}` is outside the range {}-{}", port.port.value, port.owner, range.first, range.last))
                .label(range.location, "the range")
                .note(port.rule)
                .note("the API server gives out and accepts only node ports of its own range, 30000-32767 by default")
                .help(format!("choose a port inside it, or, if kube-apiserver runs with another --service-node-port-range, set `{}` to that", range.field)),
        );
    }
}
