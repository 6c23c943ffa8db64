//! `placement`: no two members of a broker group, and no two name servers or controllers, on one node.

use super::subject::Subject;
use super::tree::{mapping, selector, value};
use super::{Context, Effect, Extent, Pass, Steps};
use crate::cluster::recognise::{Role, Selector, Workload};
use crate::documents::Object;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "placement",
    about: "Keeps the members of a group, and the name servers, on different nodes",
    extent: Extent::Hardening,
    run,
};

/// Parts of which another takes over when a node is gone.
pub(super) const ROLES: [Role; 3] = [Role::NameServer, Role::Broker, Role::Controller];

const HOSTNAME: &str = "kubernetes.io/hostname";
/// Apart by one of these means apart by node as well.
const APART: [&str; 3] = [HOSTNAME, "topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let Some(subject) = Subject::of(context, object).filter(|subject| subject.runs(&ROLES)) else { return };
    if subject.workload.identity.kind == "DaemonSet" {
        return;
    }
    match missing(context, &subject) {
        Ok(missing) if missing.is_empty() => {}
        Ok(missing) => {
            if let Err(why) = give_way(object, subject.workload, steps) {
                return steps.leave(why);
            }
            let field = ["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
            let place = field.iter().fold(subject.path.clone(), |path, name| path.key(*name));
            let before = required(subject.spec).len();
            for (offset, selector) in missing.into_iter().enumerate() {
                steps.set(place.clone().index(before + offset), term(selector), subject.effect);
            }
        }
        Err(why) => steps.leave(why),
    }
}

/// Returns the selectors whose Pods no rule keeps apart from these.
fn missing<'a>(context: &Context<'a>, subject: &Subject<'a>) -> Result<Vec<&'a Selector>, String> {
    let members = context.found.group(subject.workload)?;
    if members.iter().map(|member| member.count()).sum::<u32>() < 2 {
        return Err("there is one member, so there is nothing to keep apart".to_owned());
    }
    let mut selectors: Vec<&Selector> = Vec::new();
    for member in &members {
        let selector = own_selector(member)?;
        let strangers = context.found.workloads_of(member, selector);
        let is_member = |other: &&&Workload| members.iter().any(|member| member.identity == other.identity);
        let stranger = strangers.iter().find(|other| !is_member(other));
        if let Some(other) = stranger {
            return Err(format!("its selector counts Pods of {} too, which are no members", other.identity));
        }
        let is_kept = required(subject.spec).iter().any(|term| keeps_apart(term, member));
        if !is_kept && !selectors.contains(&selector) {
            selectors.push(selector);
        }
    }
    Ok(selectors)
}

/// Returns the selector by which a workload knows its Pods.
pub(super) fn own_selector(workload: &Workload) -> Result<&Selector, String> {
    let selector = workload.selector.as_ref().filter(|selector| selector.matches(&workload.labels));
    let is_some = |selector: &&Selector| !selector.labels.is_empty() || !selector.expressions.is_empty();
    selector.filter(is_some).ok_or_else(|| format!("{} has no selector that fits its Pods", workload.identity))
}

fn required(spec: &Node) -> &[Node] {
    let field = FieldPath::from(["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"]);
    spec.at(&field).and_then(Node::as_sequence).unwrap_or_default()
}

/// Returns true for a rule that keeps Pods of the workload away, wherever they may be.
fn keeps_apart(term: &Node, workload: &Workload) -> bool {
    let is_apart = term.get("topologyKey").and_then(Node::as_str).is_some_and(|key| APART.contains(&key));
    let selector = term.get("labelSelector").and_then(Selector::of);
    let counts = selector.is_some_and(|selector| selector.matches(&workload.labels));
    let is_narrowed = ["namespaces", "namespaceSelector", "matchLabelKeys", "mismatchLabelKeys"]
        .iter()
        .any(|field| term.get(field).is_some_and(|value| value.value != Value::Null));
    is_apart && counts && !is_narrowed
}

fn term(of: &Selector) -> Node {
    mapping([("labelSelector", selector(of)), ("topologyKey", value(HOSTNAME))])
}

/// A Deployment starts a new Pod before it stops an old one: with a node for each there would be none for it.
fn give_way(object: &Object<'_>, workload: &Workload, steps: &mut Steps) -> Result<(), String> {
    if workload.identity.kind != "Deployment" {
        return Ok(());
    }
    let path = FieldPath::from(["spec", "strategy"]);
    let strategy = object.node.at(&path);
    let kind = strategy.and_then(|strategy| strategy.get("type")).and_then(Node::as_str);
    if kind == Some("Recreate") {
        return Ok(());
    }
    let rolling = strategy.and_then(|strategy| strategy.get("rollingUpdate"));
    match rolling.filter(|rolling| rolling.value != Value::Null) {
        Some(rolling) if stops_first(rolling, workload.count()) => Ok(()),
        Some(_) => Err("its strategy starts a new Pod before it stops an old one, and no node would be left for it; \
                        set spec.strategy.rollingUpdate.maxUnavailable to 1"
            .to_owned()),
        None => {
            let one_by_one = mapping([("maxSurge", value(0_i64)), ("maxUnavailable", value(1_i64))]);
            let why = "with a node for each Pod, none is left for one that starts before another stops";
            steps.set_because(path.key("rollingUpdate"), one_by_one, Effect::None, why);
            Ok(())
        }
    }
}

/// Returns true when a Pod may be missing during an update.
fn stops_first(rolling: &Node, count: u32) -> bool {
    match rolling.get("maxUnavailable").map(|amount| &amount.value) {
        Some(Value::Int(amount)) => *amount > 0,
        Some(Value::String(text)) => {
            let percent = text.strip_suffix('%').and_then(|text| text.parse::<u32>().ok());
            percent.is_some_and(|percent| u64::from(count) * u64::from(percent) >= 100)
        }
        // Kubernetes takes a quarter, rounded down.
        _ => count >= 4,
    }
}
