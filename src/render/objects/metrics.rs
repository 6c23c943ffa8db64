//! The Service that Prometheus scrapes, and the exporter where brokers have no metrics of their own.

use minijinja::Value;
use serde::Serialize;

use super::metadata::{Metadata, Pairs, pairs, selector};
use super::pod::{Container, Env, Pod, PodFacts, ports};
use super::probe::{Timing, Timings};
use super::{Object, Sink, Template, probe, template};
use crate::cluster::{Cluster, Exporter, Metrics, naming};
use crate::diagnostic::Diagnostics;
use crate::render::Component;
use crate::values::AntiAffinity;

const SERVICE: Template = template("metrics-service.yaml.j2", "v1", "Service");
const DEPLOYMENT: Template = template("exporter-deployment.yaml.j2", "apps/v1", "Deployment");
const COMPONENT: Component = Component::Metrics;

const TIMINGS: Timings = Timings {
    startup: Timing { period: 5, timeout: 5, failures: 60 },
    liveness: Timing { period: 30, timeout: 10, failures: 5 },
    readiness: Timing { period: 10, timeout: 5, failures: 3 },
};

pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    match &cluster.metrics {
        Metrics::None => Ok(()),
        Metrics::Brokers(port) => sink.put(service(cluster, *port, &all_brokers(cluster))),
        Metrics::Exporter(exporter) => {
            sink.put(service(cluster, exporter.port, &selector(cluster, COMPONENT)))?;
            sink.put(deployment(cluster, exporter))
        }
    }
}

/// The brokers of every group: their labels without the number of the group.
fn all_brokers(cluster: &Cluster) -> Pairs {
    let mut labels = selector(cluster, Component::Broker(0));
    labels.remove("rmq.dev/group");
    labels
}

fn service(cluster: &Cluster, port: u16, selector: &Pairs) -> Object {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
        port: u16,
    }
    let meta = Metadata::new(cluster, COMPONENT, naming::metrics(&cluster.release.name));
    SERVICE.object(COMPONENT, meta, Own { selector: pairs(selector), port })
}

fn deployment(cluster: &Cluster, exporter: &Exporter) -> Object {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
        pod: Pod,
        container: Container,
    }
    let facts = PodFacts {
        component: COMPONENT,
        workload: &exporter.workload,
        grace_period: 30,
        anti_affinity: AntiAffinity::None,
        annotations: Pairs::new(),
    };
    let own = Own {
        selector: pairs(selector(cluster, COMPONENT)),
        pod: Pod::new(cluster, facts),
        container: container(cluster, exporter),
    };
    let name = naming::exporter(&cluster.release.name);
    let meta = Metadata::new(cluster, COMPONENT, name);
    DEPLOYMENT.object(COMPONENT, meta, own)
}

/// The exporter is a Spring Boot program: the environment reaches every setting, whatever the image starts it with.
fn container(cluster: &Cluster, exporter: &Exporter) -> Container {
    let version = cluster.version.to_string().replace('.', "_");
    let env = Env::new(cluster)
        .set("JAVA_TOOL_OPTIONS", &format!("-Duser.home=/tmp -Duser.timezone={}", cluster.timezone))
        .set("SERVER_PORT", &exporter.port.to_string())
        .set("ROCKETMQ_CONFIG_NAMESRVADDR", &cluster.name_servers.address_list)
        .set("ROCKETMQ_CONFIG_ROCKETMQVERSION", &version);
    let container = Container {
        ports: ports([("metrics".to_owned(), u32::from(exporter.port))]),
        ..Container::new(cluster, &exporter.image, &exporter.workload, env, &exporter.resources)
    };
    container.with_probes(&probe::tcp(u32::from(exporter.port)), &TIMINGS, &exporter.probes)
}
