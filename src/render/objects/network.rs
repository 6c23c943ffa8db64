//! Services and disruption budgets of StatefulSets.

use minijinja::Value;
use serde::Serialize;

use super::metadata::{Metadata, Pairs, pairs, selector};
use super::{Object, Template, template};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::digest;
use crate::render::Component;

const HEADLESS: Template = template("headless-service.yaml.j2", "v1", "Service");
const NODE_PORT: Template = template("node-port-service.yaml.j2", "v1", "Service");
const BUDGET: Template = template("disruption-budget.yaml.j2", "policy/v1", "PodDisruptionBudget");
const CONFIG: Template = template("config.yaml.j2", "v1", "ConfigMap");

/// A named port.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Port {
    pub(super) name: &'static str,
    pub(super) port: u32,
}

/// A file of a ConfigMap.
#[derive(Clone, Debug, Serialize)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) text: String,
}

/// Gives the Pods of a StatefulSet their DNS names.
pub(super) fn headless(cluster: &Cluster, component: Component, name: String, ports: Vec<Port>) -> Object {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
        ports: Vec<Port>,
    }
    let own = Own { selector: pairs(selector(cluster, component)), ports };
    HEADLESS.object(component, Metadata::new(cluster, component, name), own)
}

/// A port of a Pod with the one under which every node serves it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NodePort {
    pub(super) name: &'static str,
    pub(super) port: u32,
    pub(super) on_nodes: u32,
}

/// Opens ports of one Pod on every node, under the Pod's name.
pub(super) fn node_ports(cluster: &Cluster, component: Component, pod: &str, ports: Vec<NodePort>) -> Object {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
        ports: Vec<NodePort>,
    }
    let mut selector: Pairs = selector(cluster, component);
    selector.insert("statefulset.kubernetes.io/pod-name".to_owned(), pod.to_owned());
    let own = Own { selector: pairs(selector), ports };
    NODE_PORT.object(component, Metadata::new(cluster, component, pod.to_owned()), own)
}

/// Lets a drain take one Pod at a time.
pub(super) fn disruption_budget(cluster: &Cluster, component: Component, name: String) -> Object {
    #[derive(Serialize)]
    struct Own {
        selector: Value,
    }
    let own = Own { selector: pairs(selector(cluster, component)) };
    BUDGET.object(component, Metadata::new(cluster, component, name), own)
}

/// What the API server takes as the data of one ConfigMap (`MaxSecretSize` of `k8s.io/kubernetes/pkg/apis/core`).
const CONFIG_LIMIT: usize = 1 << 20;

/// Holds config files.
///
/// # Diagnostics
/// RMQ023 when they are larger than the API server takes.
pub(super) fn config(
    cluster: &Cluster,
    component: Component,
    name: String,
    files: Vec<File>,
) -> Result<Object, Diagnostics> {
    #[derive(Serialize)]
    struct Own {
        files: Vec<File>,
    }
    let size: usize = files.iter().map(|file| file.name.len() + file.text.len()).sum();
    if size > CONFIG_LIMIT {
        let message = format!("the ConfigMap `{name}` would hold {size} bytes");
        return Err(Diagnostic::error(code::CONFIG_TOO_LARGE, message)
            .note(format!("Kubernetes takes at most {CONFIG_LIMIT}, and every member has a file of its own"))
            .help("set fewer or shorter keys of broker.conf")
            .into());
    }
    Ok(CONFIG.object(component, Metadata::new(cluster, component, name), Own { files }))
}

/// Returns a hash of config files: in a Pod's annotation it makes a changed config restart the Pod.
pub(super) fn checksum(files: &[File]) -> String {
    let texts: Vec<&str> = files.iter().flat_map(|file| [file.name.as_str(), file.text.as_str()]).collect();
    digest::hex(texts.join("\0").as_bytes())
}

/// Returns the annotation that carries the hash.
pub(super) fn checksum_annotation(checksum: String) -> Pairs {
    Pairs::from([("rmq.dev/config-checksum".to_owned(), checksum)])
}
