//! What Pods and containers of all components have in common.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

use super::metadata::{Pairs, pairs, pairs_node, selector};
use crate::cluster::{Advertised, BrokerGroup, Cluster, Fact, Resources};
use crate::render::Component;
use crate::render::subtree::{extend, mapping, sequence, subtree, text_or_nothing};
use crate::values::{AntiAffinity, Quantity, Workload};
use crate::yaml::{self, Node};

/// The user and group of every container that is no broker of an adopted cluster.
pub(super) const UID: i64 = 3000;

/// What `_pod.yaml.j2` writes.
#[derive(Serialize)]
pub(super) struct Pod {
    pub(super) labels: Value,
    pub(super) annotations: Value,
    pub(super) service_account: String,
    pub(super) image_pull_secrets: Value,
    pub(super) priority_class_name: Value,
    pub(super) grace_period: u32,
    pub(super) uid: i64,
    pub(super) host_aliases: Value,
    pub(super) node_selector: Value,
    pub(super) affinity: Value,
    pub(super) tolerations: Value,
    pub(super) topology_spread: Value,
    pub(super) init_containers: Value,
    pub(super) sidecars: Value,
    pub(super) extra_volumes: Value,
}

/// What differs between the Pods of the components.
pub(super) struct PodFacts<'a> {
    pub(super) component: Component,
    pub(super) workload: &'a Workload,
    pub(super) grace_period: u32,
    pub(super) anti_affinity: AntiAffinity,
    pub(super) annotations: Pairs,
}

impl Pod {
    pub(super) fn new(cluster: &Cluster, facts: PodFacts<'_>) -> Self {
        let workload = facts.workload;
        let mut labels = workload.labels.clone();
        labels.extend(selector(cluster, facts.component));
        let mut annotations = workload.pod_annotations.clone();
        annotations.extend(facts.annotations);
        let affinity = anti_affinity(facts.anti_affinity, selector(cluster, facts.component));
        Self {
            labels: pairs(labels),
            annotations: pairs(annotations),
            service_account: service_account(cluster, workload),
            image_pull_secrets: pull_secrets(cluster),
            priority_class_name: subtree(text_or_nothing(&workload.priority_class_name)),
            grace_period: facts.grace_period,
            uid: UID,
            host_aliases: host_aliases(cluster, facts.component),
            node_selector: pairs(&workload.node_selector),
            affinity: subtree(extend(affinity, &workload.affinity.value)),
            tolerations: nodes(&workload.tolerations),
            topology_spread: nodes(&workload.topology_spread),
            init_containers: nodes(&workload.init_containers),
            sidecars: nodes(&workload.sidecars),
            extra_volumes: nodes(&workload.extra_volumes),
        }
    }
}

fn service_account(cluster: &Cluster, workload: &Workload) -> String {
    match workload.service_account.as_str() {
        "" => cluster.release.name.clone(),
        chosen => chosen.to_owned(),
    }
}

fn pull_secrets(cluster: &Cluster) -> Value {
    let secret = |name: &String| mapping([("name", name.as_str().into())]);
    subtree(sequence(cluster.image.pull_secrets.iter().map(secret)))
}

/// A broker name with a domain must resolve when Java starts, and in every Pod that talks to brokers, before anyone has
/// set up DNS for it.
///
/// A broker talks to its own group alone and a name server to nobody, so another group restarts neither. The API server
/// wants each address once.
fn host_aliases(cluster: &Cluster, component: Component) -> Value {
    let named = *cluster.external.advertise == Advertised::Name && !cluster.external.domain.is_empty();
    let talks_to = |group: &&BrokerGroup| match component {
        Component::Namesrv => false,
        Component::Broker(own) => group.index == own,
        _ => true,
    };
    let mut aliases: BTreeMap<&str, Vec<yaml::Value>> = BTreeMap::new();
    for member in cluster.groups.iter().filter(talks_to).flat_map(|group| &group.members).filter(|_| named) {
        let Some(node) = member.node.and_then(|index| cluster.nodes.get(index)) else { continue };
        aliases.entry(node.address.as_str()).or_default().push(member.advertised.as_str().into());
    }
    let alias = |(address, hostnames): (&str, Vec<yaml::Value>)| {
        mapping([("ip", address.into()), ("hostnames", sequence(hostnames))])
    };
    subtree(sequence(aliases.into_iter().map(alias)))
}

