//! Tencent Kubernetes Engine: the Corefile is edited.

use super::{Distribution, NodeLocal, Order, Printed, every_strategy, stock};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "tke",
    title: "TKE",
    best: Strategy::Hosts,
    unfit: every_strategy,
    node_local: NodeLocal::AsksCoreDns("TKE documents it as a cache before CoreDNS, which is the place to configure"),
    print,
};

/// What TKE documents as its default.
const COREFILE: &str = "\
.:53 {
    template ANY HINFO . {
        rcode NXDOMAIN
    }
    errors
    health {
        lameduck 30s
    }
    ready
    kubernetes CLUSTER_DOMAIN. in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf {
        prefer_udp
    }
    cache 30
    reload
    loadbalance
}
";

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    stock::print(order, "TKE", COREFILE)
}
