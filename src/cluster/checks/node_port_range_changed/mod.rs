//! A range of node ports that kube-apiserver must be told about.

use super::Check;
use super::ports::needs_other_range;
use crate::cluster::{Cluster, DEFAULT_NODE_PORT_RANGE};
use crate::diagnostic::{Code, Diagnostics};
use crate::values::PortRange;

pub(super) const CHECK: Check = Check { code: Code { number: 506, name: "node-port-range-changed" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let range = &cluster.external.node_port_range;
    let PortRange { first, last } = DEFAULT_NODE_PORT_RANGE;
    if needs_other_range(cluster) {
        diagnostics.push(
            range
                .info(
                    CHECK.code,
                    format!("kube-apiserver must run with --service-node-port-range={}-{}", range.first, range.last),
                )
                .note(format!("with its default range {first}-{last} it refuses Services with other node ports"))
                .help(
                    "change the flag on every control plane node first, or choose node ports inside the default range",
                ),
        );
    }
}
