//! Messages in a folder of whatever node the Pod runs on.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};
use crate::values::PersistenceType;

pub(super) const CHECK: Check = Check { code: Code { number: 602, name: "host-path" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let persistence = &cluster.brokers.persistence;
    if persistence.r#type == PersistenceType::HostPath {
        diagnostics.push(
            persistence
                .warning(CHECK.code, "a host path does not follow its Pod to another node")
                .note("on another node the broker starts with an empty store; Pod Security `baseline` forbids host paths, and the folder must be given to uid 3000 on each node")
                .help("set `broker.persistence.type: local` and list `nodes`: it pins each broker to its node"),
        );
    }
}
