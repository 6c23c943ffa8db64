//! Keys that were set and that the rest of the values makes ineffective.

use super::Input;
use crate::cluster::{Advertised, Cluster, Metrics};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::values::{AntiAffinity, ExternalType, PersistenceType, ServiceType};

/// Says which set keys change nothing, and which other key decides that.
pub(super) fn check(input: &Input<'_>, cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for (field, reason) in [external(input, cluster), parts(input, cluster), storage(input)].concat() {
        if input.is_set(&field) {
            diagnostics.push(finding(input, &field, reason));
        }
    }
}

fn finding(input: &Input<'_>, field: &str, reason: &str) -> Diagnostic {
    Diagnostic::info(code::IGNORED_KEY, format!("`{field}` has no effect"))
        .at(input.loaded.key_location(field).or(input.loaded.location(field)))
        .path(field.to_owned())
        .note(reason)
        .help("take it out, or change what makes it ineffective")
}

type Unused = Vec<(String, &'static str)>;

fn when(unused: bool, reason: &'static str, fields: &[&str]) -> Unused {
    fields.iter().filter(|_| unused).map(|field| ((*field).to_owned(), reason)).collect()
}

fn external(input: &Input<'_>, cluster: &Cluster) -> Unused {
    let external = &input.values.external;
    let no_node_ports = external.r#type == ExternalType::None;
    let no_console_port = input.values.console.service != ServiceType::NodePort || !input.values.console.enabled;
    let local = input.values.broker.persistence.r#type == PersistenceType::Local;
    [
        when(
            no_node_ports,
            "with `external.type: none` every broker listens on one port and no name server has a node port",
            &["namesrv.nodePort", "broker.portStep", "broker.groupPortStride"],
        ),
        when(no_node_ports && no_console_port, "no Service has a node port", &["external.nodePortRange"]),
        when(
            *cluster.external.advertise != Advertised::Name,
            "only `external.advertise: name` puts a domain behind Pod names",
            &["external.domain"],
        ),
        when(
            *cluster.external.advertise != Advertised::Name,
            "only the names of `external.advertise: name` are told to the cluster DNS",
            &["dns.strategy"],
        ),
        when(
            no_node_ports && !local && input.values.broker.anti_affinity != AntiAffinity::Required,
            "without node ports, local volumes and required anti-affinity no broker belongs to a node",
            &["nodes"],
        ),
        node_addresses(input, no_node_ports && (local || input.values.broker.anti_affinity == AntiAffinity::Required)),
    ]
    .concat()
}

fn node_addresses(input: &Input<'_>, unused: bool) -> Unused {
    let address = |index| (format!("nodes[{index}].address"), "without node ports no client comes in at a node");
    (0..input.values.nodes.len()).filter(|_| unused).map(address).collect()
}

fn storage(input: &Input<'_>) -> Unused {
    let kind = input.values.broker.persistence.r#type;
    let (claim, local) = (kind == PersistenceType::Claim, kind == PersistenceType::Local);
    [
        when(!claim && !local, "only a claim or a local volume has a size", &["broker.persistence.size"]),
        when(!claim, "only `broker.persistence.type: claim` has a storage class", &["broker.persistence.storageClass"]),
        when(
            claim || kind == PersistenceType::EmptyDir,
            "only a local volume or a host path lies at a path of the node",
            &["broker.persistence.path"],
        ),
    ]
    .concat()
}

fn parts(input: &Input<'_>, cluster: &Cluster) -> Unused {
    let values = input.values;
    let console_service = values.console.service;
    let mut unused = [
        children(input, !values.console.enabled, "console", "`console.enabled` is false"),
        children(input, !values.toolbox.enabled, "toolbox", "`toolbox.enabled` is false"),
        children(input, !values.metrics.enabled, "metrics", "`metrics.enabled` is false"),
        when(
            values.console.enabled && console_service != ServiceType::NodePort,
            "only `console.service: NodePort` has a node port and can be reached from outside",
            &["console.nodePort", "console.auth.open"],
        ),
        when(
            values.console.enabled
                && console_service == ServiceType::NodePort
                && !values.console.auth.existing_secret.is_empty(),
            "with `console.auth.existingSecret` the console asks for a login",
            &["console.auth.open"],
        ),
        when(
            values.metrics.enabled && matches!(cluster.metrics, Metrics::Brokers(_)),
            "brokers of this version have metrics of their own, and no exporter runs",
            &["metrics.exporter"],
        ),
        when(
            values.metrics.enabled && matches!(cluster.metrics, Metrics::None),
            "brokers of this version have no metrics of their own: without `metrics.exporter.image` there are none",
            &["metrics.enabled", "metrics.port", "metrics.exporter"],
        ),
    ]
    .concat();
    for index in values.broker.group_overrides.keys().filter(|index| **index >= values.broker.groups) {
        unused.push((format!("broker.groupOverrides.{index}"), "there is no group with this index"));
    }
    unused
}

/// Every key under a part that is switched off, but for the switch.
fn children(input: &Input<'_>, off: bool, part: &str, reason: &'static str) -> Unused {
    let entries = input.loaded.tree.get(part).and_then(|node| node.as_mapping()).filter(|_| off);
    let keys = entries.into_iter().flatten().map(|entry| entry.key.as_str()).filter(|key| *key != "enabled");
    keys.map(|key| (format!("{part}.{key}"), reason)).collect()
}
