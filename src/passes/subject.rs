//! The RocketMQ workload in front of a hardening pass.

use super::{Context, Effect, pod};
use crate::cluster::recognise::{Container, Part, Role, Workload};
use crate::documents::Object;
use crate::yaml::{FieldPath, Node};

/// A workload that runs parts of RocketMQ.
pub(super) struct Subject<'a> {
    /// What its manifest told before any pass.
    pub(super) workload: &'a Workload,
    /// The parts in its Pods.
    pub(super) parts: Vec<&'a Part>,
    /// Where the specification of its Pods stands.
    pub(super) path: FieldPath,
    /// The specification of its Pods, as the passes before left it.
    pub(super) spec: &'a Node,
    /// What a change of its Pods costs.
    pub(super) effect: Effect,
}

impl<'a> Subject<'a> {
    /// Returns the workload that an object is, if parts of RocketMQ run in its Pods.
    pub(super) fn of(context: &Context<'a>, object: &'a Object<'_>) -> Option<Self> {
        let parts: Vec<&Part> = context.parts(object).filter(|part| part.container.is_some()).collect();
        let workload = context.found.workload(parts.first()?)?;
        let (path, spec) = pod::spec(object.node)?;
        Some(Self { workload, parts, path, spec, effect: effect(object) })
    }

    /// Returns the parts with their containers as the passes before left them.
    pub(super) fn containers<'o>(&self, object: &'o Object<'_>) -> Vec<(&'a Part, &'a Container, &'o Node)> {
        let container = |part: &&'a Part| {
            let container = part.container.as_ref()?;
            Some((*part, container, object.node.at(&container.path)?))
        };
        self.parts.iter().filter_map(container).collect()
    }

    /// Returns true when one of these parts runs in its Pods.
    pub(super) fn runs(&self, roles: &[Role]) -> bool {
        self.parts.iter().any(|part| roles.contains(&part.role))
    }
}

/// What a change of the Pod template costs.
fn effect(object: &Object<'_>) -> Effect {
    let strategy = object.node.get("spec").and_then(|spec| spec.get("updateStrategy"));
    let is_manual = strategy.and_then(|strategy| strategy.get("type")).and_then(Node::as_str) == Some("OnDelete");
    match object.identity.kind.as_str() {
        "Pod" => Effect::Immutable,
        "PodTemplate" | "ReplicaSet" | "ReplicationController" => Effect::None,
        _ if is_manual => Effect::None,
        _ => Effect::RollingRestart,
    }
}
