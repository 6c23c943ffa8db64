//! What may surprise about the names that the cluster DNS is told, from the values alone.

use super::Strategy;
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// Domains below which anybody can register names.
const PUBLIC: [&str; 24] = [
    "app", "cloud", "cn", "co", "co.uk", "com", "com.au", "com.br", "com.cn", "com.hk", "com.sg", "com.tw", "de",
    "dev", "eu", "fr", "in", "info", "io", "net", "net.cn", "org", "org.cn", "uk",
];

/// Returns findings on the names of a cluster, for a command that makes the cluster DNS answer them.
#[must_use]
pub fn remarks(cluster: &Cluster, strategy: Strategy) -> Diagnostics {
    let domain = &cluster.external.domain;
    let found = if domain.is_empty() { vec![single_label(cluster)] } else { of_domain(cluster, strategy) };
    found.into_iter().collect()
}

/// Returns the same with what is said where `NodeLocal` `DNSCache` was not thought of.
#[must_use]
pub fn with_node_local(cluster: &Cluster, strategy: Strategy) -> Diagnostics {
    let mut found = remarks(cluster, strategy);
    if !found.has_errors() {
        found.push(node_local(cluster));
    }
    found
}

/// What is true of every cluster DNS, for a person who is about to change one.
pub const AFTERWARDS: &str = "\
Afterwards:
  CoreDNS with the plugin reload reads it within two minutes; no restart is needed.
  A name that was asked for before stays unknown for up to 30 s in CoreDNS, and for 10 s in a Java program.
  Pods with hostNetwork: true ask CoreDNS only with dnsPolicy: ClusterFirstWithHostNet.
";

/// Returns what is said where `NodeLocal` `DNSCache` was not thought of.
#[must_use]
pub fn node_local(cluster: &Cluster) -> Diagnostic {
    let message = format!(
        "NodeLocal DNSCache would not ask CoreDNS for these names, as they lie outside of `{}`",
        cluster.cluster_domain
    );
    let help = "if the nodes have it, tell it too: see the option `--nodelocaldns`";
    Diagnostic::info(code::NODE_LOCAL_BYPASS, message).help(help)
}

fn of_domain(cluster: &Cluster, strategy: Strategy) -> Vec<Diagnostic> {
    let (domain, services) = (&cluster.external.domain, cluster.cluster_domain.as_str());
    if lies_in(domain, services) {
        let message =
            format!("the domain `{}` lies in `{services}`, where CoreDNS knows the names of Services", **domain);
        let help = "choose a domain outside of it; Services have their names without anybody's help";
        return vec![domain.error(code::SERVICES_SHADOWED, message).help(help)];
    }
    if strategy == Strategy::Zone && lies_in(services, domain) {
        let message = format!("a zone for `{}` would take the names of Services, which end in `{services}`", **domain);
        let help = "choose a longer domain, or another strategy";
        return vec![domain.error(code::SERVICES_SHADOWED, message).help(help)];
    }
    let last = domain.rsplit('.').next().unwrap_or_default();
    if last.eq_ignore_ascii_case("local") {
        let message = format!(
            "`{}` ends in `.local`, which many machines ask of their neighbours (mDNS) and of no DNS server",
            **domain
        );
        let help =
            "Pods of Alpine and of most images do not, macOS and desktops do; `.internal` is free for private names";
        return vec![domain.warning(code::FOREIGN_DOMAIN, message).help(help)];
    }
    if PUBLIC.iter().any(|public| domain.eq_ignore_ascii_case(public)) {
        let message = format!(
            "the domain `{}` is everybody's: whoever registers the name of a broker there gets it outside",
            **domain
        );
        let help = "choose a domain of your own, as `mq.example.com`";
        return vec![domain.warning(code::FOREIGN_DOMAIN, message).help(help)];
    }
    Vec::new()
}

/// Returns true for a domain that is another one, or below it.
fn lies_in(domain: &str, above: &str) -> bool {
    let (domain, above) = (domain.to_ascii_lowercase(), above.to_ascii_lowercase());
    domain.strip_suffix(&above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn single_label(cluster: &Cluster) -> Diagnostic {
    let message =
        "names of one label are looked for in the namespace of the client first: a Service of the same name there wins";
    let help = "set `external.domain` if other namespaces have Services with such names";
    cluster.external.advertise.info(code::SINGLE_LABEL, message).help(help)
}
