//! A number of Raft members that protects from nothing, or from no more than one less would.

use super::Check;
use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 401, name: "raft-group-size" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    let members = &cluster.brokers.replicas;
    let finding = match **members {
        1 => members
            .warning(CHECK.code, "a Raft group of one member survives no failure")
            .note("while that broker is down, the group takes and gives out no messages")
            .help("set `broker.replicas: 3`"),
        2 => members
            .error(CHECK.code, "a Raft group of two members stops when either of them fails")
            .note("two are a majority only together, so they fail more often than a single broker")
            .help("set `broker.replicas: 3`, or 1 for a test; capacity grows with `broker.groups`"),
        even if even % 2 == 0 => members
            .warning(
                CHECK.code,
                format!("a Raft group of {even} members survives no more failures than one of {}", even - 1),
            )
            .note("the majority of an even number needs one member more")
            .help(format!("set `broker.replicas: {}`; capacity grows with `broker.groups`", even - 1)),
        _ => return,
    };
    diagnostics.push(finding);
}
