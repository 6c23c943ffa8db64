//! Amazon EKS: the add-on `coredns` has a configuration, in which the Corefile is one text.

use super::object::{json, mapping};
use super::{Distribution, NodeLocal, Order, Printed, every_strategy, stock};
use crate::coredns::Strategy;
use crate::diagnostic::Diagnostics;
use crate::yaml::Value;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "eks",
    title: "EKS",
    best: Strategy::Hosts,
    unfit: every_strategy,
    node_local: NodeLocal::Bypasses,
    print,
};

/// What the add-on installs.
const COREFILE: &str = "\
.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes CLUSTER_DOMAIN in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
";

/// JSON has no comments, so they go beside it.
fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let corefile = stock::corefile(order, COREFILE)?;
    let mut comments = vec![
        order.title("the EKS add-on coredns"),
        "Apply, where CLUSTER is the EKS cluster:".to_owned(),
        "  aws eks update-addon --cluster-name CLUSTER --addon-name coredns --configuration-values file://FILE"
            .to_owned(),
        "The configuration replaces the one that is there: aws eks describe-addon shows it as configurationValues."
            .to_owned(),
        "Without the add-on, or to keep edits of the ConfigMap (--resolve-conflicts PRESERVE):".to_owned(),
    ];
    comments.extend(stock::edit(order, "coredns", ""));
    comments.extend(order.node_local()?);
    Ok(Printed::beside(&comments, json(mapping([("corefile", Value::from(corefile))]))))
}
