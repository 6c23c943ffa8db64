//! Azure Kubernetes Service: ConfigMap `coredns-custom`; the Corefile is managed.

use super::{Distribution, NodeLocal, Order, Printed, custom, every_strategy};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "aks",
    title: "AKS",
    best: Strategy::Zone,
    unfit: every_strategy,
    node_local: NodeLocal::AsksCoreDns(
        "LocalDNS, `kubeDNSOverrides`: the zone `.` is forwarded to ClusterCoreDNS unless you changed it",
    ),
    print,
};

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let mut remarks = vec!["Then: kubectl -n kube-system rollout restart deployment coredns"];
    if order.strategy == Strategy::Hosts {
        remarks
            .push("Private clusters have a hosts block already, and CoreDNS takes only one: there, `--strategy zone`.");
    }
    custom::print(order, "the CoreDNS of AKS", &remarks)
}
