//! The Corefile that a distribution installs, with the names of a cluster in it, where the Corefile itself is edited.

use super::object::{config_map, document};
use super::{Order, Printed};
use crate::coredns::Strategy;
use crate::coredns::merge::{Job, Places, merge};
use crate::diagnostic::{Diagnostics, Report};
use crate::source::Sources;

/// The place of the cluster domain in a Corefile below.
pub(super) const DOMAIN: &str = "CLUSTER_DOMAIN";

/// Returns a Corefile with the names in it, as `rmq coredns merge` would leave it.
pub(super) fn corefile(order: &Order<'_>, stock: &str) -> Result<String, Diagnostics> {
    let stock = stock.replace(DOMAIN, &order.cluster.cluster_domain);
    let places = Places::whole(Sources::new().add(order.word, stock.as_str()));
    let Report { value, diagnostics } = merge(order.cluster, &stock, &places, Job::Put(order.strategy), None);
    value.ok_or(diagnostics)
}

/// Prints how the live Corefile is edited, and the one that is installed as it is with the names in it.
pub(super) fn print(order: &Order<'_>, owner: &str, stock: &str) -> Result<Printed, Diagnostics> {
    let mut comments = vec![
        order.title(&format!("the CoreDNS of {owner}")),
        "Its Corefile is one key of ConfigMap kube-system/coredns, so what is there is edited:".to_owned(),
    ];
    comments.extend(edit(order, "coredns", ""));
    comments.extend([
        format!("Below stands the Corefile that {owner} installs, with the names in it. It takes the place of the one that is"),
        "there, and of all that others have written into it:".to_owned(),
        "  kubectl apply --server-side --force-conflicts --field-manager=rmq -f -".to_owned(),
    ]);
    comments.extend(order.node_local()?);
    let object = config_map("coredns", "Corefile", &corefile(order, stock)?);
    Ok(Printed::under(&comments, &document(object)))
}

/// Returns the commands that edit the Corefile in a `ConfigMap`.
pub(super) fn edit(order: &Order<'_>, config_map: &str, option: &str) -> [String; 2] {
    let strategy = match (option, order.strategy) {
        ("", Strategy::Zone | Strategy::Rewrite) => format!(" --strategy {}", order.strategy.word()),
        _ => option.to_owned(),
    };
    [
        format!("  kubectl -n kube-system get configmap {config_map} -o yaml |"),
        format!("    rmq coredns merge {}{strategy} - | kubectl replace -f -", order.arguments()),
    ]
}
