//! Two Services with one node port, or two listeners with one port in a Pod: the second is refused.

use std::collections::BTreeMap;

use super::Check;
use super::ports::{NodePort, node_ports, other_ports_of_pod};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 504, name: "port-clash" }, run };

/// The least distance at which a broker's VIP port is no other broker's port, however many members there are.
const LEAST_STEP: u16 = 3;

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    services(cluster, diagnostics);
    pods(cluster, diagnostics);
}

fn services(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<u32, NodePort> = BTreeMap::new();
    for port in node_ports(cluster) {
        let Some(other) = owners.get(&port.port.value) else {
            owners.insert(port.port.value, port);
            continue;
        };
        diagnostics.push(
            port.port
                .error(
                    CHECK.code,
                    format!("`{}` and `{}` have the same node port {}", other.owner, port.owner, port.port.value),
                )
                .label(other.port.location, format!("the ports of `{}`", other.owner))
                .note(format!("{}; {}", other.rule, port.rule))
                .help(remedy(cluster, &other.port.field, &port.port.field)),
        );
        return;
    }
}

/// A broker also listens two ports below its own.
fn pods(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let port_of = &cluster.brokers.first_port;
    for member in cluster.groups.iter().flat_map(|group| &group.members) {
        if member.port <= 2 {
            diagnostics.push(
                port_of
                    .error(
                        CHECK.code,
                        format!("there is no port two below {}, the port of `{}`", member.port, member.pod),
                    )
                    .note("a broker also listens there, and stops at start when it cannot")
                    .help("set `broker.port` to 1024 or more"),
            );
            return;
        }
        let takes = |port: u32| port == member.port || port.checked_add(2) == Some(member.port);
        let Some((port, what)) = other_ports_of_pod(cluster).find(|(port, _)| takes(*port)) else { continue };
        diagnostics.push(
            port_of
                .error(CHECK.code, format!("the broker in `{}` takes {what} {port} of its own Pod", member.pod))
                .note(format!("a broker listens on its port, here {}, and on the port two below it", member.port))
                .help("change `broker.port`"),
        );
        return;
    }
}

fn remedy(cluster: &Cluster, first: &str, second: &str) -> String {
    if first == second && *cluster.brokers.port_step < LEAST_STEP {
        return format!("set `broker.portStep: {LEAST_STEP}` or more");
    }
    if first == second {
        return "raise `broker.groupPortStride` so that a group has room for all its members".to_owned();
    }
    format!("change `{first}` or `{second}` so that the two rows of ports do not meet")
}
