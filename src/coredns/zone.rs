//! A server block of its own for the names, beside whatever is there.

use super::{Record, Snippet, Strategy, addressed, hosts, indented, title};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;

pub(super) fn snippet(cluster: &Cluster, port: u16) -> Result<Snippet, Diagnostics> {
    let records = addressed(cluster)?;
    let entries = hosts::entries(&records);
    let names: Vec<&Record> = records.iter().map(|(_, record)| record).collect();
    let head = vec![
        title(&cluster.release),
        "# This goes beside the other server blocks, at the end of the Corefile; it is asked for these names alone."
            .to_owned(),
    ];
    Ok(Snippet { strategy: Strategy::Zone, head, lines: block(&keys(cluster, &names, port), &entries), entries })
}

/// Returns the zones: the domain behind the names, or without one every name by itself.
pub(super) fn keys(cluster: &Cluster, records: &[&Record], port: u16) -> Vec<String> {
    let domain = &cluster.external.domain;
    if domain.is_empty() {
        return records.iter().map(|record| format!("{}:{port}", record.name)).collect();
    }
    vec![format!("{}:{port}", domain.value)]
}

/// What is in the domain and not ours is asked of the resolver of the node, as without this block.
fn block(keys: &[String], entries: &[String]) -> Vec<String> {
    let before = ["errors", "cache 30"].map(str::to_owned);
    let inside =
        before.into_iter().chain(hosts::block(entries.to_vec())).chain(["forward . /etc/resolv.conf".to_owned()]);
    server_block(keys, inside)
}

/// Returns a server block, each of its zones on a line.
pub(super) fn server_block(keys: &[String], inside: impl IntoIterator<Item = String>) -> Vec<String> {
    let head = format!("{} {{", keys.join(",\n"));
    let head = head.split('\n').map(str::to_owned).collect::<Vec<_>>();
    head.into_iter().chain(indented(inside)).chain(["}".to_owned()]).collect()
}
