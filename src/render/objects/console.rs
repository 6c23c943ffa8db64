//! The web console.

use minijinja::Value;
use serde::Serialize;

use super::metadata::{Metadata, Pairs, pairs, selector};
use super::pod::{Container, Env, Pod, PodFacts, ports};
use super::probe::{Timing, Timings};
use super::{Object, Sink, Template, probe, template};
use crate::cluster::{Cluster, Console, naming};
use crate::diagnostic::Diagnostics;
use crate::render::Component;
use crate::render::subtree::{mapping, sequence, subtree, text_or_nothing};
use crate::values::{AntiAffinity, ServiceType};
use crate::yaml;

const SERVICE: Template = template("console-service.yaml.j2", "v1", "Service");
const DEPLOYMENT: Template = template("console-deployment.yaml.j2", "apps/v1", "Deployment");
const COMPONENT: Component = Component::Console;

/// Where the console looks for its users; the default of every dashboard version.
const DATA_PATH: &str = "/tmp/rocketmq-console/data";
const USERS_FILE: &str = "users.properties";

const TIMINGS: Timings = Timings {
    startup: Timing { period: 5, timeout: 5, failures: 60 },
    liveness: Timing { period: 30, timeout: 10, failures: 5 },
    readiness: Timing { period: 10, timeout: 5, failures: 3 },
};

pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    let Some(console) = &cluster.console else { return Ok(()) };
    sink.put(service(cluster, console))?;
    sink.put(deployment(cluster, console))
}

fn service(cluster: &Cluster, console: &Console) -> Object {
    #[derive(Serialize)]
    struct Own {
        r#type: &'static str,
        session_affinity: Value,
        selector: Value,
        port: u16,
        node_port: Value,
    }
    let sessions = console.login_secret.is_some() && *console.replicas > 1;
    let node_port = console.node_port.as_ref().filter(|_| *console.service == ServiceType::NodePort);
    let own = Own {
        r#type: console.service.word(),
        session_affinity: subtree(text_or_nothing(if sessions { "ClientIP" } else { "" })),
        selector: pairs(selector(cluster, COMPONENT)),
        port: console.port,
        node_port: subtree(node_port.map_or(yaml::Value::Null, |port| yaml::Value::Int(i64::from(**port)))),
    };
    SERVICE.object(COMPONENT, Metadata::new(cluster, COMPONENT, naming::console(&cluster.release.name)), own)
}

fn deployment(cluster: &Cluster, console: &Console) -> Object {
    #[derive(Serialize)]
    struct Own {
        replicas: u32,
        selector: Value,
        pod: Pod,
        container: Container,
        users_mount: Value,
        users_volume: Value,
    }
    let facts = PodFacts {
        component: COMPONENT,
        workload: &console.workload,
        grace_period: 30,
        anti_affinity: AntiAffinity::Preferred,
        annotations: Pairs::new(),
    };
    let own = Own {
        replicas: *console.replicas,
        selector: pairs(selector(cluster, COMPONENT)),
        pod: Pod::new(cluster, facts),
        container: container(cluster, console),
        users_mount: subtree(sequence(console.login_secret.iter().map(|_| users_mount()))),
        users_volume: subtree(sequence(console.login_secret.iter().map(|secret| users_volume(secret)))),
    };
    let name = naming::console(&cluster.release.name);
    let meta = Metadata::new(cluster, COMPONENT, name);
    DEPLOYMENT.object(COMPONENT, meta, own)
}

fn users_mount() -> yaml::Value {
    mapping([
        ("name", "users".into()),
        ("mountPath", format!("{DATA_PATH}/{USERS_FILE}").into()),
        ("subPath", USERS_FILE.into()),
        ("readOnly", true.into()),
    ])
}

fn users_volume(secret: &str) -> yaml::Value {
    let item = mapping([("key", USERS_FILE.into()), ("path", USERS_FILE.into())]);
    let secret = mapping([("secretName", secret.into()), ("items", sequence([item]))]);
    mapping([("name", "users".into()), ("secret", secret)])
}

/// The console is a Spring Boot program: the environment reaches every setting, whatever the image starts it with.
fn container(cluster: &Cluster, console: &Console) -> Container {
    let servers = &cluster.name_servers.address_list;
    let env = Env::new(cluster)
        .set("JAVA_TOOL_OPTIONS", &format!("-Duser.home=/tmp -Duser.timezone={}", cluster.timezone))
        .set("SERVER_PORT", &console.port.to_string())
        .set("NAMESRV_ADDR", servers)
        .set("ROCKETMQ_CONFIG_NAMESRVADDR", servers)
        .set("ROCKETMQ_CONFIG_NAMESRVADDRS_0", servers)
        .set("ROCKETMQ_CONFIG_ISVIPCHANNEL", "false")
        .set("ROCKETMQ_CONFIG_DATAPATH", DATA_PATH)
        .set("ROCKETMQ_CONFIG_LOGINREQUIRED", &console.login_secret.is_some().to_string());
    let container = Container {
        ports: ports([("http".to_owned(), u32::from(console.port))]),
        ..Container::new(cluster, &console.image, &console.workload, env, &console.resources)
    };
    container.with_probes(&probe::tcp(u32::from(console.port)), &TIMINGS, &console.probes)
}
