//! Metrics, logs, the toolbox and the smoke test.

use super::super::field::{Field, Fields, Kind};
use super::super::format;
use super::common::{PROBES, RESOURCES, WORKLOAD};

pub(super) const METRICS: Fields = &[&[
    Field::new(
        "enabled",
        Kind::Switch(true),
        "Whether metrics are served. On 4.9.x nothing is rendered until `exporter.image` is set.",
        "是否提供指标。4.9.x 下须设置 `exporter.image` 才会生成对象。",
    ),
    Field::new(
        "port",
        Kind::port(5557),
        "The port on which the brokers (from 5.1) or the exporter (4.9.x) serve metrics.",
        "Broker（5.1 起）或 exporter（4.9.x）提供指标的端口。",
    ),
    Field::new(
        "exporter",
        Kind::Section(&[EXPORTER, RESOURCES, PROBES, WORKLOAD]),
        "The separate exporter for 4.9.x, one for the whole cluster.",
        "用于 4.9.x 的独立 exporter，整个集群一个。",
    ),
]];

const EXPORTER: &[Field] = &[Field::new(
    "image",
    Kind::optional_text(&format::IMAGE),
    "The image of the exporter with its tag. There is no default, because the project publishes none.",
    "exporter 的镜像（带标签）。没有默认值，因为官方未发布镜像。",
)];

pub(super) const LOGS: Fields = &[&[
    Field::new(
        "stdout",
        Kind::Switch(true),
        "Whether logs also go to the standard output, so that `kubectl logs` and log collectors see them.",
        "是否同时输出到标准输出，以便 `kubectl logs` 和日志采集器读取。",
    ),
    Field::new(
        "sizeLimit",
        Kind::Amount { default: "2Gi", format: &format::SIZE },
        "The size of the volume for log files. RocketMQ is configured to keep half of it at most, \
         because the kubelet evicts a Pod whose volume grows past the limit.",
        "日志卷的大小。RocketMQ 最多占用其一半，因为卷超限时 kubelet 会驱逐 Pod。",
    ),
]];

pub(super) const TOOLBOX: Fields = &[TOOLBOX_OWN, RESOURCES, WORKLOAD];

const TOOLBOX_OWN: &[Field] =
    &[Field::new("enabled", Kind::Switch(true), "Whether the toolbox is rendered.", "是否部署工具箱。")];

pub(super) const SMOKE_TEST: Fields = &[SMOKE_TEST_OWN, RESOURCES, WORKLOAD];

const SMOKE_TEST_OWN: &[Field] = &[Field::new(
    "timeout",
    Kind::count(120, 10, 3600),
    "How many seconds the Job may take before it fails; a cold image pull counts.",
    "Job 允许运行的秒数，超时即失败；首次拉取镜像的时间也计算在内。",
)];
