//! A value that RocketMQ cannot parse: it keeps the default, or reads `false`, in silence.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};
use crate::rocketmq::keys::check_value;

pub(super) const CHECK: Check = Check { code: Code { number: 303, name: "broker-value-type" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for entry in &cluster.brokers.config {
        let Some(key) = cluster.keys.table.broker_key(&entry.key) else { continue };
        if let Err(problem) = check_value(&key, &entry.value) {
            diagnostics.push(
                entry
                    .value
                    .error(CHECK.code, format!("RocketMQ does not read `{}` as it is written", key.name))
                    .note("what it cannot read it replaces in silence: a boolean by `false`, anything else by the default")
                    .help(problem.to_string()),
            );
        }
    }
}
