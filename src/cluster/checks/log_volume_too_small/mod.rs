//! A log volume without room for the files that are kept.

use super::Check;
use super::memory::mebibytes;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 603, name: "log-volume-too-small" }, run };

const SMALLEST: u64 = 64 << 20;

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let size = &cluster.logs.size_limit;
    if **size < SMALLEST {
        diagnostics.push(
            size.error(CHECK.code, format!("a log volume of {} has no room for its log files", mebibytes(**size)))
                .note("log files are kept up to half of it, and above it the kubelet evicts the Pod")
                .help("set `logs.sizeLimit: 64Mi` or more"),
        );
    }
}
