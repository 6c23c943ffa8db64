//! A key that the chosen RocketMQ version does not read: it ignores unknown keys in silence.

use super::Check;
use crate::cluster::{Cluster, ConfigEntry};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::rocketmq::keys::ConfigFile;

pub(super) const CHECK: Check = Check { code: Code { number: 302, name: "unknown-broker-key" }, run };

/// No reader goes on after so many findings, and each compares its key with all that there are.
const FINDING_LIMIT: usize = 1000;

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let is_unknown =
        |entry: &&ConfigEntry| !super::is_derived(&entry.key) && cluster.keys.table.broker_key(&entry.key).is_none();
    for entry in cluster.brokers.config.iter().filter(is_unknown).take(FINDING_LIMIT) {
        diagnostics.push(finding(cluster, entry));
    }
}

fn finding(cluster: &Cluster, entry: &ConfigEntry) -> Diagnostic {
    let severity = if cluster.keys.exact { Severity::Error } else { Severity::Warning };
    let (key, table) = (entry.key.escape_debug(), cluster.keys.table.version());
    let finding = entry
        .key
        .finding(severity, CHECK.code, format!("`{key}` is no broker key of RocketMQ {table}"))
        .note("RocketMQ ignores keys that it does not know, without a word in its log");
    let finding = if cluster.keys.exact {
        finding
    } else {
        finding.note(format!("its keys stand in for those of {}, which are not known", *cluster.version))
    };
    let names = cluster.keys.table.broker_keys().map(|known| known.name);
    match (cluster.keys.table.absence(ConfigFile::Broker, &entry.key), nearest(&entry.key, names)) {
        (Some(absence), _) => finding.help(format!("`{key}` {absence}: take it out, or change `version`")),
        (None, Some(name)) => finding.help(format!("did you mean `{name}`?")),
        (None, None) => finding.help("take it out; a key of a custom image goes into `broker.configUnchecked`"),
    }
}
