//! Alibaba Cloud ACK with managed CoreDNS: the object `CustomDNSConfig`.

use super::object::{document, list, mapping, object};
use super::{Distribution, NodeLocal, Order, Printed, stock};
use crate::coredns::{Strategy, addressed};
use crate::diagnostic::Diagnostics;
use crate::yaml::Value;

pub(super) const DISTRIBUTION: Distribution = Distribution {
    word: "ack",
    title: "ACK",
    best: Strategy::Zone,
    unfit,
    node_local: NodeLocal::AsksCoreDns("ACK documents it as a cache before CoreDNS, which is the place to configure"),
    print,
};

fn unfit(strategy: Strategy) -> Option<&'static str> {
    let reason = "managed CoreDNS takes zones with host names from a CustomDNSConfig and nothing else";
    (strategy != Strategy::Zone).then_some(reason)
}

fn print(order: &Order<'_>) -> Result<Printed, Diagnostics> {
    let records = addressed(order.cluster)?;
    let hosts = records.iter().map(|(address, record)| {
        mapping([("hostName", Value::from(record.name.as_str())), ("ipAddress", Value::from(address.to_string()))])
    });
    let domain = &order.cluster.external.domain;
    let zone = if domain.is_empty() { "." } else { domain.as_str() };
    let zone = mapping([("name", Value::from(zone)), ("hosts", list(hosts))]);
    let spec = mapping([("zones", list([zone]))]);
    let object =
        object("networking.alibabacloud.com/v1beta1", "CustomDNSConfig", ("default", "default"), [("spec", spec)]);
    let mut comments = vec![
        order.title("the managed CoreDNS of ACK"),
        "Apply: kubectl apply --server-side --field-manager=rmq -f -".to_owned(),
        "There is one such object. If `kubectl get customdnsconfig default -o yaml` shows zones, add this one to them."
            .to_owned(),
        "Where CoreDNS is not managed, its Corefile is edited:".to_owned(),
    ];
    comments.extend(stock::edit(order, "coredns", ""));
    if domain.is_empty() {
        comments.extend([
            "Names without a domain stand in the zone `.`, which was not tried on ACK: try it apart from production, or".to_owned(),
            "give the names a domain by `external.domain`.".to_owned(),
        ]);
    }
    comments.extend(order.node_local()?);
    Ok(Printed::under(&comments, &document(object)))
}
