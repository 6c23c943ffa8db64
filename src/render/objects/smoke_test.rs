//! A Job that sends a message of its own and reads it back.

use serde::Serialize;

use super::java;
use super::metadata::{Metadata, Pairs};
use super::pod::{Container, Env, Pod, PodFacts, texts};
use super::{Object, Template, template};
use crate::cluster::{Cluster, naming};
use crate::render::Component;
use crate::values::AntiAffinity;

const JOB: Template = template("smoke-test-job.yaml.j2", "batch/v1", "Job");
const COMPONENT: Component = Component::SmokeTest;
const SCRIPT: &str = include_str!("../../../templates/smoke-test.sh");

/// Seconds that the script may take to end after its own deadline.
const MARGIN: u32 = 60;

/// Returns the seconds after which Kubernetes ends the Job.
pub(in crate::render) fn deadline(cluster: &Cluster) -> u32 {
    cluster.smoke_test.timeout.saturating_add(MARGIN)
}

/// Returns the Job; `content_hash` is the end of its name.
pub(in crate::render) fn smoke_test(cluster: &Cluster, content_hash: &str) -> Object {
    #[derive(Serialize)]
    struct Own {
        deadline: u32,
        pod: Pod,
        container: Container,
    }
    let test = &cluster.smoke_test;
    let facts = PodFacts {
        component: COMPONENT,
        workload: &test.workload,
        grace_period: 5,
        anti_affinity: AntiAffinity::None,
        annotations: Pairs::new(),
    };
    let own = Own { deadline: deadline(cluster), pod: Pod::new(cluster, facts), container: container(cluster) };
    let name = naming::smoke_test(&cluster.release.name, content_hash);
    let meta = Metadata::new(cluster, COMPONENT, name);
    JOB.object(COMPONENT, meta, own)
}

fn container(cluster: &Cluster) -> Container {
    let test = &cluster.smoke_test;
    let env = Env::new(cluster)
        .field("POD_UID", "metadata.uid")
        .set("ROCKETMQ_HOME", &cluster.image.home)
        .set("CLASS_PATH", &java::class_path(cluster))
        .set("NAMESRV_ADDR", &cluster.name_servers.address_list)
        .set("CLUSTER_NAME", &cluster.cluster_name)
        .set("TIMEOUT", &test.timeout.to_string());
    Container {
        command: texts(["/bin/sh", "-c"]),
        args: texts([SCRIPT]),
        ..Container::new(cluster, &cluster.image.reference, &test.workload, env, &test.resources)
    }
}
