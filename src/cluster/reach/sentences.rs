//! What is said about a position: why a client gets through there or not, and what is left to do.

/// A sentence in English and in Chinese.
pub(super) type Said = (&'static str, &'static str);

pub(super) const FULL_NAMES: Said = (
    "brokers are advertised by the full names of their Pods, which the cluster DNS knows",
    "Broker 以 Pod 的完整名称公布，集群 DNS 认识这些名称",
);

pub(super) const NAMES_OF_THIS_CLUSTER: Said = (
    "brokers are advertised by names that only this Kubernetes cluster knows, and their Pods have no port outside",
    "Broker 以只有本 Kubernetes 集群认识的名称公布，其 Pod 在集群外没有端口",
);

pub(super) const GIVE_NODE_PORTS: Said = (
    "set `external.type: nodePort` and give the `nodes` with their addresses",
    "设置 `external.type: nodePort`，并在 `nodes` 中给出各节点及其地址",
);

pub(super) const ADDRESSES_FOR_PODS: Said = (
    "brokers are advertised by the addresses of nodes, which Pods reach as others do",
    "Broker 以节点地址公布，Pod 与其他程序一样访问这些地址",
);

pub(super) const ADDRESSES: Said = (
    "brokers are advertised by the addresses of nodes, as the values give them",
    "Broker 以 values 中给出的节点地址公布",
);

pub(super) const NAMES_OF_SERVICES: Said = (
    "brokers are advertised by the names of Services of this namespace, which Pods here find by their search list",
    "Broker 以本命名空间中 Service 的名称公布，这里的 Pod 通过搜索列表找到它们",
);

pub(super) const CLUSTER_DNS: Said = (
    "brokers are advertised by names that the cluster DNS must be told of",
    "Broker 以名称公布，需要让集群 DNS 认识这些名称",
);

pub(super) const TELL_CLUSTER_DNS: Said = (
    "see `rmq coredns merge`, or `rmq coredns custom` for what a distribution has for it",
    "见 `rmq coredns merge`；各发行版提供的办法见 `rmq coredns custom`",
);

pub(super) const OTHER_DNS: Said = (
    "brokers are advertised by names that the DNS of the other Kubernetes cluster must be told of",
    "Broker 以名称公布，需要让另一个 Kubernetes 集群的 DNS 认识这些名称",
);

pub(super) const TELL_OTHER_DNS: Said = (
    "see `rmq coredns merge --strategy hosts`; Services, as `rewrite` wants them, are not there",
    "见 `rmq coredns merge --strategy hosts`；`rewrite` 所需的 Service 不在那个集群中",
);

pub(super) const EVERY_MACHINE: Said = (
    "brokers are advertised by names that each machine outside must resolve",
    "Broker 以名称公布，集群外的每台机器都要能解析这些名称",
);

pub(super) const TELL_EVERY_MACHINE: Said = (
    "see `rmq hosts`, or tell the DNS server that these machines ask",
    "见 `rmq hosts`，或在这些机器所用的 DNS 服务器中添加",
);
