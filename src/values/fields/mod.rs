//! The field table: every key of the values, once.

mod broker;
mod common;
mod console;
mod general;
mod namesrv;
mod network;
mod operation;
mod patches;

use super::field::{Field, Fields, Kind};

/// The fields that every component has.
pub(super) const COMMON: &[Field] = common::WORKLOAD;

/// Every value, in the order in which the pages and the starter show them.
pub const ROOT: Fields = &[general::FIELDS, CLUSTER, network::FIELDS, patches::FIELDS];

const CLUSTER: &[Field] = &[
    Field::new(
        "namesrv",
        Kind::Section(namesrv::FIELDS),
        "The name servers: the registry where brokers announce themselves and clients ask for routes. \
         They keep no data on disk and do not talk to each other.",
        "NameServer（路由注册中心）：Broker 在此注册，客户端在此查询路由。它们不落盘，彼此之间也不通信。",
    ),
    Field::new(
        "broker",
        Kind::Section(broker::FIELDS),
        "The brokers: they store messages, in groups whose members hold the same data.",
        "Broker：存储消息，按组部署，同组成员保存相同的数据。",
    ),
    Field::new(
        "console",
        Kind::Section(console::FIELDS),
        "The RocketMQ dashboard, a web page for topics, consumers and messages. \
         Its version follows the RocketMQ version.",
        "RocketMQ Dashboard 网页控制台，可查看主题、消费者和消息。其版本随 RocketMQ 版本而定。",
    ),
    Field::new(
        "metrics",
        Kind::Section(operation::METRICS),
        "Prometheus metrics. Brokers have them built in from 5.1; 4.9.x needs a separate exporter.",
        "Prometheus 指标。5.1 起 Broker 内置指标；4.9.x 需要单独的 exporter。",
    ),
    Field::new(
        "logs",
        Kind::Section(operation::LOGS),
        "Logs of name servers and brokers, which RocketMQ by itself writes to files only.",
        "NameServer 和 Broker 的日志；RocketMQ 本身只写日志文件。",
    ),
    Field::new(
        "toolbox",
        Kind::Section(operation::TOOLBOX),
        "A small Deployment in which `mqadmin` is run, so that no second Java machine starts in a broker's Pod \
         and takes the memory of its limit.",
        "用于运行 `mqadmin` 的小型 Deployment，避免在 Broker 的 Pod 里再启动一个 JVM 而挤占其内存限额。",
    ),
    Field::new(
        "smokeTest",
        Kind::Section(operation::SMOKE_TEST),
        "A Job that sends a message and receives it again. \
         It is printed by `--only smoke-test` and by nothing else, so applying the cluster never runs it.",
        "发送并收回一条消息的 Job。仅由 `--only smoke-test` 输出，部署集群时不会运行。",
    ),
];
