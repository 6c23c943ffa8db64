//! What holds for the whole cluster.

use super::super::choice::{Mode, PullPolicy};
use super::super::field::{Field, Kind};
use super::super::format;

pub(super) const FIELDS: &[Field] = &[
    Field::new(
        "mode",
        Kind::Choice { default: "dledger", words: Mode::WORDS },
        "How the members of a broker group stay equal. \
         `dledger` stores messages in a Raft log and elects a new leader without help within about ten seconds.",
        "同组 Broker 之间如何保持一致。`dledger` 把消息写入 Raft 日志，主节点失效后约十秒内自动选出新主。",
    ),
    Field::new(
        "version",
        Kind::text("4.9.7", &format::VERSION),
        "The RocketMQ version. It decides the default image tag, which `broker.config` keys exist, \
         and the versions of console and exporter. Pin it: a change restarts every component.",
        "RocketMQ 版本。它决定默认的镜像标签、`broker.config` 中可用的键以及控制台和 exporter 的版本。\
         请固定此值：修改它会重启所有组件。",
    ),
    Field::new(
        "acceptKnownDataLoss",
        Kind::Switch(false),
        "Allows settings that are known to lose acknowledged messages, such as `mode: dledger` from 5.2.0 on \
         or an `emptyDir` store. Leave it off in production.",
        "允许已知会丢失已确认消息的配置，例如 5.2.0 及以后版本的 `mode: dledger` 或 `emptyDir` 存储。生产环境请保持关闭。",
    ),
    Field::new(
        "clusterName",
        Kind::text("DefaultCluster", &format::BROKER_NAME),
        "`brokerClusterName`: the name under which `mqadmin -c` and the console show the brokers. \
         It is not the name of the Kubernetes objects.",
        "即 `brokerClusterName`：`mqadmin -c` 和控制台显示的集群名，与 Kubernetes 对象的名字无关。",
    ),
    Field::new("image", Kind::Section(&[IMAGE]), "Where images are pulled from.", "镜像从哪里拉取。"),
    Field::new(
        "timezone",
        Kind::text("UTC", &format::TIMEZONE),
        "The time zone of every container, as the tz database names it. \
         RocketMQ reads `deleteWhen` in it: at `UTC`, the default of 04 is noon in Beijing.",
        "所有容器的时区（tz 数据库名称）。`deleteWhen` 按此时区解释：若为 `UTC`，默认的 04 点即北京时间正午。",
    ),
    Field::new(
        "nodes",
        Kind::Rows(&[NODE]),
        "The Kubernetes nodes in order: member i of every broker group belongs to node i. \
         Needed for clients outside and for local volumes.",
        "按顺序列出 Kubernetes 节点：每个 Broker 组的第 i 个成员对应第 i 个节点。外部客户端接入和本地卷需要此项。",
    ),
];

const IMAGE: &[Field] = &[
    Field::new(
        "registry",
        Kind::optional_text(&format::REGISTRY),
        "A registry that is put before every image of `rmq`, such as a mirror behind a firewall. \
         Empty leaves the public names.",
        "加在所有镜像名之前的仓库地址，例如内网镜像仓库。为空则使用公网镜像名。",
    ),
    Field::new(
        "repository",
        Kind::text("apache/rocketmq", &format::REPOSITORY),
        "The image of name servers, brokers and toolbox, without registry and tag. \
         Another image must hold RocketMQ under `image.home`.",
        "NameServer、Broker 和工具箱的镜像，不含仓库地址和标签。自定义镜像须在 `image.home` 下包含 RocketMQ。",
    ),
    Field::new(
        "tag",
        Kind::optional_text(&format::TAG),
        "The tag or `sha256:` digest of that image, or both as `TAG@sha256:DIGEST`. Empty takes `version`.",
        "该镜像的标签或 `sha256:` 摘要，也可写作 `TAG@sha256:DIGEST`。为空则取 `version`。",
    ),
    Field::new(
        "home",
        Kind::optional_text(&format::ABSOLUTE_PATH),
        "The folder in the image that holds `lib` and `conf`. Empty takes `/home/rocketmq/rocketmq-VERSION`.",
        "镜像中包含 `lib` 和 `conf` 的目录。为空则取 `/home/rocketmq/rocketmq-VERSION`。",
    ),
    Field::new(
        "pullPolicy",
        Kind::Choice { default: "IfNotPresent", words: PullPolicy::WORDS },
        "When the kubelet pulls images. `Always` is needed only for a tag that is pushed again.",
        "kubelet 何时拉取镜像。只有会被重复推送的标签才需要 `Always`。",
    ),
    Field::new(
        "pullSecrets",
        Kind::Texts(&format::SECRET_NAME),
        "Names of Secrets of type `kubernetes.io/dockerconfigjson` in the namespace, for private registries.",
        "命名空间内 `kubernetes.io/dockerconfigjson` 类型 Secret 的名字，用于私有镜像仓库。",
    ),
];

const NODE: &[Field] = &[
    Field::new(
        "name",
        Kind::required_text(&format::NAME),
        "The name of the node: the value of its label `kubernetes.io/hostname`, which `kubectl get nodes -L` shows.",
        "节点名，即其标签 `kubernetes.io/hostname` 的值，可用 `kubectl get nodes -L` 查看。",
    ),
    Field::new(
        "address",
        Kind::optional_text(&format::ADDRESS),
        "The IPv4 address or DNS name by which clients outside reach this node. \
         Needed when `external.type` is not `none`.",
        "外部客户端访问该节点所用的 IPv4 地址或域名。`external.type` 不为 `none` 时需要。",
    ),
];
