//! `KubeKey`: the section `dns:` of its cluster file; it writes the ConfigMaps itself.

use super::object::{document, list, mapping};
use super::{Distribution, NodeLocal, Order, Printed, node_local};
use crate::coredns::{PORT, Snippet, Strategy, snippet};
use crate::diagnostic::Diagnostics;
use crate::yaml::Value;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "kubekey",
    title: "KubeKey",
    best: Strategy::Hosts,
    unfit,
    node_local: NodeLocal::AnswersHosts,
    print,
};

fn unfit(strategy: Strategy) -> Option<&'static str> {
    (strategy == Strategy::Zone).then_some("its `externalZones` can only forward to other DNS servers")
}

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let Snippet { lines, entries, .. } = snippet(order.cluster, order.strategy, PORT)?;
    let text =
        |lines: &[String]| -> Value { Value::from(lines.iter().flat_map(|line| [line, "\n"]).collect::<String>()) };
    let mut comments = vec![
        order.title("KubeKey"),
        "Put it under `spec:` of the Cluster file of KubeKey 3.1 before `kk create cluster`. For a cluster that runs, edit".to_owned(),
        "its Corefiles with the same lines: `rmq coredns merge`.".to_owned(),
    ];
    let mut fields = Vec::new();
    if order.strategy == Strategy::Hosts {
        comments.push("CoreDNS and NodeLocal DNSCache both answer from dnsEtcHosts.".to_owned());
        comments.push("KubeKey 4.0 has two lists for it, and NodeLocal DNSCache answers only with both:".to_owned());
        comments.extend(version_4(&entries));
        fields.push(("dnsEtcHosts", text(&entries)));
    } else {
        comments.push(
            "KubeKey 4.0 has no rewriteBlock: there, each line is an item of additional_configs in the zone `.:53` of"
                .to_owned(),
        );
        comments.push("dns.coredns.zone_configs, whose other keys must then stand in the file too.".to_owned());
        fields.push(("coredns", mapping([("rewriteBlock", text(&lines))])));
        if order.has_node_local {
            fields.push(("nodelocaldns", node_local(order, &mut comments)?));
        }
    }
    Ok(Printed::under(&comments, &document(mapping([("dns", mapping(fields))]))))
}

fn version_4(entries: &[String]) -> Vec<String> {
    let lines = || list(entries.iter().map(|entry| Value::from(entry.as_str())));
    let section = mapping([("dns_etc_hosts", lines()), ("coredns", mapping([("dns_etc_hosts", lines())]))]);
    document(mapping([("dns", section)])).lines().map(|line| format!("  {line}")).collect()
}

fn node_local(order: &Order<'_>, comments: &mut Vec<String>) -> Result<Value, Diagnostics> {
    comments.push(
        "Replace COREDNS by what `kubectl -n kube-system get service coredns -o jsonpath='{.spec.clusterIP}'` prints."
            .to_owned(),
    );
    let zones = node_local::zones(order.cluster)?.into_iter().map(Value::from);
    let zone = mapping([
        ("zones", list(zones)),
        ("nameservers", list([Value::from("COREDNS")])),
        ("cache", Value::from(30_i64)),
    ]);
    Ok(mapping([("externalZones", list([zone]))]))
}
