//! Raft members whose store is gone with the Pod.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::values::PersistenceType;

pub(super) const CHECK: Check = Check { code: Code { number: 601, name: "storage-ephemeral" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let persistence = &cluster.brokers.persistence;
    if persistence.r#type != PersistenceType::EmptyDir {
        return;
    }
    let severity = if *cluster.accepts_data_loss { Severity::Warning } else { Severity::Error };
    diagnostics.push(
        persistence
            .finding(severity, CHECK.code, "an emptyDir is deleted with its Pod: messages and Raft votes are lost")
            .note(
                "a member that forgets its vote can vote twice in one term, and a drained node takes its messages away",
            )
            .help("set `broker.persistence.type` to `claim` or `local`; for a cluster that may lose messages, set `acceptKnownDataLoss: true`"),
    );
}
