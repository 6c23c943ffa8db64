//! A key of broker.conf that `rmq` derives: another value would contradict the manifests.

use super::{Check, DERIVED};
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 304, name: "derived-broker-key" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for entry in cluster.brokers.config.iter().chain(&cluster.brokers.config_unchecked) {
        let Some((_, help)) = DERIVED.iter().find(|(key, _)| *key == entry.key.value) else { continue };
        diagnostics.push(
            entry
                .key
                .error(
                    CHECK.code,
                    format!("`{}` is not yours to set: `rmq` derives it from other values", entry.key.value),
                )
                .help(*help),
        );
    }
}
