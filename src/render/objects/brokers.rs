//! The broker groups: one StatefulSet each.

use minijinja::Value;
use serde::Serialize;

use super::java::{self, CONFIG_DIR};
use super::logback::{self, Logback};
use super::metadata::{Metadata, WAVE_BROKERS, pairs, selector};
use super::network::{File, NodePort, Port};
use super::pod::{Container, Env, Pod, PodFacts, ports, texts};
use super::probe::{Timing, Timings};
use super::{Object, Sink, Template, network, probe, store, template};
use crate::cluster::{BrokerGroup, Cluster, Member, naming};
use crate::diagnostic::Diagnostics;
use crate::render::{Component, broker_config};
use crate::rocketmq::ports as port_facts;
use crate::values::OnConfigChange;

const STATEFUL_SET: Template = template("broker-statefulset.yaml.j2", "apps/v1", "StatefulSet");

/// Recovery of a large store takes long; a stall of its disk must not end a leader.
const TIMINGS: Timings = Timings {
    startup: Timing { period: 10, timeout: 5, failures: 360 },
    liveness: Timing { period: 30, timeout: 10, failures: 10 },
    readiness: Timing { period: 10, timeout: 5, failures: 3 },
};

/// A stop closes the store and all its files; without it the next start recovers for minutes.
const GRACE_PERIOD: u32 = 120;

pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    let logback = logback::file(cluster, Logback::Broker, sink)?;
    for group in &cluster.groups {
        each_of_group(cluster, group, &logback, sink)?;
    }
    Ok(())
}

fn each_of_group(cluster: &Cluster, group: &BrokerGroup, logback: &File, sink: &mut Sink) -> Result<(), Diagnostics> {
    let (component, name) = (Component::Broker(group.index), &group.stateful_set);
    let mut files: Vec<File> = group.members.iter().map(|member| config_file(cluster, group, member)).collect();
    files.push(logback.clone());
    let checksum = network::checksum(&files);
    sink.put(network::config(cluster, component, naming::config(name), files)?)?;
    sink.put(network::headless(cluster, component, naming::headless(name), headless_ports(cluster, group)))?;
    for member in group.members.iter().filter(|_| *cluster.external.node_ports) {
        sink.put(network::node_ports(cluster, component, &member.pod, node_ports(member)))?;
    }
    for member in &group.members {
        store::local_volume(cluster, component, member).map_or(Ok(()), |volume| sink.put(volume))?;
    }
    sink.put(stateful_set(cluster, group, checksum))?;
    sink.put(network::disruption_budget(cluster, component, name.clone()))
}

fn config_file(cluster: &Cluster, group: &BrokerGroup, member: &Member) -> File {
    File { name: format!("{}.conf", member.pod), text: broker_config::text(cluster, group, member) }
}

/// At the address that a broker advertises, clients dial its port, and the other brokers of its group the VIP port too.
fn node_ports(member: &Member) -> Vec<NodePort> {
    let same = |name, port| NodePort { name, port, on_nodes: port };
    [same("broker", member.port)].into_iter().chain(member.vip_port().map(|port| same("vip", port))).collect()
}

/// With node ports every member has a port of its own, even while there is only one: growth must not take a port away.
fn headless_ports(cluster: &Cluster, group: &BrokerGroup) -> Vec<Port> {
    let raft = Port { name: "raft", port: u32::from(port_facts::DLEDGER) };
    let broker = group.members.first().filter(|_| !*cluster.external.node_ports);
    broker.map(|member| Port { name: "broker", port: member.port }).into_iter().chain([raft]).collect()
}

#[derive(Serialize)]
struct Own {
    headless: String,
    config: String,
    replicas: u32,
    selector: Value,
    pod: Pod,
    container: Container,
    logback_mount: Value,
    logs_limit: String,
    store: store::Store,
}

fn stateful_set(cluster: &Cluster, group: &BrokerGroup, checksum: String) -> Object {
    let (component, name) = (Component::Broker(group.index), group.stateful_set.clone());
    let own = Own {
        headless: naming::headless(&name),
        config: naming::config(&name),
        replicas: *cluster.brokers.replicas,
        selector: pairs(selector(cluster, component)),
        pod: pod(cluster, group, checksum),
        container: container(cluster, group),
        logback_mount: logback::mount(cluster, Logback::Broker),
        logs_limit: logback::volume_size(cluster),
        store: store::store(cluster, group),
    };
    let wave = WAVE_BROKERS.saturating_add(group.index);
    let meta = Metadata::in_wave(cluster, component, name, Some(wave));
    STATEFUL_SET.object(component, meta, own)
}

fn pod(cluster: &Cluster, group: &BrokerGroup, checksum: String) -> Pod {
    let annotations = match cluster.brokers.on_config_change {
        OnConfigChange::Restart => network::checksum_annotation(checksum),
        OnConfigChange::Manual => super::metadata::Pairs::new(),
    };
    let facts = PodFacts {
        component: Component::Broker(group.index),
        workload: &cluster.brokers.workload,
        grace_period: GRACE_PERIOD,
        anti_affinity: *cluster.brokers.anti_affinity,
        annotations,
    };
    Pod { uid: group.uid, ..Pod::new(cluster, facts) }
}

fn container(cluster: &Cluster, group: &BrokerGroup) -> Container {
    let brokers = &cluster.brokers;
    let system = logback::system_properties(cluster, Logback::Broker);
    let mut arguments = java::arguments(cluster, &brokers.jvm, &system, "org.apache.rocketmq.broker.BrokerStartup");
    arguments.extend(["-c".to_owned(), format!("{CONFIG_DIR}/$(POD_NAME).conf")]);
    let env = Env::new(cluster)
        .field("POD_NAME", "metadata.name")
        .field("POD_NAMESPACE", "metadata.namespace")
        .set("ROCKETMQ_HOME", &cluster.image.home);
    let container = Container {
        command: texts(["java"]),
        args: texts(arguments.iter().map(String::as_str)),
        ports: ports(container_ports(group)),
        ..Container::new(cluster, &cluster.image.reference, &brokers.workload, env, &brokers.resources)
    };
    container.with_probes(&probe::tcp(probe_port(group)), &TIMINGS, &brokers.probes)
}

/// All Pods of a StatefulSet declare the same ports, so each declares those of all members.
fn container_ports(group: &BrokerGroup) -> Vec<(String, u32)> {
    let raft = ("raft".to_owned(), u32::from(port_facts::DLEDGER));
    match group.members.first() {
        Some(member) if group.has_one_port() => {
            let vip = member.vip_port().map(|port| ("vip".to_owned(), port));
            [("broker".to_owned(), member.port)].into_iter().chain(vip).chain([raft]).collect()
        }
        _ => {
            let broker = |member: &Member| (format!("broker-{}", member.ordinal), member.port);
            let vip = |member: &Member| member.vip_port().map(|port| (format!("vip-{}", member.ordinal), port));
            let own = group.members.iter().map(broker);
            own.chain(group.members.iter().filter_map(vip)).chain([raft]).collect()
        }
    }
}

/// All Pods of a StatefulSet have the same probes: where the main ports differ, the Raft port stands for them.
///
/// A broker opens it right before its main port, both after the recovery of the store.
fn probe_port(group: &BrokerGroup) -> u32 {
    match group.members.first() {
        Some(member) if group.has_one_port() => member.port,
        _ => u32::from(port_facts::DLEDGER),
    }
}
