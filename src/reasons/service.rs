//! Services.

use super::{At, Reason};

pub(super) const HEADLESS: &[Reason] = &[
    Reason {
        at: At::Field("spec.clusterIP"),
        text: "Each Pod has a DNS name of its own: a client has to reach one certain broker, and no address in front of all of them.",
        text_zh: "每个 Pod 有自己的 DNS 名称：客户端须连到某一个特定的 Broker，而不是它们共用的地址。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.publishNotReadyAddresses"),
        text: "Raft members find each other by name before any of them is ready; otherwise none would ever be.",
        text_zh: "Raft 成员在就绪之前就要按名称找到彼此，否则谁也无法就绪。",
        rule: None,
    },
];

pub(super) const NODE_PORT: &[Reason] = &[
    Reason {
        at: At::Field("spec.ports[0].nodePort"),
        text: "A broker tells every client its address and port, and clients take them literally. So the port on which it listens, that of the Service and that of the node are one number.",
        text_zh: "Broker 把自己的地址和端口告诉每个客户端，客户端原样使用。因此监听端口、Service 端口和节点端口必须是同一个数。",
        rule: Some("RMQ504"),
    },
    Reason {
        at: At::Field("spec.ports[1].name"),
        text: "Followers copy topics from their leader over the port two below the one for clients, at the advertised address.",
        text_zh: "从节点经比客户端端口小 2 的端口、按公布的地址从主节点复制主题。",
        rule: Some("RMQ504"),
    },
    Reason {
        at: At::Field("spec.selector"),
        text: "One Service for each Pod: an address that led to any broker of the group would lead to the wrong one.",
        text_zh: "每个 Pod 一个 Service：若一个地址可能通向组内任一 Broker，就会连错。",
        rule: None,
    },
];

pub(super) const CONSOLE: &[Reason] = &[Reason {
    at: At::Field("spec.ports[0].port"),
    text: "Console 1.0.0 listens on 8080, 2.1.0 on 8082.",
    text_zh: "控制台 1.0.0 监听 8080，2.1.0 监听 8082。",
    rule: None,
}];

pub(super) const METRICS: &[Reason] = &[Reason {
    at: At::Field("spec.selector"),
    text: "One name for the metrics, whoever serves them: the exporter on 4.9, the brokers from 5.1 on.",
    text_zh: "指标使用同一个名称，不论由谁提供：4.9 是 exporter，5.1 起是 Broker。",
    rule: None,
}];
