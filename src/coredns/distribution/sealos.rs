//! sealos: it runs kubeadm, whose Corefile is edited.

use super::{Distribution, NodeLocal, Order, Printed, every_strategy, kubeadm, stock};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "sealos",
    title: "sealos",
    best: Strategy::Hosts,
    unfit: every_strategy,
    node_local: NodeLocal::Bypasses,
    print,
};

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    stock::print(order, "sealos", kubeadm::COREFILE)
}
