//! Services and disruption budgets.

use super::container::Around;
use super::labels::{self, Labels, POD_NAME, Selector};
use super::{Place, Workload};
use crate::cluster::Fact;
use crate::documents::Identity;
use crate::yaml::{FieldPath, Node, Value};

/// A Service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub identity: Identity,
    /// The labels of the Pods behind it; without any it has none of its own.
    pub selector: Labels,
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    pub kind: String,
    /// True when it has no address of its own, so that its name stands for its Pods.
    pub is_headless: bool,
    /// True when it stands for Pods that are not ready too.
    pub publishes_unready: bool,
    /// Its ports.
    pub ports: Vec<ServicePort>,
}

/// A port of a Service.
#[derive(Clone, Debug)]
pub struct ServicePort {
    /// Its index in `spec.ports`.
    pub index: usize,
    /// Its name.
    pub name: Option<String>,
    /// Its number inside the Kubernetes cluster.
    pub port: u16,
    /// The port of the Pods behind it.
    pub target: Target,
    /// The port of every node, where one is chosen.
    pub node_port: Option<Fact<u16>>,
}

/// The port of a Pod that a Service leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This one.
    Number(u16),
    /// The one that a container gives this name.
    Name(String),
}

/// A disruption budget.
#[derive(Clone, Debug)]
pub struct Budget {
    /// What it is.
    pub identity: Identity,
    /// The Pods that it counts; none without a selector.
    pub selector: Option<Selector>,
}

impl Service {
    pub(super) fn of(place: Place, identity: Identity, node: &Node, around: &Around<'_>) -> Self {
        let spec = node.get("spec");
        let text = |key: &str| spec.and_then(|spec| spec.get(key)).and_then(Node::as_str);
        let ports = spec.and_then(|spec| spec.get("ports")).and_then(Node::as_sequence).unwrap_or_default();
        let flag = spec.and_then(|spec| spec.get("publishNotReadyAddresses"));
        let port = |(index, node): (usize, &Node)| ServicePort::of(index, node, around);
        Self {
            place,
            identity,
            selector: labels::labels(spec.and_then(|spec| spec.get("selector"))),
            kind: text("type").unwrap_or("ClusterIP").to_owned(),
            is_headless: text("clusterIP") == Some("None"),
            publishes_unready: flag.is_some_and(|flag| flag.value == Value::Bool(true)),
            ports: ports.iter().enumerate().filter_map(port).collect(),
        }
    }

    /// Returns true when every node serves it.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        matches!(self.kind.as_str(), "NodePort" | "LoadBalancer")
    }

    /// Returns true when Pods of the workload stand behind it.
    #[must_use]
    pub fn selects(&self, workload: &Workload) -> bool {
        let mut selector = self.selector.clone();
        let pod = selector.remove(POD_NAME);
        let has_pod = pod.as_deref().is_none_or(|pod| workload.ordinal(pod).is_some());
        let is_some = !self.selector.is_empty();
        let is_near = super::is_same_namespace(&self.identity, &workload.identity);
        is_some && is_near && has_pod && labels::includes(&workload.labels, &selector)
    }

    /// Returns the ordinal of the only Pod behind it, where it picks one by name.
    #[must_use]
    pub fn ordinal(&self, workload: &Workload) -> Option<u32> {
        workload.ordinal(self.selector.get(POD_NAME)?)
    }
}

impl ServicePort {
    fn of(index: usize, node: &Node, around: &Around<'_>) -> Option<Self> {
        let number = |node: &Node| match node.value {
            Value::Int(value) => u16::try_from(value).ok(),
            _ => None,
        };
        let port = number(node.get("port")?)?;
        let target = match node.get("targetPort") {
            Some(target) => match target.as_str() {
                Some(name) => Target::Name(name.to_owned()),
                None => Target::Number(number(target)?),
            },
            None => Target::Number(port),
        };
        let field = FieldPath::from(["spec", "ports"]).index(index).key("nodePort");
        let node_port = node.get("nodePort").and_then(|found| Some(around.fact(number(found)?, &field, found)));
        Some(Self { index, name: node.get("name").and_then(Node::as_str).map(str::to_owned), port, target, node_port })
    }
}

impl Budget {
    pub(super) fn of(identity: Identity, node: &Node) -> Self {
        Self { identity, selector: node.get("spec").and_then(|spec| spec.get("selector")).and_then(Selector::of) }
    }

    /// Returns true when it stands in the way of another budget with the name of the workload.
    #[must_use]
    pub fn is_named_like(&self, workload: &Workload) -> bool {
        self.identity.name == workload.identity.name && super::is_same_namespace(&self.identity, &workload.identity)
    }

    /// Returns true when it counts Pods of the workload.
    #[must_use]
    pub fn selects(&self, workload: &Workload) -> bool {
        let is_near = super::is_same_namespace(&self.identity, &workload.identity);
        is_near && self.selector.as_ref().is_some_and(|selector| selector.matches(&workload.labels))
    }
}
