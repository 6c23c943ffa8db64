//! Two Services with one node port, or two listeners with one port in a Pod: the second is refused.

use std::collections::BTreeMap;

use super::Check;
use super::ports::{LEAST_STEP, NodePort, node_ports, other_ports_of_pod};
use crate::cluster::{Cluster, Fact};
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 504, name: "port-clash" }, run };

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
        let (cause, remedy) = remedy(cluster, other, &port);
        diagnostics.push(
            cause
                .error(
                    CHECK.code,
                    format!("`{}` and `{}` have the same node port {}", other.owner, port.owner, port.port.value),
                )
                .label(other.port.location, format!("the ports of `{}`", other.owner))
                .note(rules(other, &port))
                .help(remedy),
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

fn rules(first: &NodePort, second: &NodePort) -> String {
    if first.rule == second.rule {
        return first.rule.clone();
    }
    format!("{}; {}", first.rule, second.rule)
}

/// Brokers meet each other by a distance, and others by a first port: returns what to change, and how.
fn remedy(cluster: &Cluster, first: &NodePort, second: &NodePort) -> (Fact<()>, String) {
    let brokers = &cluster.brokers;
    if first.port.field != second.port.field {
        let remedy = format!(
            "change `{}` or `{}` so that the two rows of ports do not meet",
            first.port.field, second.port.field
        );
        return (second.port.with(()), remedy);
    }
    if *brokers.replicas > 1 && *brokers.port_step < LEAST_STEP {
        return (brokers.port_step.with(()), format!("set `broker.portStep: {LEAST_STEP}` or more"));
    }
    let remedy = "raise `broker.groupPortStride` so that a group has room for all its members";
    (brokers.group_port_stride.with(()), remedy.to_owned())
}
