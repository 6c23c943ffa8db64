//! Raft peers that were given by hand and do not fit the members.

use super::Check;
use crate::cluster::{BrokerGroup, Cluster};
use crate::diagnostic::{Code, Diagnostics};
use crate::rocketmq::ports::DLEDGER;

pub(super) const CHECK: Check = Check { code: Code { number: 402, name: "peers-mismatch" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for group in &cluster.groups {
        if let Some(problem) = problem(group) {
            diagnostics.push(
                group
                    .peers
                    .error(
                        CHECK.code,
                        format!("the peers of broker group {} do not fit its members: {problem}", group.index),
                    )
                    .note("every member starts with the same list and finds itself in it by its id, `n` and its ordinal")
                    .help("list one `nI-HOST:40911` for each member, n0 first; take it out unless you adopt an existing cluster"),
            );
        }
    }
}

fn problem(group: &BrokerGroup) -> Option<String> {
    let peers: Vec<&str> = group.peers.split(';').collect();
    if peers.len() != group.members.len() {
        return Some(format!("expected {} peers, found {}", group.members.len(), peers.len()));
    }
    let fits = |(ordinal, peer): &(usize, &&str)| {
        let address = peer.strip_prefix(&format!("n{ordinal}-"));
        let parts = address.and_then(|address| address.rsplit_once(':'));
        parts.is_some_and(|(host, port)| !host.is_empty() && !host.contains(':') && port.parse() == Ok(DLEDGER))
    };
    let (ordinal, peer) = peers.iter().enumerate().find(|entry| !fits(entry))?;
    Some(format!("expected `n{ordinal}-HOST:{DLEDGER}`, found `{}`", peer.escape_debug()))
}
