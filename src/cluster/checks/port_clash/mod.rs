//! Two Services with one node port: the API server refuses the second.

use std::collections::BTreeMap;

use super::Check;
use super::ports::{NodePort, node_ports};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 504, name: "port-clash" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<u32, NodePort> = BTreeMap::new();
    for port in node_ports(cluster) {
        let Some(other) = owners.get(&port.port.value) else {
            owners.insert(port.port.value, port);
            continue;
        };
        diagnostics.push(
            port.port
                .error(CHECK.code, format!("{} and {} have one node port {}", other.owner, port.owner, port.port.value))
                .label(other.port.location, format!("{} begins here", other.owner))
                .note(format!("{}; {}", other.rule, port.rule))
                .help(format!("change `{}` or `{}`", other.port.field, port.port.field)),
        );
        return;
    }
}
