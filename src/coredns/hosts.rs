//! Lines of CoreDNS's `hosts` plugin: every name leads to the address of a node.

use std::net::Ipv4Addr;

use super::{Record, Snippet, Strategy, TTL, addressed, indented, title};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;

pub(super) fn snippet(cluster: &Cluster) -> Result<Snippet, Diagnostics> {
    let entries = entries(&addressed(cluster)?);
    let head = vec![
        title(&cluster.release),
        "# This goes into the server block that answers all other names, `.:53 {`. A server block takes one hosts"
            .to_owned(),
        "# block: if there is one already, its lines go in there (`rmq coredns merge` does that).".to_owned(),
    ];
    Ok(Snippet { strategy: Strategy::Hosts, head, lines: block(entries.clone()), entries })
}

/// Returns the lines `ADDRESS NAME`.
pub(super) fn entries(records: &[(Ipv4Addr, Record)]) -> Vec<String> {
    records.iter().map(|(address, record)| format!("{address} {}", record.name)).collect()
}

/// Returns a block of the plugin: behind `fallthrough` an address would be an unknown property, so that stands last.
pub(super) fn block(entries: Vec<String>) -> Vec<String> {
    let options = [format!("ttl {TTL}"), "fallthrough".to_owned()];
    let inside = indented(entries.into_iter().chain(options));
    std::iter::once("hosts {".to_owned()).chain(inside).chain(["}".to_owned()]).collect()
}
