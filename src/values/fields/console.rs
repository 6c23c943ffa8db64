//! The web console.

use super::super::choice::ServiceType;
use super::super::field::{Field, Fields, Kind};
use super::super::format;
use super::common::{PROBES, RESOURCES, WORKLOAD};

pub(super) const FIELDS: Fields = &[OWN, RESOURCES, PROBES, WORKLOAD];

const OWN: &[Field] = &[
    Field::new("enabled", Kind::Switch(true), "Whether the console is rendered.", "是否部署控制台。"),
    Field::new(
        "replicas",
        Kind::count(1, 1, 16),
        "How many consoles run. With a login, sessions live in one of them, so the Service keeps a client on its Pod.",
        "控制台的副本数。启用登录时会话保存在单个副本中，Service 会让客户端固定访问同一 Pod。",
    ),
    Field::new(
        "image",
        Kind::optional_text(&format::IMAGE),
        "The image with its tag. Empty takes the dashboard that fits `version`.",
        "带标签的镜像。为空则取与 `version` 匹配的 Dashboard。",
    ),
    Field::new(
        "service",
        Kind::Choice { default: "ClusterIP", words: ServiceType::WORDS },
        "The type of the Service. `NodePort` opens the console to everyone who reaches a node, \
         so it needs `auth.existingSecret`, or `auth.open` on purpose.",
        "Service 类型。`NodePort` 会把控制台暴露给所有能访问节点的人，因此须设置 `auth.existingSecret`，\
         或明确设置 `auth.open`。",
    ),
    Field::new(
        "nodePort",
        Kind::optional_port(0),
        "The node port with `service: NodePort`. 0 lets Kubernetes choose one.",
        "`service: NodePort` 时的节点端口。0 表示由 Kubernetes 分配。",
    ),
    Field::new(
        "auth",
        Kind::Section(&[AUTH]),
        "Who may use the console: it can delete topics and send messages.",
        "谁可以使用控制台：它能删除主题、发送消息。",
    ),
];

const AUTH: &[Field] = &[
    Field::new(
        "existingSecret",
        Kind::optional_text(&format::SECRET_NAME),
        "The name of a Secret with the key `users.properties`, in the dashboard's own form `user=password,1`. \
         It switches the login on.",
        "含有 `users.properties` 键的 Secret 名，内容采用 Dashboard 自身格式 `user=password,1`。设置后启用登录。",
    ),
    Field::new(
        "open",
        Kind::Switch(false),
        "Allows `service: NodePort` without a login. Only for networks where everyone may delete topics.",
        "允许无登录使用 `service: NodePort`。仅适用于人人都可删除主题的网络。",
    ),
];
