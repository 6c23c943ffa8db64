//! kubeadm: the Corefile is edited, as it imports nothing.

use super::{Distribution, NodeLocal, Order, Printed, every_strategy, stock};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "kubeadm",
    title: "kubeadm",
    best: Strategy::Hosts,
    unfit: every_strategy,
    node_local: NodeLocal::Bypasses,
    print,
};

/// What kubeadm 1.33 installs.
pub(super) const COREFILE: &str = "\
.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes CLUSTER_DOMAIN in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success CLUSTER_DOMAIN
       disable denial CLUSTER_DOMAIN
    }
    loop
    reload
    loadbalance
}
";

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    stock::print(order, "kubeadm", COREFILE)
}
