//! k3s: ConfigMap `coredns-custom`; the Corefile itself is written anew whenever a server starts.

use super::{Distribution, NodeLocal, Order, Printed, custom};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;

pub(super) const DISTRIBUTION: Distribution =
    Distribution { word: "k3s", title: "k3s", best: Strategy::Zone, unfit, node_local: NodeLocal::Bypasses, print };

fn unfit(strategy: Strategy) -> Option<&'static str> {
    (strategy == Strategy::Hosts).then_some("its server block `.:53` has a hosts block, and CoreDNS takes only one")
}

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    custom::print(order, "the CoreDNS of k3s", &["CoreDNS reads it within two minutes, without a restart."])
}