/// Keeps Pods with these labels apart by node.
fn anti_affinity(kind: AntiAffinity, selector: Pairs) -> yaml::Value {
    let term = mapping([
        ("topologyKey", "kubernetes.io/hostname".into()),
        ("labelSelector", mapping([("matchLabels", pairs_node(selector))])),
    ]);
    let rule = match kind {
        AntiAffinity::None => return mapping::<&str>([]),
        AntiAffinity::Required => ("requiredDuringSchedulingIgnoredDuringExecution", sequence([term])),
        AntiAffinity::Preferred => {
            let weighted = mapping([("weight", yaml::Value::Int(100)), ("podAffinityTerm", term)]);
            ("preferredDuringSchedulingIgnoredDuringExecution", sequence([weighted]))
        }
    };
    mapping([("podAntiAffinity", mapping([rule]))])
}

/// What `_container.yaml.j2` writes.
#[derive(Serialize)]
pub(super) struct Container {
    pub(super) image: String,
    pub(super) pull_policy: String,
    pub(super) working_dir: Value,
    pub(super) command: Value,
    pub(super) args: Value,
    pub(super) env: Value,
    pub(super) ports: Value,
    pub(super) startup_probe: Value,
    pub(super) liveness_probe: Value,
    pub(super) readiness_probe: Value,
    pub(super) resources: Value,
    pub(super) extra_mounts: Value,
}

impl Container {
    /// Returns a container with the image's own command, no ports and no probes.
    pub(super) fn new(cluster: &Cluster, image: &str, workload: &Workload, env: Env, amounts: &Resources) -> Self {
        let nothing = || subtree(yaml::Value::Null);
        Self {
            image: image.to_owned(),
            pull_policy: cluster.image.pull_policy.clone(),
            working_dir: nothing(),
            command: nothing(),
            args: nothing(),
            env: env.with(&workload.extra_env),
            ports: nothing(),
            startup_probe: nothing(),
            liveness_probe: nothing(),
            readiness_probe: nothing(),
            resources: resources(amounts),
            extra_mounts: nodes(&workload.extra_volume_mounts),
        }
    }
}

/// Environment variables, in order.
pub(super) struct Env(Vec<yaml::Value>);

impl Env {
    /// Returns the variables that every container has: the time zone.
    pub(super) fn new(cluster: &Cluster) -> Self {
        Self(Vec::new()).set("TZ", &cluster.timezone)
    }

    pub(super) fn set(mut self, name: &str, value: &str) -> Self {
        self.0.push(mapping([("name", name.into()), ("value", value.into())]));
        self
    }

    /// Takes a variable from a field of the Pod.
    pub(super) fn field(mut self, name: &str, path: &str) -> Self {
        let field = mapping([("fieldRef", mapping([("fieldPath", path.into())]))]);
        self.0.push(mapping([("name", name.into()), ("valueFrom", field)]));
        self
    }

    fn with(self, extra: &[Node]) -> Value {
        subtree(sequence(self.0.into_iter().chain(extra.iter().map(|node| node.value.clone()))))
    }
}

/// Returns container ports, each with its name.
pub(super) fn ports(ports: impl IntoIterator<Item = (String, u32)>) -> Value {
    let port = |(name, port): (String, u32)| {
        mapping([
            ("name", name.into()),
            ("containerPort", yaml::Value::Int(i64::from(port))),
            ("protocol", "TCP".into()),
        ])
    };
    subtree(sequence(ports.into_iter().map(port)))
}

/// Returns a list of texts.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    subtree(sequence(texts.into_iter().map(yaml::Value::from)))
}

/// Returns a list of Kubernetes objects as the user wrote them.
pub(super) fn nodes(nodes: &[Node]) -> Value {
    subtree(sequence(nodes.iter().map(|node| node.value.clone())))
}

fn resources(resources: &Resources) -> Value {
    let amounts = |amounts: &BTreeMap<String, Fact<Quantity>>| {
        let entries = mapping(amounts.iter().map(|(name, amount)| (name.clone(), amount.as_str().into())));
        if amounts.is_empty() { yaml::Value::Null } else { entries }
    };
    subtree(mapping([("requests", amounts(&resources.requests)), ("limits", amounts(&resources.limits))]))
}
