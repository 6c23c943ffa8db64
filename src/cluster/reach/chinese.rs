//! What the sentences about a position say, in Chinese.

const SENTENCES: &[(&str, &str)] = &[
    (
        "brokers are advertised by the full names of their Pods, which the cluster DNS knows",
        "Broker 以 Pod 的完整名称公布，集群 DNS 认识这些名称",
    ),
    (
        "brokers are advertised by names that only this Kubernetes cluster knows, and their Pods have no port outside",
        "Broker 以只有本 Kubernetes 集群认识的名称公布，其 Pod 在集群外没有端口",
    ),
    (
        "set `external.type: nodePort` and give the `nodes` with their addresses",
        "设置 `external.type: nodePort`，并在 `nodes` 中给出各节点及其地址",
    ),
    (
        "brokers are advertised by the addresses of nodes, which Pods reach as others do",
        "Broker 以节点地址公布，Pod 与其他程序一样访问这些地址",
    ),
    (
        "brokers are advertised by the addresses of nodes, as the values give them",
        "Broker 以 values 中给出的节点地址公布",
    ),
    (
        "brokers are advertised by the names of Services of this namespace, which Pods here find by their search list",
        "Broker 以本命名空间中 Service 的名称公布，这里的 Pod 通过搜索列表找到它们",
    ),
    (
        "brokers are advertised by names that the cluster DNS must be told of",
        "Broker 以名称公布，需要让集群 DNS 认识这些名称",
    ),
    (
        "see `rmq coredns merge`, or `rmq coredns custom` for what a distribution has for it",
        "见 `rmq coredns merge`；各发行版提供的办法见 `rmq coredns custom`",
    ),
    (
        "brokers are advertised by names that the DNS of the other Kubernetes cluster must be told of",
        "Broker 以名称公布，需要让另一个 Kubernetes 集群的 DNS 认识这些名称",
    ),
    (
        "see `rmq coredns merge --strategy hosts`; Services, as `rewrite` wants them, are not there",
        "见 `rmq coredns merge --strategy hosts`；`rewrite` 所需的 Service 不在那个集群中",
    ),
    (
        "brokers are advertised by names that each machine outside must resolve",
        "Broker 以名称公布，集群外的每台机器都要能解析这些名称",
    ),
    (
        "see `rmq hosts`, or tell the DNS server that these machines ask",
        "见 `rmq hosts`，或在这些机器所用的 DNS 服务器中添加",
    ),
];

/// Returns a reason or a remedy of [`super::Reach`] in Chinese.
#[must_use]
pub fn chinese(sentence: &str) -> Option<&'static str> {
    SENTENCES.iter().find(|(english, _)| *english == sentence).map(|(_, chinese)| *chinese)
}
