//! Lines of CoreDNS's `rewrite` plugin: every name leads to a Service of the cluster.

use super::{Snippet, Strategy, records, title};
use crate::cluster::Cluster;
use crate::diagnostic::Diagnostics;

pub(super) fn snippet(cluster: &Cluster) -> Result<Snippet, Diagnostics> {
    let records = records(cluster)?;
    let line = |name: &str, service: &str| format!("rewrite name exact {name} {service} answer auto");
    let lines = records.iter().map(|record| line(&record.name, &record.service)).collect();
    let head = vec![
        title(&cluster.release),
        "# This goes into the server block that has the plugin `kubernetes`, `.:53 {`. Names lead to Services, so no"
            .to_owned(),
        format!(
            "# address is to be maintained; name servers then have port {}, not their node ports.",
            *cluster.name_servers.port
        ),
    ];
    Ok(Snippet { strategy: Strategy::Rewrite, head, lines, entries: Vec::new() })
}
