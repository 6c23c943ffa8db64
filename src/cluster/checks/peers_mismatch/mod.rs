//! Raft peers that were given by hand and do not fit the members.

use super::Check;
use crate::cluster::{BrokerGroup, Cluster};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { code: Code { number: 402, name: "peers-mismatch" }, run };

fn run(cluster: &Cluster, diagnostics: &mut Diagnostics) {
    for group in &cluster.groups {
        if let Some(problem) = problem(group) {
            diagnostics.push(
                Diagnostic::error(
                    CHECK.code,
                    format!("the peers of group {} do not fit its members: {problem}", group.index),
                )
                .at(group.overrides)
                .path(format!("broker.groupOverrides.{}.peers", group.index))
                .note("every member starts with the same list, and finds itself in it by its id `n` and ordinal")
                .help("list one `nI-HOST:PORT` for each member, n0 first"),
            );
        }
    }
}

fn problem(group: &BrokerGroup) -> Option<String> {
    let peers: Vec<&str> = group.peers.split(';').collect();
    if peers.len() != group.members.len() {
        return Some(format!("{} peers for {} members", peers.len(), group.members.len()));
    }
    let fits = |(ordinal, peer): &(usize, &&str)| {
        let address = peer.strip_prefix(&format!("n{ordinal}-"));
        let parts = address.and_then(|address| address.rsplit_once(':'));
        parts.is_some_and(|(host, port)| {
            !host.is_empty() && !host.contains(':') && port.parse::<u16>().is_ok_and(|p| p > 0)
        })
    };
    let (ordinal, peer) = peers.iter().enumerate().find(|entry| !fits(entry))?;
    Some(format!("`{}` is not `n{ordinal}-HOST:PORT`", peer.escape_debug()))
}
