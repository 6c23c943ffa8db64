//! Members of one Raft group that may run on one node: its loss can take the majority away.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};
use crate::values::AntiAffinity;

pub(super) const CHECK: Check = Check { code: Code { number: 309, name: "shared-node" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let anti_affinity = &cluster.brokers.anti_affinity;
    if **anti_affinity != AntiAffinity::Required && *cluster.brokers.replicas > 1 {
        diagnostics.push(
            anti_affinity
                .warning(CHECK.code, "members of one broker group may run on the same node")
                .note("when that node dies, the group can lose its majority and stops taking messages")
                .help("set `broker.antiAffinity: required`, unless this is a test on few nodes"),
        );
    }
}
