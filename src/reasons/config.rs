//! Configuration files, and the account of the Pods.

use super::{At, Reason};

pub(super) const CONFIG: &[Reason] = &[
    Reason {
        at: At::Line("brokerIP1="),
        text: "What clients are told, literally. Without it a broker tells the address of its Pod, which nobody outside can reach and which is another one after a restart.",
        text_zh: "告诉客户端的地址，原样使用。若不设置，Broker 会公布 Pod 的地址：集群外无法到达，重启后也会改变。",
        rule: Some("RMQ502"),
    },
    Reason {
        at: At::Line("namesrvAddr="),
        text: "Every name server by its own name: a broker announces itself to each of them.",
        text_zh: "逐一列出每个 NameServer：Broker 要向其中每一个注册。",
        rule: None,
    },
    Reason {
        at: At::Line("dLegerPeers="),
        text: "The members of the Raft group, fixed: changing them on a live group can cost its data.",
        text_zh: "Raft 组的成员，固定不变：在运行中的组上修改它可能丢失数据。",
        rule: Some("RMQ402"),
    },
    Reason {
        at: At::Line("waitTimeMillsInSendQueue="),
        text: "By default a broker refuses messages that have waited for 200 ms, which a short stall of the disk is enough for.",
        text_zh: "默认情况下，等待超过 200 毫秒的消息会被 Broker 拒绝，磁盘短暂卡顿就足以触发。",
        rule: None,
    },
    Reason {
        at: At::Line("autoCreateTopicEnable="),
        text: "With topics that make themselves a misspelt name becomes a topic, and lies on one broker only.",
        text_zh: "若允许自动创建主题，写错的名称也会成为主题，而且只在一个 Broker 上。",
        rule: None,
    },
];

pub(super) const ACCOUNT: &[Reason] = &[Reason {
    at: At::Field("automountServiceAccountToken"),
    text: "RocketMQ never calls the Kubernetes API, so no Pod gets a token for it.",
    text_zh: "RocketMQ 从不调用 Kubernetes API，因此 Pod 不获得其令牌。",
    rule: None,
}];
