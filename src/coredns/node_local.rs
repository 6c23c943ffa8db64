//! What `NodeLocal` `DNSCache` must be told: names outside of the cluster domain are CoreDNS' too.
//!
//! Its program puts addresses in place of `__PILLAR__…` whenever it reads the Corefile of its ConfigMap: those that it
//! listens on, and that of CoreDNS behind it.

use super::{Record, records, zone};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;

/// What stands for the addresses that it listens on.
pub(super) const LOCAL: &str = "__PILLAR__LOCAL__DNS__";
/// What stands for the address of CoreDNS behind it.
pub(super) const CORE_DNS: &str = "__PILLAR__CLUSTER__DNS__";

/// Returns a server block that asks CoreDNS, which has one of these addresses, for the names.
pub(super) fn lines(cluster: &Cluster, port: u16, bind: &str, servers: &str) -> Result<Vec<String>, Diagnostics> {
    let records = records(cluster)?;
    let keys = zone::keys(cluster, &records.iter().collect::<Vec<&Record>>(), port);
    let bind = Some(bind).filter(|bind| !bind.is_empty()).map(|bind| format!("bind {bind}"));
    let before = ["errors", "cache 30", "reload"].map(str::to_owned);
    let after = [format!("forward . {servers} {{"), "    force_tcp".to_owned(), "}".to_owned()];
    Ok(zone::server_block(&keys, before.into_iter().chain(bind).chain(after)))
}
