//! One node listed twice: two members of a group would be bound to it.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 312, name: "duplicate-node" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for (index, node) in cluster.nodes.iter().enumerate() {
        let Some(first) = cluster.nodes.iter().take(index).find(|other| *other.name == *node.name) else { continue };
        diagnostics.push(
            node.name
                .error(CHECK.code, format!("node `{}` is listed twice", *node.name))
                .label(first.name.location, "first here")
                .note("member i of every group belongs to node i, and no two members of a group share a node")
                .help("list each node once, by the value of its label kubernetes.io/hostname"),
        );
    }
}
