//! A Pod for `mqadmin`.

use minijinja::Value;
use serde::Serialize;

use super::metadata::{Metadata, Pairs, pairs, selector};
use super::pod::{Container, Env, Pod, PodFacts, texts};
use super::{Sink, Template, template};
use crate::cluster::{Cluster, naming};
use crate::diagnostic::Diagnostics;
use crate::render::Component;
use crate::render::subtree::subtree;
use crate::values::AntiAffinity;

const DEPLOYMENT: Template = template("toolbox-deployment.yaml.j2", "apps/v1", "Deployment");
const COMPONENT: Component = Component::Toolbox;

pub(super) fn each(cluster: &Cluster, sink: &mut Sink) -> Result<(), Diagnostics> {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
        pod: Pod,
        container: Container,
    }
    let Some(toolbox) = &cluster.toolbox else { return Ok(()) };
    let facts = PodFacts {
        component: COMPONENT,
        workload: &toolbox.workload,
        grace_period: 1,
        anti_affinity: AntiAffinity::None,
        annotations: Pairs::new(),
    };
    let env = Env::new(cluster)
        .set("ROCKETMQ_HOME", &cluster.image.home)
        .set("NAMESRV_ADDR", &cluster.name_servers.address_list);
    let container = Container {
        working_dir: subtree(format!("{}/bin", cluster.image.home)),
        command: texts(["sleep", "infinity"]),
        ..Container::new(cluster, &cluster.image.reference, &toolbox.workload, env, &toolbox.resources)
    };
    let own = Own { selector: pairs(selector(cluster, COMPONENT)), pod: Pod::new(cluster, facts), container };
    let name = naming::toolbox(&cluster.release.name);
    let meta = Metadata::new(cluster, COMPONENT, name);
    sink.put(DEPLOYMENT.object(COMPONENT, meta, own))
}
