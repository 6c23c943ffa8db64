//! Stateful sets, deployments and what stands beside them.

use super::{At, Reason};

pub(super) const BROKERS: &[Reason] = &[
    Reason {
        at: At::Field("spec.podManagementPolicy"),
        text: "The members of a Raft group elect a leader together. Started one after the other, the first would wait for ever to become ready.",
        text_zh: "Raft 组的成员共同选主。若逐个启动，第一个会一直等待就绪。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.replicas"),
        text: "The peers of a Raft group stand in the configuration of each member. More members do not join by scaling the StatefulSet: capacity grows by groups.",
        text_zh: "Raft 组的成员名单写在每个成员的配置里。扩大 StatefulSet 并不会让新成员加入：扩容要增加组。",
        rule: Some("RMQ401"),
    },
    Reason {
        at: At::Field("spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"),
        text: "Two members of a group on one node would fall together, and with them the majority.",
        text_zh: "同组两个成员若在同一节点，会一起失效，多数派也随之失去。",
        rule: Some("RMQ309"),
    },
    Reason {
        at: At::Field("spec.minReadySeconds"),
        text: "A restarted member is given time to catch up before the next one is stopped.",
        text_zh: "重启的成员先有时间追上数据，然后才停止下一个。",
        rule: None,
    },
];

pub(super) const NAME_SERVERS: &[Reason] = &[
    Reason {
        at: At::Field("spec.replicas"),
        text: "Name servers do not talk to each other: every broker announces itself to all of them, and a client goes on to the next when one is gone.",
        text_zh: "NameServer 彼此不通信：每个 Broker 向所有 NameServer 注册，一个失效时客户端转向下一个。",
        rule: Some("RMQ201"),
    },
    Reason {
        at: At::Field("spec.serviceName"),
        text: "Each name server has a DNS name of its own, and brokers list all of them; one address in front of them would hide which of them know a broker.",
        text_zh: "每个 NameServer 都有自己的 DNS 名称，Broker 会逐一列出；若在前面放一个统一地址，就看不出哪些 NameServer 认识某个 Broker。",
        rule: None,
    },
];

pub(super) const CONSOLE: &[Reason] = &[Reason {
    at: At::Field("spec.template.spec.containers[0].image"),
    text: "The version of the console follows that of RocketMQ: 1.0.0 speaks with 4.9, 2.1.0 with 5.",
    text_zh: "控制台的版本随 RocketMQ 而定：1.0.0 对应 4.9，2.1.0 对应 5。",
    rule: Some("RMQ701"),
}];

pub(super) const EXPORTER: &[Reason] = &[Reason {
    at: At::Field("spec.template.spec.containers[0].image"),
    text: "Brokers have metrics of their own from 5.1 on; 4.9 needs this exporter.",
    text_zh: "5.1 起 Broker 自带指标；4.9 需要这个 exporter。",
    rule: None,
}];

pub(super) const TOOLBOX: &[Reason] = &[Reason {
    at: At::Field("spec.template.spec.containers[0].command"),
    text: "mqadmin is run here and not in a broker's Pod, where a second Java machine would take the memory of its limit.",
    text_zh: "mqadmin 在这里运行，而不在 Broker 的 Pod 里：那里的第二个 JVM 会挤占其内存限额。",
    rule: None,
}];

pub(super) const SMOKE_TEST: &[Reason] = &[Reason {
    at: At::Field("spec.ttlSecondsAfterFinished"),
    text: "A Job runs once; it removes itself, so that the next test can have its name.",
    text_zh: "Job 只运行一次；结束后自行删除，以便下次测试使用同样的名称。",
    rule: None,
}];

pub(super) const BUDGET: &[Reason] = &[Reason {
    at: At::Field("spec.maxUnavailable"),
    text: "When nodes are drained, one Pod at a time has to go: the others keep the majority.",
    text_zh: "排空节点时，每次只能有一个 Pod 离开：其余的保持多数派。",
    rule: None,
}];
