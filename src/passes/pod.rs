//! Where Pods are described in an object.

use crate::yaml::{FieldPath, Node};

/// The ways to a Pod's specification: in a workload, a `CronJob`, a `PodTemplate` and a Pod.
const PLACES: [&[&str]; 4] = [
    &["spec", "template", "spec"],
    &["spec", "jobTemplate", "spec", "template", "spec"],
    &["template", "spec"],
    &["spec"],
];

/// The lists of containers in a Pod's specification.
const CONTAINER_LISTS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

/// Returns the specification of the Pods that an object describes, whatever its kind.
///
/// A custom resource with a Pod template counts: its controller makes the same Pods of it.
pub(super) fn spec(object: &Node) -> Option<(FieldPath, &Node)> {
    PLACES.iter().find_map(|place| {
        let path = place.iter().fold(FieldPath::root(), |path, name| path.key(*name));
        let spec = object.at(&path)?;
        let has_containers = spec.get("containers").and_then(Node::as_sequence).is_some();
        has_containers.then_some((path, spec))
    })
}

/// Returns every container of a Pod's specification, with its path.
pub(super) fn containers<'a>(path: &FieldPath, spec: &'a Node) -> Vec<(FieldPath, &'a Node)> {
    let mut found = Vec::new();
    for list in CONTAINER_LISTS {
        let containers = spec.get(list).and_then(Node::as_sequence).unwrap_or_default();
        let places = containers.iter().enumerate();
        found.extend(places.map(|(index, container)| (path.clone().key(list).index(index), container)));
    }
    found
}
