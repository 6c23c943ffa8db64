//! kubespray: `group_vars`; it writes the ConfigMaps anew at every run.

use super::object::{document, list, mapping};
use super::{Distribution, NodeLocal, Order, Printed, node_local};
use crate::coredns::{PORT, Snippet, Strategy, snippet};
use crate::diagnostic::Diagnostics;
use crate::yaml::Value;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "kubespray",
    title: "kubespray",
    best: Strategy::Hosts,
    unfit,
    node_local: NodeLocal::AnswersHosts,
    print,
};

fn unfit(strategy: Strategy) -> Option<&'static str> {
    (strategy == Strategy::Zone).then_some("its `coredns_external_zones` can only forward to other DNS servers")
}

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let Snippet { lines, entries, .. } = snippet(order.cluster, order.strategy, PORT)?;
    let text =
        |lines: &[String]| -> Value { Value::from(lines.iter().flat_map(|line| [line, "\n"]).collect::<String>()) };
    let mut comments = vec![
        order.title("kubespray"),
        "Put it into inventory/CLUSTER/group_vars/k8s_cluster/, beside what you have for the same variables; then:"
            .to_owned(),
        "  ansible-playbook -i inventory/CLUSTER/inventory.ini -b cluster.yml --tags coredns,nodelocaldns".to_owned(),
        "Edits of the ConfigMaps would be lost at the next run.".to_owned(),
    ];
    let mut variables = Vec::new();
    if order.strategy == Strategy::Hosts {
        comments.push("CoreDNS and NodeLocal DNSCache (enable_nodelocaldns) both answer from dns_etchosts.".to_owned());
        variables.push(("dns_etchosts", text(&entries)));
    } else {
        variables.push(("coredns_rewrite_block", text(&lines)));
        if order.has_node_local {
            comments.push("nodelocaldns_external_zones makes NodeLocal DNSCache ask CoreDNS for the names.".to_owned());
            let zones = node_local::zones(order.cluster)?.into_iter().map(|zone| Value::from(format!("{zone}:53")));
            let zone = mapping([
                ("zones", list(zones)),
                ("nameservers", list([Value::from("{{ skydns_server }}")])),
                ("cache", Value::from(30_i64)),
            ]);
            variables.push(("nodelocaldns_external_zones", list([zone])));
        }
    }
    Ok(Printed::under(&comments, &document(mapping(variables))))
}
