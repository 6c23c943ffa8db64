//! broker.conf of one broker.

use std::collections::BTreeMap;

use crate::cluster::{BrokerGroup, Cluster, Member, Metrics};
use crate::rocketmq::properties;

/// Returns the file: first what `rmq` derives, then everything else by name.
pub(super) fn text(cluster: &Cluster, group: &BrokerGroup, member: &Member) -> String {
    let (port, id) = (member.port.to_string(), format!("n{}", member.ordinal));
    let derived = [
        ("brokerClusterName", cluster.cluster_name.as_str()),
        ("brokerName", &group.broker_name),
        ("brokerIP1", &member.advertised),
        ("brokerIP2", &member.fqdn),
        ("listenPort", &port),
        ("namesrvAddr", &cluster.name_servers.address_list),
        ("enableDLegerCommitLog", "true"),
        ("dLegerGroup", &group.broker_name),
        ("dLegerPeers", &group.peers),
        ("dLegerSelfId", &id),
        ("storePathRootDir", &group.store_path),
    ];
    let settings = settings(cluster);
    properties::write(derived.into_iter().chain(settings.iter().map(|(key, value)| (key.as_str(), value.as_str()))))
}

fn settings(cluster: &Cluster) -> BTreeMap<String, String> {
    let mut settings: BTreeMap<String, String> =
        written_defaults().into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    if let Metrics::Brokers(port) = cluster.metrics {
        settings.extend(metrics(port));
    }
    for entry in cluster.brokers.config.iter().chain(&cluster.brokers.config_unchecked) {
        settings.insert(entry.key.value.clone(), entry.value.value.clone());
    }
    settings
}

/// Settings whose default hurts, or that everyone should see.
///
/// A topic that a slip of the keyboard makes is not wanted; a queue that waits only 200 ms rejects sends at every stall;
/// files are deleted after three days, at four in the time zone of the values.
fn written_defaults() -> [(&'static str, &'static str); 4] {
    [
        ("autoCreateTopicEnable", "false"),
        ("deleteWhen", "04"),
        ("fileReservedTime", "72"),
        ("waitTimeMillsInSendQueue", "1000"),
    ]
}

/// Without a host the broker binds its metrics to the advertised address, which is not in the Pod.
fn metrics(port: u16) -> [(String, String); 3] {
    [
        ("metricsExporterType", "PROM".to_owned()),
        ("metricsPromExporterHost", "0.0.0.0".to_owned()),
        ("metricsPromExporterPort", port.to_string()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
}
