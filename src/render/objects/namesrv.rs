//! The name servers.

use minijinja::Value;
use serde::Serialize;

use super::java::{self, CONFIG_DIR};
use super::logback::{self, Logback};
use super::metadata::{Metadata, WAVE_NAMESRV, pairs, selector};
use super::network::{File, NodePort, Port};
use super::pod::{Container, Env, Pod, PodFacts, ports, texts};
use super::probe::{Timing, Timings};
use super::{Object, Sink, Template, network, probe, template};
use crate::cluster::{Cluster, naming};
use crate::diagnostic::Diagnostics;
use crate::render::Component;
use crate::rocketmq::properties;
use crate::values::AntiAffinity;

const STATEFUL_SET: Template = template("namesrv-statefulset.yaml.j2", "apps/v1", "StatefulSet");
const COMPONENT: Component = Component::Namesrv;
const CONFIG_FILE: &str = "namesrv.conf";

const TIMINGS: Timings = Timings {
    startup: Timing { period: 5, timeout: 5, failures: 60 },
    liveness: Timing { period: 20, timeout: 5, failures: 6 },
    readiness: Timing { period: 10, timeout: 5, failures: 3 },
};

pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    let name = naming::name_servers(&cluster.release.name);
    let files = files(cluster, sink)?;
    let checksum = network::checksum(&files);
    sink.put(network::config(cluster, COMPONENT, naming::config(&name), files)?)?;
    sink.put(network::headless(cluster, COMPONENT, naming::headless(&name), vec![port(cluster)]))?;
    for (pod, node_port) in node_ports(cluster, &name) {
        let Port { name, port } = port(cluster);
        sink.put(network::node_ports(cluster, COMPONENT, &pod, vec![NodePort { name, port, on_nodes: node_port }]))?;
    }
    sink.put(stateful_set(cluster, name.clone(), checksum))?;
    sink.put(network::disruption_budget(cluster, COMPONENT, name))
}

fn port(cluster: &Cluster) -> Port {
    Port { name: "namesrv", port: u32::from(*cluster.name_servers.port) }
}

fn node_ports(cluster: &Cluster, name: &str) -> Vec<(String, u32)> {
    let Some(first) = &cluster.name_servers.first_node_port else { return Vec::new() };
    let node_port = |ordinal| (naming::pod(name, ordinal), u32::from(**first) + ordinal);
    (0..*cluster.name_servers.replicas).map(node_port).collect()
}

fn files(cluster: &Cluster, sink: &mut Sink) -> Result<Vec<File>, Diagnostics> {
    let listen_port = cluster.name_servers.port.to_string();
    let config = properties::write([("listenPort", listen_port.as_str())]);
    let logback = logback::file(cluster, Logback::Namesrv, sink)?;
    Ok(vec![File { name: CONFIG_FILE.to_owned(), text: config }, logback])
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
}

fn stateful_set(cluster: &Cluster, name: String, checksum: String) -> Object {
    let servers = &cluster.name_servers;
    let facts = PodFacts {
        component: COMPONENT,
        workload: &servers.workload,
        grace_period: 30,
        anti_affinity: AntiAffinity::Preferred,
        annotations: network::checksum_annotation(checksum),
    };
    let own = Own {
        headless: naming::headless(&name),
        config: naming::config(&name),
        replicas: *servers.replicas,
        selector: pairs(selector(cluster, COMPONENT)),
        pod: Pod::new(cluster, facts),
        container: container(cluster),
        logback_mount: logback::mount(cluster, Logback::Namesrv),
        logs_limit: logback::volume_size(cluster),
    };
    let meta = Metadata::in_wave(cluster, COMPONENT, name, Some(WAVE_NAMESRV));
    STATEFUL_SET.object(COMPONENT, meta, own)
}

fn container(cluster: &Cluster) -> Container {
    let servers = &cluster.name_servers;
    let system = logback::system_properties(cluster, Logback::Namesrv);
    let mut arguments = java::arguments(cluster, &servers.jvm, &system, "org.apache.rocketmq.namesrv.NamesrvStartup");
    arguments.extend(["-c".to_owned(), format!("{CONFIG_DIR}/{CONFIG_FILE}")]);
    let env = Env::new(cluster).set("ROCKETMQ_HOME", &cluster.image.home);
    let port = port(cluster);
    let container = Container {
        command: texts(["java"]),
        args: texts(arguments.iter().map(String::as_str)),
        ports: ports([(port.name.to_owned(), port.port)]),
        ..Container::new(cluster, &cluster.image.reference, &servers.workload, env, &servers.resources)
    };
    container.with_probes(&probe::tcp(port.port), &TIMINGS, &servers.probes)
}
