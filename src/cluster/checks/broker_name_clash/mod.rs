//! Two groups with one `brokerName`: each overwrites the other's routes.

use std::collections::BTreeMap;

use super::Check;
use crate::cluster::{BrokerGroup, Cluster};
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 311, name: "broker-name-clash" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<&str, &BrokerGroup> = BTreeMap::new();
    for group in &cluster.groups {
        let Some(other) = owners.insert(&group.broker_name, group) else { continue };
        let (chosen, second) = if group.broker_name.location.is_some() { (group, other) } else { (other, group) };
        diagnostics.push(
            chosen
                .broker_name
                .error(
                    CHECK.code,
                    format!("broker groups {} and {} have the same name `{}`", other.index, group.index, group.broker_name.value),
                )
                .label(second.broker_name.location, "the same name here")
                .note("name servers keep one address for each broker name and id, so the groups overwrite each other's routes")
                .help("give each group a `brokerName` of its own, or take the override out"),
        );
    }
}
