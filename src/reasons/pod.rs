//! What Pods and containers have in common.

use super::{At, Reason};

pub(super) const ALL: &[Reason] = &[
    Reason {
        at: At::Field("spec.template.spec.securityContext"),
        text: "Nothing runs as root, and nothing may become it: the Pod passes the restricted profile of Pod Security.",
        text_zh: "不以 root 运行，也不能提权：Pod 符合 Pod Security 的 restricted 规范。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.template.spec.enableServiceLinks"),
        text: "Without it Kubernetes writes variables for every Service of the namespace into the Pod, and the scripts of the image read some of them.",
        text_zh: "若不关闭，Kubernetes 会把命名空间内每个 Service 的变量写入 Pod，而镜像中的脚本会读取其中一些。",
        rule: None,
    },
];

pub(super) const JAVA: &[Reason] = &[
    Reason {
        at: At::Field("spec.template.spec.containers[0].command"),
        text: "Java is the first process, without a shell before it, so that a stop reaches it and it can put its files in order.",
        text_zh: "Java 是第一个进程，前面没有 shell：停止信号能送达，使它来得及整理文件。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.template.metadata.annotations[rmq.dev/config-checksum]"),
        text: "RocketMQ reads its configuration at the start only: a changed one has to restart the Pods.",
        text_zh: "RocketMQ 只在启动时读取配置：配置改变后须重启 Pod。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.template.spec.containers[0].startupProbe"),
        text: "A broker with much data may take up to an hour to recover after a crash; until it listens, nobody kills it for that.",
        text_zh: "数据很多的 Broker 崩溃后恢复可能长达一小时；在开始监听之前不会因此被终止。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.template.spec.containers[0].livenessProbe"),
        text: "It only asks whether the port is open, and slowly: a disk that stalls must not cost the group its leader.",
        text_zh: "只检查端口是否打开，且间隔较长：磁盘卡顿不应让该组失去主节点。",
        rule: None,
    },
];

pub(super) const BROKER: &[Reason] = &[
    Reason {
        at: At::Field("spec.template.spec.terminationGracePeriodSeconds"),
        text: "A broker that stops in order writes out what it holds; killed before that, it recovers for long at the next start.",
        text_zh: "正常停止的 Broker 会把内存中的内容写盘；若提前被终止，下次启动要花很长时间恢复。",
        rule: None,
    },
    Reason {
        at: At::Field("spec.template.spec.containers[0].resources"),
        text: "The limit holds heap, direct memory and a page cache: RocketMQ reads recent messages from the page cache, and is slow without.",
        text_zh: "内存上限容纳堆、直接内存和页缓存：RocketMQ 从页缓存读取最近的消息，缺少它会很慢。",
        rule: Some("RMQ307"),
    },
];
