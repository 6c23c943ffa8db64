//! A value that RocketMQ cannot parse: it keeps the default, or reads `false`, in silence.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 303, name: "broker-value-type" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for entry in &cluster.brokers.config {
        let Some(key) = cluster.keys.table.broker_key(&entry.key) else { continue };
        if let Err(problem) = key.check_value(&entry.value) {
            diagnostics.push(
                entry
                    .value
                    .error(CHECK.code, format!("`{}` {problem}", key.name))
                    .note(problem.consequence())
                    .help(problem.remedy()),
            );
        }
    }
}
