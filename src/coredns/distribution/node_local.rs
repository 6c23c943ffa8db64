//! What `NodeLocal` `DNSCache` needs beside CoreDNS.

use super::{NodeLocal, Order, stock};
use crate::cluster::Cluster;
use crate::coredns::{PORT, node_local, records};
use crate::diagnostic::Diagnostics;

impl Order<'_> {
    /// Returns comments on the `NodeLocal` `DNSCache` that the manifest of Kubernetes installs, if there is one.
    pub(super) fn node_local(&self) -> Result<Vec<String>, Diagnostics> {
        match self.node_local {
            _ if !self.has_node_local => Ok(Vec::new()),
            NodeLocal::AsksCoreDns(source) => Ok(vec![
                String::new(),
                "NodeLocal DNSCache needs nothing more: here it asks CoreDNS for every name".to_owned(),
                format!("({source})."),
            ]),
            NodeLocal::Bypasses | NodeLocal::AnswersHosts => self.node_local_block(),
        }
    }

    fn node_local_block(&self) -> Result<Vec<String>, Diagnostics> {
        let lines = node_local::lines(self.cluster, PORT, node_local::LOCAL, node_local::CORE_DNS)?;
        let mut comments = vec![
            String::new(),
            format!(
                "NodeLocal DNSCache asks CoreDNS only for names in {}. This makes it ask for ours:",
                self.cluster.cluster_domain
            ),
        ];
        comments.extend(stock::edit(self, "node-local-dns", " --nodelocaldns"));
        comments
            .push("It puts this server block there; the words in capitals become addresses in its Pods:".to_owned());
        comments.extend(lines.iter().map(|line| format!("  {line}")));
        Ok(comments)
    }
}

/// Returns the zones of the names: their domain, or without one each name.
pub(super) fn zones(cluster: &Cluster) -> Result<Vec<String>, Diagnostics> {
    let domain = &cluster.external.domain;
    let names = records(cluster)?.into_iter().map(|record| record.name);
    Ok(if domain.is_empty() { names.collect() } else { vec![domain.value.clone()] })
}
