//! What makes Pods.

use super::container::Around;
use super::labels::{self, Labels, Selector};
use super::volume::Volume;
use super::{Place, Text};
use crate::cluster::Fact;
use crate::documents::{Identity, Object};
use crate::yaml::{FieldPath, Node, Value};

/// A workload, or a single Pod, as far as its manifest tells.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Where it stands.
    pub place: Place,
    /// Who wrote the text in which it stands.
    pub text: Text,
    /// What it is.
    pub identity: Identity,
    /// The template that it came from, where Helm says.
    pub template: Option<String>,
    /// How many Pods there are; nothing when the manifest leaves that open.
    pub replicas: Option<Fact<u32>>,
    /// The labels of its Pods.
    pub labels: Labels,
    /// By what it knows its Pods.
    pub selector: Option<Selector>,
    /// The Service that gives the Pods of a StatefulSet their names.
    pub service_name: Option<Fact<String>>,
    /// True when its Pods have the addresses of their nodes.
    pub is_on_host_network: bool,
    /// True when its Pods ask the DNS of the Kubernetes cluster, and nothing says otherwise.
    pub has_cluster_dns: bool,
    /// The volumes of its Pods.
    pub volumes: Vec<Volume>,
}

/// The ways to a Pod: in a workload, and a Pod itself.
const PODS: [&[&str]; 2] = [&["spec", "template"], &[]];

/// Kinds whose Pods end by themselves: no server runs in them.
const PASSING: [&str; 2] = ["Job", "CronJob"];

impl Workload {
    /// Returns where an object describes Pods that stay: the Pod template, or the Pod itself.
    pub(super) fn pod<'a>(object: &Object<'a>) -> Option<(FieldPath, &'a Node)> {
        if PASSING.contains(&object.identity.kind.as_str()) {
            return None;
        }
        PODS.iter().find_map(|names| {
            let path = names.iter().fold(FieldPath::root(), |path, name| path.key(*name));
            let pod = object.node.at(&path)?;
            let containers = pod.get("spec").and_then(|spec| spec.get("containers")).and_then(Node::as_sequence);
            containers.map(|_| (path, pod))
        })
    }

    /// Reads a workload, given its Pod.
    pub(super) fn of(object: &Object<'_>, place: Place, pod: &Node, volumes: Vec<Volume>, around: &Around<'_>) -> Self {
        let spec = object.node.get("spec");
        let field = |key: &str| spec.and_then(|spec| spec.get(key));
        let replicas = field("replicas").and_then(|node| {
            let Value::Int(count) = node.value else { return None };
            Some(around.fact(u32::try_from(count).ok()?, &FieldPath::from(["spec", "replicas"]), node))
        });
        let service_name = field("serviceName").and_then(|node| {
            let name = node.as_str().filter(|name| !name.is_empty())?;
            Some(around.fact(name.to_owned(), &FieldPath::from(["spec", "serviceName"]), node))
        });
        let host = pod.get("spec").and_then(|spec| spec.get("hostNetwork"));
        Self {
            place,
            text: around.text,
            identity: object.identity.clone(),
            template: None,
            replicas,
            labels: labels::labels(pod.get("metadata").and_then(|metadata| metadata.get("labels"))),
            selector: field("selector").filter(|_| object.identity.kind != "Pod").and_then(Selector::of),
            service_name,
            is_on_host_network: host.is_some_and(|flag| flag.value == Value::Bool(true)),
            has_cluster_dns: has_cluster_dns(pod),
            volumes,
        }
    }

    /// Returns true when its Pods have names that stay, from `NAME-0` on.
    #[must_use]
    pub fn is_stateful(&self) -> bool {
        self.identity.kind == "StatefulSet"
    }

    /// Returns how many Pods there are: one, where the manifest says nothing.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.replicas.as_ref().map_or(1, |replicas| replicas.value)
    }

    /// Returns the name of a Pod of a StatefulSet.
    #[must_use]
    pub fn pod_name(&self, ordinal: u32) -> String {
        crate::cluster::naming::pod(&self.identity.name, ordinal)
    }

    /// Returns the ordinal of a Pod of this StatefulSet.
    #[must_use]
    pub fn ordinal(&self, pod: &str) -> Option<u32> {
        let ordinal = pod.strip_prefix(&self.identity.name)?.strip_prefix('-')?;
        let is_plain = self.is_stateful() && (ordinal == "0" || !ordinal.starts_with(['0', '+']));
        ordinal.parse().ok().filter(|_| is_plain)
    }
}

fn has_cluster_dns(pod: &Node) -> bool {
    let field = |name: &str| pod.get("spec").and_then(|spec| spec.get(name)).filter(|it| it.value != Value::Null);
    let policy = field("dnsPolicy").and_then(Node::as_str);
    policy.is_none_or(|policy| policy == "ClusterFirst") && field("dnsConfig").is_none()
}
