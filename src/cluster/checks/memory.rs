//! Memory of the Java processes.

use crate::cluster::{Cluster, Fact, Jvm, Resources};

/// A Java process whose memory `rmq` sets.
pub(super) struct Process<'a> {
    pub(super) jvm: &'a Jvm,
    pub(super) limit: Option<Fact<u64>>,
    pub(super) field: &'static str,
}

pub(super) fn processes(cluster: &Cluster) -> [Process<'_>; 2] {
    [
        Process { jvm: &cluster.name_servers.jvm, limit: limit(&cluster.name_servers.resources), field: "namesrv" },
        Process { jvm: &cluster.brokers.jvm, limit: limit(&cluster.brokers.resources), field: "broker" },
    ]
}

/// Returns the memory limit in bytes, if there is one.
pub(super) fn limit(resources: &Resources) -> Option<Fact<u64>> {
    resources.limits.get("memory").map(|limit| limit.with(limit.units()))
}

/// Returns what a process needs in bytes: heap, direct memory, and for Java itself a fifth of both, at least 256 MiB.
pub(super) fn need(jvm: &Jvm) -> u64 {
    const SMALLEST_OVERHEAD: u64 = 256 << 20;
    let memory = jvm.heap.saturating_add(jvm.direct.as_ref().map_or(0, |direct| direct.value));
    memory.saturating_add((memory / 5).max(SMALLEST_OVERHEAD))
}

pub(super) fn mebibytes(bytes: u64) -> String {
    format!("{}Mi", bytes.div_ceil(1 << 20))
}
