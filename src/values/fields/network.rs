//! How clients come in, and names.

use super::super::choice::{Advertise, DnsStrategy, ExternalType};
use super::super::field::{Field, Kind};
use super::super::format;

pub(super) const FIELDS: &[Field] = &[
    Field::new(
        "external",
        Kind::Section(&[EXTERNAL]),
        "How clients outside the Kubernetes cluster come in.",
        "Kubernetes 集群外的客户端如何接入。",
    ),
    Field::new("dns", Kind::Section(&[DNS]), "Names inside the Kubernetes cluster.", "Kubernetes 集群内的域名。"),
];

const EXTERNAL: &[Field] = &[
    Field::new(
        "type",
        Kind::Choice { default: "none", words: ExternalType::WORDS },
        "`none`: only clients inside. \
         `nodePort`: every broker and name server gets a port of the nodes, the same inside and outside.",
        "`none`：仅供集群内客户端使用。`nodePort`：每个 Broker 和 NameServer 占用一个节点端口，内外一致。",
    ),
    Field::new(
        "advertise",
        Kind::Choice { default: "", words: Advertise::WORDS },
        "What a broker tells clients to connect to (`brokerIP1`): `service` its name in the Kubernetes cluster, \
         `address` the address of its node, `name` its Pod's name, perhaps in `domain`, which clients must resolve. \
         Empty takes `service` with `none` and `address` with `nodePort`.",
        "Broker 告知客户端的连接地址（`brokerIP1`）：`service` 为集群内域名，`address` 为所在节点地址，\
         `name` 为 Pod 名（可加 `domain`），须由客户端解析。为空时 `none` 取 `service`，`nodePort` 取 `address`。",
    ),
    Field::new(
        "domain",
        Kind::optional_text(&format::DOMAIN),
        "The domain behind the Pod names with `advertise: name`.",
        "`advertise: name` 时加在 Pod 名之后的域。",
    ),
    Field::new(
        "nodePortRange",
        Kind::text("30000-32767", &format::PORT_RANGE),
        "The range in which the API server takes node ports (its flag `--service-node-port-range`).",
        "API Server 接受的节点端口范围（其参数 `--service-node-port-range`）。",
    ),
];

const DNS: &[Field] = &[
    Field::new(
        "clusterDomain",
        Kind::text("cluster.local", &format::CLUSTER_DOMAIN),
        "The domain of the Kubernetes cluster, as the kubelet's `clusterDomain` says; the addresses in the config end in it.",
        "Kubernetes 集群的域（kubelet 的 `clusterDomain`）；配置中的地址以它结尾。",
    ),
    Field::new(
        "strategy",
        Kind::Choice { default: "", words: DnsStrategy::WORDS },
        "How `rmq coredns merge` and `custom` make the cluster DNS answer the names of `advertise: name`: `hosts` lines \
         with the addresses of nodes, a `zone` of their own, or `rewrite` to Services, which needs no addresses. \
         Empty takes what suits the command.",
        "`rmq coredns merge` 与 `custom` 如何让集群 DNS 解析 `advertise: name` 的名称：`hosts` 为节点地址的行，\
         `zone` 为独立的区域，`rewrite` 指向 Service，无需维护地址。为空时由命令决定。",
    ),
];
