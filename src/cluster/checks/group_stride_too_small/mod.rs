//! A distance between groups that their members do not fit into.

use super::Check;
use super::ports::LEAST_STEP;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 505, name: "group-stride-too-small" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let brokers = &cluster.brokers;
    let (stride, step) = (&brokers.group_port_stride, u32::from((*brokers.port_step).max(LEAST_STEP)));
    let needed = step.saturating_mul(*brokers.replicas);
    if *cluster.external.node_ports && u32::from(**stride) < needed {
        diagnostics.push(
            stride
                .error(
                    CHECK.code,
                    format!(
                        "a group of {} takes {needed} ports, but the next group begins {} ports further on",
                        *brokers.replicas, **stride
                    ),
                )
                .note("ports never move when groups or members are added, so every group needs its room from the first install")
                .help(format!("set `broker.groupPortStride: {needed}` or more before the first install")),
        );
    }
}
