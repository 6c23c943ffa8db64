//! Two groups with one `brokerName`: each overwrites the other's routes.

use std::collections::BTreeMap;

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 311, name: "broker-name-clash" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let mut owners = BTreeMap::new();
    for group in &cluster.groups {
        let Some(other) = owners.insert(group.broker_name.as_str(), group.index) else { continue };
        let field = format!("broker.groupOverrides.{}.brokerName", group.index);
        diagnostics.push(
            Diagnostic::error(
                CHECK.code,
                format!("groups {other} and {} have one broker name `{}`", group.index, group.broker_name),
            )
            .at(group.overrides)
            .path(field)
            .note("name servers keep one address per broker name and id, so the groups overwrite each other's routes")
            .help("give every group a `brokerName` of its own"),
        );
    }
}
