//! `disruption-budget`: a drain takes one member of a group at a time.

use super::placement::{ROLES, own_selector};
use super::subject::Subject;
use super::tree::{mapping, selector, value};
use super::{Context, Effect, Extent, Pass, Steps};
use crate::cluster::recognise::{Budget, Found, Selector, Workload};
use crate::documents::Object;
use crate::yaml::{FieldPath, Node};

pub(super) const PASS: Pass = Pass {
    name: "disruption-budget",
    about: "Lets a drain take one member of a group, or one name server, at a time",
    extent: Extent::Hardening,
    run,
};

/// Kinds whose size Kubernetes knows: a budget by `maxUnavailable` counts from it.
const SCALED: [&str; 4] = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some(subject) = Subject::of(context, object).filter(|subject| subject.runs(&ROLES)) else { return };
    let workload = subject.workload;
    if context.found.budgets.iter().any(|budget| budget.selects(workload)) {
        return;
    }
    match wanted(context.found, workload) {
        Ok(Some(selector)) => steps.add(budget(object, selector), Effect::None),
        Ok(None) => {}
        Err(why) => steps.leave(why),
    }
}

/// Returns the selector of a new budget; nothing where another workload of the same selector brings it.
fn wanted<'a>(found: &'a Found, workload: &'a Workload) -> Result<Option<&'a Selector>, String> {
    if !SCALED.contains(&workload.identity.kind.as_str()) {
        return Err(format!("a budget cannot count the Pods of a {}", workload.identity.kind));
    }
    let selector = own_selector(workload)?;
    let counted = found.workloads_of(workload, selector);
    // A Pod with two budgets cannot be evicted at all.
    if let Some(other) = counted.iter().find(|other| other.selector.as_ref() != Some(selector)) {
        return Err(format!("its selector counts Pods of {} too, and a Pod may have one budget only", other.identity));
    }
    if counted.iter().map(|other| other.count()).sum::<u32>() < 2 {
        return Err("it has one Pod, so a budget would protect nothing or stop every drain".to_owned());
    }
    let is_named_so = |budget: &&Budget| budget.is_named_like(workload);
    if let Some(taken) = found.budgets.iter().find(is_named_so) {
        return Err(format!("the name of {} is taken", taken.identity));
    }
    let is_first = counted.first().is_some_and(|first| first.place == workload.place);
    Ok(is_first.then_some(selector))
}

fn budget(object: &Object<'_>, of: &Selector) -> Node {
    let taken = |name: &str| object.node.at(&FieldPath::from(["metadata", name])).cloned();
    let metadata = ["name", "namespace", "labels"].into_iter().filter_map(|name| Some((name, bare(taken(name)?))));
    mapping([
        ("apiVersion", value("policy/v1")),
        ("kind", value("PodDisruptionBudget")),
        ("metadata", mapping(metadata)),
        ("spec", mapping([("maxUnavailable", value(1_i64)), ("selector", selector(of))])),
    ])
}

/// Returns a node without the place from which it was copied.
fn bare(node: Node) -> Node {
    Node { location: None, ..node }
}
