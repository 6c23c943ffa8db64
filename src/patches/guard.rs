//! What `rmq` works out itself and relies on: a patch that changes it is told so.

use super::Patch;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::yaml::{FieldPath, Node};

/// What makes an object the one that it is: everything else refers to it.
const IDENTITY: &[&[&str]] = &[&["apiVersion"], &["kind"], &["metadata", "name"], &["metadata", "namespace"]];

/// A field that other objects or the brokers rely on.
struct Guarded {
    kinds: &'static [&'static str],
    path: &'static [&'static str],
    help: &'static str,
}

const WORKLOADS: &[&str] = &["StatefulSet", "Deployment", "Job"];

const GUARDED: &[Guarded] = &[
    Guarded {
        kinds: &["StatefulSet", "Deployment", "Service", "PodDisruptionBudget"],
        path: &["spec", "selector"],
        help: "leave it: Services and budgets find their Pods by it, and a workload cannot change it",
    },
    Guarded { kinds: &["StatefulSet"], path: &["spec", "serviceName"], help: "leave it: it is in every DNS name" },
    Guarded {
        kinds: &["StatefulSet"],
        path: &["spec", "replicas"],
        help: "set `broker.replicas`, `broker.groups` or `namesrv.replicas`",
    },
    Guarded {
        kinds: &["StatefulSet"],
        path: &["spec", "volumeClaimTemplates"],
        help: "set `broker.persistence`; the API server refuses the change on a cluster that is there",
    },
    Guarded {
        kinds: WORKLOADS,
        path: &["spec", "template", "metadata", "labels"],
        help: "set `labels` of the component",
    },
    Guarded { kinds: &["Service"], path: &["spec", "ports"], help: "set the port of the component" },
    Guarded {
        kinds: &["Service"],
        path: &["spec", "publishNotReadyAddresses"],
        help: "leave it: brokers must find each other before they are ready",
    },
    Guarded { kinds: &["ConfigMap"], path: &["data"], help: "set `broker.config`, where values are checked" },
    Guarded {
        kinds: &["PersistentVolume"],
        path: &["spec", "claimRef"],
        help: "leave it: the volume belongs to one Pod",
    },
];

/// In these lists of a workload only the containers that `rmq` makes are guarded, by these fields.
const CONTAINER: &[(&str, &str)] = &[
    ("ports", "set the port of the component"),
    ("command", "leave it: java must be the first process"),
    ("image", "set `image`, so that `rmq images` knows it"),
];

pub(super) fn check(patch: &Patch, before: &Node, after: &Node, subject: &str) -> Diagnostics {
    let mut found = Diagnostics::new();
    let place_of = |steps: &[&str]| steps.iter().fold(FieldPath::root(), |path, step| path.key(*step));
    for steps in IDENTITY {
        let place = place_of(steps);
        if differs(before.at(&place), after.at(&place)) {
            let message = format!("`{}` changes `{place}` of {subject}", patch.path);
            let error = Diagnostic::error(code::PATCHED_FACT, message).path(patch.path.clone());
            let location = after.at(&place).and_then(|node| node.location).or(patch.location);
            found.push(
                error.at(location).help("give the cluster another name or namespace; a patch cannot rename objects"),
            );
        }
    }
    let kind = before.get("kind").and_then(Node::as_str).unwrap_or_default();
    for guarded in GUARDED.iter().filter(|guarded| guarded.kinds.contains(&kind)) {
        let place = place_of(guarded.path);
        warn(patch, &place, (before.at(&place), after.at(&place)), subject, guarded.help, &mut found);
    }
    let list = FieldPath::from(["spec", "template", "spec", "containers"]);
    let containers = |object: &Node| object.at(&list).and_then(Node::as_sequence).unwrap_or_default().to_vec();
    let after = containers(after);
    for (index, container) in containers(before).iter().enumerate() {
        let is_it = |other: &&Node| !differs(container.get("name"), other.get("name"));
        let same = after.iter().find(is_it);
        for (field, help) in CONTAINER {
            let place = list.clone().index(index).key(*field);
            let new = same.and_then(|same| same.get(field));
            warn(patch, &place, (container.get(field), new), subject, help, &mut found);
        }
    }
    found
}

fn warn(
    patch: &Patch,
    place: &FieldPath,
    (before, after): (Option<&Node>, Option<&Node>),
    subject: &str,
    help: &str,
    found: &mut Diagnostics,
) {
    if differs(before, after) {
        let message = format!("`{}` changes `{place}` of {subject}, on which other parts rely", patch.path);
        let location = after.and_then(|node| node.location).or(patch.location);
        found.push(Diagnostic::warning(code::PATCHED_FACT, message).at(location).path(patch.path.clone()).help(help));
    }
}

fn differs(before: Option<&Node>, after: Option<&Node>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => !before.is_same(after),
        (before, after) => before.is_some() != after.is_some(),
    }
}
