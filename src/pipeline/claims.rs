//! What the clusters of one stream take from each other: a name, or a node port, which the whole of Kubernetes has once.

use std::collections::BTreeMap;

use super::expand::Made;
use super::findings::from_template;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::documents::{Identity, Origin};
use crate::source::Location;
use crate::yaml::{FieldPath, Node};

/// What clusters have taken so far.
#[derive(Default)]
pub(super) struct Claims {
    /// By kind, namespace and name of an object.
    objects: BTreeMap<(&'static str, Option<String>, String), usize>,
    node_ports: BTreeMap<u16, usize>,
    clusters: Vec<Claimant>,
}

/// A cluster that takes something.
struct Claimant {
    identity: Identity,
    origin: Origin,
    location: Option<Location>,
}

impl Claims {
    /// Takes what a cluster needs.
    ///
    /// # Diagnostics
    ///
    /// `CONTRADICTION` for the first name, or else the first node port, that another cluster has taken.
    pub(super) fn take(&mut self, node: &Node, origin: &Origin, made: &Made) -> Diagnostics {
        let claimant = Claimant {
            identity: Identity::of(node),
            origin: origin.clone(),
            location: node.at(&FieldPath::from(["metadata", "name"])).or(node.get("kind")).and_then(|it| it.location),
        };
        let names = made.objects.iter().map(|object| (object.kind, object.namespace.clone(), object.name.clone()));
        let number = self.clusters.len();
        let mut found = None;
        for key in names {
            let owner = *self.objects.entry(key.clone()).or_insert(number);
            if owner != number && found.is_none() {
                found = self.clusters.get(owner).map(|other| same_name(&claimant, other, &key));
            }
        }
        for (port, field) in &made.node_ports {
            let owner = *self.node_ports.entry(*port).or_insert(number);
            if owner != number && found.is_none() {
                found = self.clusters.get(owner).map(|other| same_port(&claimant, other, *port, field));
            }
        }
        self.clusters.push(claimant);
        found.into_iter().collect()
    }
}

fn same_name(this: &Claimant, other: &Claimant, (kind, _, name): &(&str, Option<String>, String)) -> Diagnostic {
    contradiction(
        this,
        other,
        format!("`{}` makes the {kind} `{name}` that another cluster of the stream makes", this.identity),
    )
    .help("give the cluster another `metadata.name`, or take one of the two documents out")
}

fn same_port(this: &Claimant, other: &Claimant, port: u16, field: &str) -> Diagnostic {
    contradiction(
        this,
        other,
        format!("`{}` takes the node port {port} of another cluster of the stream", this.identity),
    )
    .note("a node port belongs to one Service in all of Kubernetes: the API server refuses the second")
    .help(format!("change `{field}` of one of them so that their rows of ports do not meet"))
}

fn contradiction(this: &Claimant, other: &Claimant, message: String) -> Diagnostic {
    let found = Diagnostic::error(code::CONTRADICTION, message).at(this.location);
    let found = found.label(other.location, "the other cluster");
    from_template(from_template(found, "the document", &this.origin), "the other one", &other.origin)
}
