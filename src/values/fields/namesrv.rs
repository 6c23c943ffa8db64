//! The name servers.

use super::super::field::{Field, Fields, Kind};
use super::common::{OPTIONS, PROBES, RESOURCES, WORKLOAD, heap};

pub(super) const FIELDS: Fields = &[OWN, RESOURCES, PROBES, WORKLOAD];

const OWN: &[Field] = &[
    Field::new(
        "replicas",
        Kind::count(3, 1, 16),
        "How many name servers run. Each holds the whole routing table; three survive the loss of any two.",
        "NameServer 的数量。每个都保存完整路由表；三个中损失任意两个仍可用。",
    ),
    Field::new(
        "port",
        Kind::port(9876),
        "The port on which a name server listens inside the Kubernetes cluster.",
        "NameServer 在 Kubernetes 集群内监听的端口。",
    ),
    Field::new(
        "nodePort",
        Kind::port(30_001),
        "The node port of name server 0 with `external.type: nodePort`; name server i gets this port plus i.",
        "`external.type: nodePort` 时 0 号 NameServer 的节点端口；第 i 个为此端口加 i。",
    ),
    Field::new(
        "jvm",
        Kind::Section(&[&[heap("256Mi"), OPTIONS]]),
        "The Java machine of a name server.",
        "NameServer 的 JVM。",
    ),
];
