//! The brokers.

use super::super::choice::{AntiAffinity, OnConfigChange, PersistenceType};
use super::super::field::{Field, Fields, Kind};
use super::super::format;
use super::common::{OPTIONS, PROBES, WORKLOAD, heap, limits, requests, resources};

pub(super) const FIELDS: Fields = &[SIZE, PORTS, SETTINGS, MACHINE, PLACE, PROBES, WORKLOAD];

const SIZE: &[Field] = &[
    Field::new(
        "groups",
        Kind::count(1, 1, 10_000),
        "How many broker groups there are. Capacity grows by groups; \
         a new one gets no traffic until topics and consumer groups exist on it.",
        "Broker 组的数量。扩容靠增加组；新组上建立主题和消费组之前不会有流量。",
    ),
    Field::new(
        "replicas",
        Kind::count(3, 1, 9),
        "How many members one group has: the Raft peers in dledger mode. \
         Three survive the loss of one; more copies add safety, never capacity.",
        "每组的成员数：dledger 模式下即 Raft 节点数。三个可容忍损失一个；增加副本提高安全性而非容量。",
    ),
];

const PORTS: &[Field] = &[
    Field::new(
        "port",
        Kind::optional_port(0),
        "The port of member 0 of group 0. 0 chooses 30011 with `external.type: nodePort`, else 10911.",
        "0 组 0 号成员的端口。0 表示自动选择：`external.type: nodePort` 时为 30011，否则为 10911。",
    ),
    Field::new(
        "portStep",
        Kind::count(4, 1, 1000),
        "The distance between the ports of neighbouring members of a group, where every broker has a port of its own: \
         at least 3, because a broker also has the port two below its own.",
        "每个 Broker 端口各不相同时，同组相邻成员之间的端口间隔：至少为 3，因为 Broker 还有比自身端口小 2 的端口。",
    ),
    Field::new(
        "groupPortStride",
        Kind::count(20, 1, 10_000),
        "The distance between the ports of neighbouring groups. It must leave room for all members of a group, \
         because no later change of size may move a port.",
        "相邻组之间的端口间隔。须容得下一组的全部成员，因为以后的扩缩容不得移动端口。",
    ),
];

const SETTINGS: &[Field] = &[
    Field::new(
        "groupOverrides",
        Kind::Table { key: &format::GROUP_INDEX, fields: &[OVERRIDE] },
        "What differs in single groups, by group number, to adopt the data of a cluster that exists.",
        "按组号覆盖个别组的设置，用于接管已有集群的数据。",
    ),
    Field::new(
        "config",
        Kind::Settings(&format::CONFIG_KEY),
        "Any key of broker.conf. Keys and values are checked for `version`; \
         keys that `rmq` derives from other values are refused.",
        "broker.conf 中的任意键。键和值按 `version` 检查；由 `rmq` 从其他值推导出的键会被拒绝。",
    ),
    Field::new(
        "configUnchecked",
        Kind::Settings(&format::CONFIG_KEY),
        "Keys of broker.conf that a custom image reads and `rmq` does not know. They are written as they are.",
        "自定义镜像才识别、`rmq` 不认识的 broker.conf 键，原样写入。",
    ),
];

const OVERRIDE: &[Field] = &[
    Field::new(
        "brokerName",
        Kind::optional_text(&format::BROKER_NAME),
        "`brokerName` of the group as its data knows it. Empty takes the name of the StatefulSet.",
        "该组数据中记录的 `brokerName`。为空则取 StatefulSet 的名字。",
    ),
    Field::new(
        "peers",
        Kind::Texts(&format::PEER),
        "The entries of `dLegerPeers` in the order of the members, as `ID-HOST:PORT`. Empty derives them.",
        "`dLegerPeers` 的各项，按成员顺序，写作 `ID-HOST:PORT`。为空则自动推导。",
    ),
    Field::new(
        "storePath",
        Kind::optional_text(&format::ABSOLUTE_PATH),
        "`storePathRootDir` in the container, where the existing volume is mounted. Empty takes the usual one.",
        "容器内的 `storePathRootDir`，即已有卷的挂载位置。为空则用默认路径。",
    ),
    Field::new(
        "uid",
        Kind::Number { default: None, min: 1, max: 2_147_483_647 },
        "The user id that owns the existing files; the Pods of the group run with it. Unset takes 3000; root is refused, as Pod Security asks.",
        "已有文件所属的用户 ID，该组的 Pod 以其运行。不设则为 3000；按 Pod Security 的要求不接受 root。",
    ),
];

