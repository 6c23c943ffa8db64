//! The knobs that every component has, written once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Quantity;
use crate::yaml::Node;

/// What the user may add to the Pods of one component and to the objects around them.
///
/// The lists hold Kubernetes objects as they were written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workload {
    /// Labels on every object of the component and on its Pods.
    pub labels: BTreeMap<String, String>,
    /// Annotations on every object of the component.
    pub annotations: BTreeMap<String, String>,
    /// Annotations on the Pods.
    pub pod_annotations: BTreeMap<String, String>,
    /// Labels that a Kubernetes node must have.
    pub node_selector: BTreeMap<String, String>,
    /// Taints that the Pods stand.
    pub tolerations: Vec<Node>,
    /// `affinity` of the Pods: a mapping, empty when not set.
    pub affinity: Node,
    /// `topologySpreadConstraints` of the Pods.
    pub topology_spread: Vec<Node>,
    /// `priorityClassName` of the Pods; empty when not set.
    pub priority_class_name: String,
    /// Environment variables of the main container.
    pub extra_env: Vec<Node>,
    /// Volumes of the Pods.
    pub extra_volumes: Vec<Node>,
    /// Volume mounts of the main container.
    pub extra_volume_mounts: Vec<Node>,
    /// Containers that run before the main one.
    pub init_containers: Vec<Node>,
    /// Containers beside the main one.
    pub sidecars: Vec<Node>,
    /// The service account; empty for the one that is rendered.
    pub service_account: String,
}

/// Probes that replace those of `rmq`: each is a mapping, empty when not set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probes {
    /// The startup probe.
    pub startup: Node,
    /// The liveness probe.
    pub liveness: Node,
    /// The readiness probe.
    pub readiness: Node,
}

/// Requests and limits of one container, by resource name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resources {
    /// What the scheduler sets aside.
    pub requests: BTreeMap<String, Quantity>,
    /// What the container may use at most.
    pub limits: BTreeMap<String, Quantity>,
}
