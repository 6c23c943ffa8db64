//! DLedger on RocketMQ 5.2.0 or later loses acknowledged messages after an unclean restart.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics, Severity};

pub(super) const CHECK: Check = Check { code: Code { number: 301, name: "dledger-message-loss" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let version = &cluster.version;
    if !version.dledger_loses_messages() {
        return;
    }
    let severity = if *cluster.accepts_data_loss { Severity::Warning } else { Severity::Error };
    diagnostics.push(
        version
            .finding(severity, CHECK.code, format!("`mode: dledger` loses acknowledged messages on RocketMQ {}", version.value))
            .note("after a broker was killed, restarted and elected again, its consume queue is cut short, and no consumer can read the messages behind the cut (measured: 933 of 12,374 on 5.5.0, none on 4.9.7)")
            .help("set `version: 4.9.7`; for a cluster that may lose messages, set `acceptKnownDataLoss: true`"),
    );
}