const MACHINE: &[Field] = &[
    Field::new(
        "jvm",
        Kind::Section(&[&[heap("1Gi"), DIRECT, OPTIONS]]),
        "The Java machine of a broker.",
        "Broker 的 JVM。",
    ),
    resources(&[&[requests(&[("cpu", "500m"), ("memory", "2Gi")]), limits(&[("memory", "3Gi")])]]),
];

const DIRECT: Field = Field::new(
    "direct",
    Kind::Amount { default: "512Mi", format: &format::SIZE },
    "The direct memory of the Java machine (`-XX:MaxDirectMemorySize`), in bytes: network buffers live there.",
    "JVM 直接内存（`-XX:MaxDirectMemorySize`），单位字节：网络缓冲区位于其中。",
);

const PLACE: &[Field] = &[
    Field::new("persistence", Kind::Section(&[PERSISTENCE]), "Where a broker keeps its store.", "Broker 的存储位置。"),
    Field::new(
        "antiAffinity",
        Kind::Choice { default: "required", words: AntiAffinity::WORDS },
        "Whether members of one group may share a node. \
         `required` keeps a Pod waiting rather than lose two members with one node.",
        "同组成员能否共用节点。`required` 宁可让 Pod 等待，也不让一个节点带走两个成员。",
    ),
    Field::new(
        "rollout",
        Kind::Section(&[ROLLOUT]),
        "What changes do to running brokers.",
        "变更如何作用于运行中的 Broker。",
    ),
];

const PERSISTENCE: &[Field] = &[
    Field::new(
        "type",
        Kind::Choice { default: "claim", words: PersistenceType::WORDS },
        "`claim` asks a storage class for a volume, `local` uses a folder of nodes[i] and pins the Pod to it, \
         `hostPath` uses a folder of whichever node the Pod runs on, `emptyDir` loses everything with the Pod.",
        "`claim` 向存储类申请卷；`local` 使用 nodes[i] 上的目录并把 Pod 固定在该节点；\
         `hostPath` 使用 Pod 所在节点的目录；`emptyDir` 随 Pod 丢失全部数据。",
    ),
    Field::new(
        "size",
        Kind::Amount { default: "20Gi", format: &format::SIZE },
        "The size of each volume. Messages are kept for `fileReservedTime` hours, so multiply the daily volume by that.",
        "每个卷的大小。消息保留 `fileReservedTime` 小时，请按每日写入量乘以保留时间估算。",
    ),
    Field::new(
        "storageClass",
        Kind::optional_text(&format::NAME),
        "The storage class of the claims. Empty takes the default class of the Kubernetes cluster.",
        "卷申请使用的存储类。为空则用 Kubernetes 集群的默认存储类。",
    ),
    Field::new(
        "path",
        Kind::text("/var/lib/rocketmq", &format::ABSOLUTE_PATH),
        "The folder on the node for `local` and `hostPath`; each Pod gets a folder of its own below it.",
        "`local` 和 `hostPath` 在节点上的目录；每个 Pod 在其下有独立子目录。",
    ),
];

const ROLLOUT: &[Field] = &[Field::new(
    "onConfigChange",
    Kind::Choice { default: "restart", words: OnConfigChange::WORDS },
    "`restart` restarts the brokers one after another when their config changes, since RocketMQ reads it at start only. \
     `manual` leaves that to you.",
    "RocketMQ 只在启动时读取配置：`restart` 在配置变化时逐个重启 Broker，`manual` 由您自行重启。",
)];
