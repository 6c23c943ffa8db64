//! What NodeLocal DNSCache must be told: names outside of the cluster domain are CoreDNS' too.
//!
//! Its program puts addresses in place of `__PILLAR__…` whenever it reads the Corefile of its ConfigMap: those that it
//! listens on, and that of CoreDNS behind it.

use super::{PORT, Record, Snippet, Strategy, records, title, zone};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;

/// Returns a server block that asks CoreDNS for the names.
pub(super) fn snippet(cluster: &Cluster) -> Result<Snippet, Diagnostics> {
    let records = records(cluster)?;
    let keys = zone::keys(cluster, &records.iter().collect::<Vec<&Record>>(), PORT);
    let inside = [
        "errors",
        "cache 30",
        "reload",
        "loop",
        "bind __PILLAR__LOCAL__DNS__",
        "forward . __PILLAR__CLUSTER__DNS__ {",
        "    force_tcp",
        "}",
        "prometheus :9253",
    ];
    let lines = zone::server_block(&keys, inside.map(str::to_owned));
    Ok(Snippet { strategy: Strategy::Zone, head: vec![title(&cluster.release)], lines, entries: Vec::new() })
}
