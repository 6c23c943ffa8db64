//! A key of broker.conf that DLedger mode never consults.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 305, name: "ineffective-broker-key" }, run };

const KEYS: &[(&str, &str)] = &[
    ("brokerId", "Raft gives the leader the id 0 and member nI the id I+1"),
    ("brokerRole", "Raft elects the leader"),
    ("flushDiskType", "a message is acknowledged when a majority has it, and each member flushes every 10 ms"),
    ("haListenPort", "members replicate through the Raft port"),
    ("transientStorePoolEnable", "only the commit log of the other modes uses it"),
    ("warmMapedFileEnable", "only the commit log of the other modes uses it"),
];

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for entry in &cluster.brokers.config {
        let Some((key, reason)) = KEYS.iter().find(|(key, _)| *key == entry.key.value) else { continue };
        diagnostics.push(
            entry
                .key
                .info(CHECK.code, format!("`{key}` has no effect in DLedger mode"))
                .note(*reason)
                .help("take it out, so that nobody relies on it"),
        );
    }
}
