//! What RocketMQ and Kubernetes make of a cluster: one rule, one folder.
//!
//! A folder holds the rule (`mod.rs`), what it says and why (`doc.md`, `doc.zh.md`), and values that break it and keep
//! it (`bad.yaml`, `good.yaml`), which the tests run.

mod advertise_mismatch;
mod broker_name_clash;
mod broker_value_type;
mod console_without_login;
mod derived_broker_key;
mod dledger_message_loss;
mod duplicate_node;
mod group_stride_too_small;
mod heap_above_limit;
mod host_alias_without_ip;
mod host_path;
mod ineffective_broker_key;
mod log_volume_too_small;
mod memory;
mod name_server_single;
mod node_port_out_of_range;
mod node_port_range_changed;
mod page_cache_starved;
mod peers_mismatch;
mod port_clash;
mod ports;
mod raft_group_size;
mod request_above_limit;
mod shared_node;
mod storage_ephemeral;
mod too_few_nodes;
mod unknown_broker_key;
mod unpinned_address;

use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub use ports::{needs_other_range, taken as node_ports};

/// A rule about a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its permanent code and name.
    pub code: Code,
    run: fn(&Cluster, &mut Diagnostics),
}

/// Every rule, by code.
pub const ALL: &[&Check] = &[
    &name_server_single::CHECK,
    &dledger_message_loss::CHECK,
    &unknown_broker_key::CHECK,
    &broker_value_type::CHECK,
    &derived_broker_key::CHECK,
    &ineffective_broker_key::CHECK,
    &heap_above_limit::CHECK,
    &page_cache_starved::CHECK,
    &request_above_limit::CHECK,
    &shared_node::CHECK,
    &too_few_nodes::CHECK,
    &broker_name_clash::CHECK,
    &duplicate_node::CHECK,
    &raft_group_size::CHECK,
    &peers_mismatch::CHECK,
    &unpinned_address::CHECK,
    &advertise_mismatch::CHECK,
    &node_port_out_of_range::CHECK,
    &port_clash::CHECK,
    &group_stride_too_small::CHECK,
    &node_port_range_changed::CHECK,
    &host_alias_without_ip::CHECK,
    &storage_ephemeral::CHECK,
    &host_path::CHECK,
    &log_volume_too_small::CHECK,
    &console_without_login::CHECK,
];

/// Runs every rule.
///
/// # Diagnostics
/// The codes of [`ALL`].
#[must_use]
pub fn run(cluster: &Cluster) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for check in ALL {
        (check.run)(cluster, &mut diagnostics);
    }
    diagnostics
}

/// Keys of broker.conf that `rmq` writes itself, with the values field that decides them.
const DERIVED: &[(&str, &str)] = &[
    ("brokerClusterName", "set `clusterName`"),
    ("brokerIP1", "set `external.advertise`"),
    ("brokerIP2", "take it out: it is the full DNS name of each Pod"),
    ("brokerName", "set `broker.groupOverrides.INDEX.brokerName`"),
    ("dLegerGroup", "set `broker.groupOverrides.INDEX.brokerName`"),
    ("dLegerPeers", "set `broker.groupOverrides.INDEX.peers`"),
    ("dLegerSelfId", "take it out: each member is `n` and its ordinal"),
    ("enableControllerMode", "set `mode`"),
    ("enableDLegerCommitLog", "set `mode`"),
    ("listenPort", "set `broker.port`"),
    ("metricsExporterType", "set `metrics.enabled`"),
    ("metricsPromExporterHost", "take it out: it must be 0.0.0.0, or metrics are bound to the advertised address"),
    ("metricsPromExporterPort", "set `metrics.port`"),
    ("namesrvAddr", "set `namesrv.replicas` and `namesrv.port`: every name server is listed"),
    ("rocketmqHome", "set `image.home`"),
    ("storePathCommitLog", "take it out: with it DLedger never deletes old files (apache/rocketmq issue 9854)"),
    ("storePathDLedgerCommitLog", "set `broker.groupOverrides.INDEX.storePath`"),
    ("storePathRootDir", "set `broker.groupOverrides.INDEX.storePath`"),
];

/// Returns true for a key of broker.conf that `rmq` works out from other values.
#[must_use]
pub fn is_derived(key: &str) -> bool {
    DERIVED.iter().any(|(derived, _)| *derived == key)
}

/// Returns names as a list for a sentence, cut after the third.
fn list(names: &[&str]) -> String {
    match names {
        [a, b, c, rest @ ..] if !rest.is_empty() => format!("{a}, {b}, {c} and {} more", rest.len()),
        _ => names.join(", "),
    }
}
