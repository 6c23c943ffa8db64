//! A broker without room for the page cache reads every message from disk.

use super::Check;
use super::memory::{mebibytes, need};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 307, name: "page-cache-starved" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let Some(limit) = super::memory::limit(&cluster.brokers.resources) else { return };
    let need = need(&cluster.brokers.jvm);
    if *limit >= need && *limit - need < *limit / 4 {
        diagnostics.push(
            limit
                .warning(CHECK.code, "the memory limit of `broker` leaves little room for the page cache")
                .note(format!(
                    "Java takes {} of {}; messages are read and written through the page cache, which counts against the same limit",
                    mebibytes(need),
                    mebibytes(*limit)
                ))
                .help(format!("set `broker.resources.limits.memory` to {} or more", mebibytes(need / 3 * 4))),
        );
    }
}
