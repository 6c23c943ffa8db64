//! Fields that several components share.

use super::super::field::{Field, Fragment, Kind};
use super::super::format;

/// The knobs of every component.
pub(super) const WORKLOAD: &[Field] = &[
    Field::new(
        "labels",
        Kind::TextMap { key: &format::OWN_LABEL_KEY, value: &format::LABEL_VALUE },
        "Labels that are added to every object of the component and to its Pods, never to a selector.",
        "加到该组件所有对象及其 Pod 上的标签，不会进入选择器。",
    ),
    Field::new(
        "annotations",
        Kind::TextMap { key: &format::ANNOTATION_KEY, value: &format::TEXT },
        "Annotations that are added to every object of the component, not to its Pods.",
        "加到该组件所有对象（不含 Pod）上的注解。",
    ),
    Field::new(
        "podAnnotations",
        Kind::TextMap { key: &format::ANNOTATION_KEY, value: &format::TEXT },
        "Annotations that are added to the Pods; a change restarts them.",
        "加到 Pod 上的注解；修改会重启 Pod。",
    ),
    Field::new(
        "nodeSelector",
        Kind::TextMap { key: &format::LABEL_KEY, value: &format::LABEL_VALUE },
        "Labels that a node must have to run these Pods.",
        "节点必须具备这些标签才能运行该组件的 Pod。",
    ),
    Field::new(
        "tolerations",
        Kind::Objects(Fragment::Tolerations),
        "Taints that these Pods stand, as in `spec.tolerations` of a Pod; needed for nodes that are set aside.",
        "Pod 可容忍的污点，写法同 Pod 的 `spec.tolerations`；用于专用节点。",
    ),
    Field::new(
        "affinity",
        Kind::Object(Fragment::Affinity),
        "Further affinity as in `spec.affinity` of a Pod; what `rmq` writes itself stays, and lists are joined.",
        "额外的亲和性规则，写法同 Pod 的 `spec.affinity`；`rmq` 自己生成的规则会保留，列表会合并。",
    ),
    Field::new(
        "topologySpread",
        Kind::Objects(Fragment::TopologySpreadConstraints),
        "Constraints as in `spec.topologySpreadConstraints` of a Pod, for example one for zones.",
        "拓扑分布约束，写法同 Pod 的 `spec.topologySpreadConstraints`，例如按可用区分布。",
    ),
    Field::new(
        "priorityClassName",
        Kind::optional_text(&format::NAME),
        "The PriorityClass of the Pods: which ones stay when a node runs full. Empty takes the default class.",
        "Pod 的 PriorityClass：节点资源不足时决定谁留下。为空则使用默认类。",
    ),
    Field::new(
        "extraEnv",
        Kind::Objects(Fragment::EnvVars),
        "Environment variables of the main container, as in `env` of a container. \
         Their values are masked in everything that `rmq` prints about the values.",
        "主容器的环境变量，写法同容器的 `env`。`rmq` 在展示 values 时会遮盖其值。",
    )
    .hidden(),
    Field::new(
        "extraVolumes",
        Kind::Objects(Fragment::Volumes),
        "Volumes of the Pods, as in `spec.volumes` of a Pod; mount them with `extraVolumeMounts`.",
        "Pod 的额外卷，写法同 Pod 的 `spec.volumes`；用 `extraVolumeMounts` 挂载。",
    ),
    Field::new(
        "extraVolumeMounts",
        Kind::Objects(Fragment::VolumeMounts),
        "Volume mounts of the main container, as in `volumeMounts` of a container.",
        "主容器的额外挂载，写法同容器的 `volumeMounts`。",
    ),
    Field::new(
        "initContainers",
        Kind::Objects(Fragment::Containers),
        "Containers that run to their end before the main container starts.",
        "在主容器启动前运行至结束的容器。",
    ),
    Field::new(
        "sidecars",
        Kind::Objects(Fragment::Containers),
        "Containers that run beside the main container. \
         Their memory is not part of what `rmq` checks against the limit of the main one.",
        "与主容器并行运行的容器。其内存不计入 `rmq` 对主容器限额的检查。",
    ),
    Field::new(
        "serviceAccount",
        Kind::optional_text(&format::NAME),
        "The service account of the Pods, which must exist. \
         Empty takes the one that `rmq` renders under the name of the cluster, without any permission: \
         RocketMQ itself never calls the Kubernetes API.",
        "Pod 使用的服务账号，须已存在。为空则用 `rmq` 以集群名生成的服务账号，它没有任何权限：RocketMQ 自身不调用 Kubernetes API。",
    ),
];

/// The probes of a component that has some.
pub(super) const PROBES: &[Field] = &[Field::new(
    "probes",
    Kind::Section(&[PROBE]),
    "Changes to the probes of `rmq`: fields are laid over them, and another handler replaces theirs. \
     The built-in ones check a TCP port and are slow on purpose: a stall of the disk must not kill a leader.",
    "对 `rmq` 内置探针的修改：所写字段覆盖内置值，另写处理方式则取而代之。内置探针检查 TCP 端口且有意放慢：磁盘卡顿不应杀死主节点。",
)];

const PROBE: &[Field] = &[
    Field::new(
        "startup",
        Kind::Object(Fragment::Probe),
        "The startup probe, as in `startupProbe` of a container. Empty keeps the built-in one.",
        "启动探针，写法同容器的 `startupProbe`。为空则用内置探针。",
    ),
    Field::new(
        "liveness",
        Kind::Object(Fragment::Probe),
        "The liveness probe, as in `livenessProbe` of a container. Empty keeps the built-in one.",
        "存活探针，写法同容器的 `livenessProbe`。为空则用内置探针。",
    ),
    Field::new(
        "readiness",
        Kind::Object(Fragment::Probe),
        "The readiness probe, as in `readinessProbe` of a container. Empty keeps the built-in one.",
        "就绪探针，写法同容器的 `readinessProbe`。为空则用内置探针。",
    ),
];

/// Resources without defaults.
pub(super) const RESOURCES: &[Field] = &[resources(NO_RESOURCES)];

const NO_RESOURCES: &[&[Field]] = &[&[requests(&[]), limits(&[])]];

/// Returns the field `resources` with these fields below it.
pub(super) const fn resources(fields: &'static [&'static [Field]]) -> Field {
    Field::new(
        "resources",
        Kind::Section(fields),
        "Requests and limits of the main container.",
        "主容器的资源请求与限额。",
    )
}

/// Returns the field `requests` with this default.
pub(super) const fn requests(default: &'static [(&'static str, &'static str)]) -> Field {
    Field::new(
        "requests",
        Kind::Amounts { key: &format::RESOURCE_NAME, value: &format::QUANTITY, default },
        "What the scheduler sets aside for the container, by resource; `null` takes an amount out again.",
        "调度器为容器预留的资源量；写 `null` 可去掉某一项。",
    )
}

/// Returns the field `limits` with this default.
pub(super) const fn limits(default: &'static [(&'static str, &'static str)]) -> Field {
    Field::new(
        "limits",
        Kind::Amounts { key: &format::RESOURCE_NAME, value: &format::QUANTITY, default },
        "What the container may use at most, by resource; `null` takes an amount out again. \
         A memory limit must hold heap, direct memory and the rest of the Java machine.",
        "容器资源上限；写 `null` 可去掉某一项。内存上限须容纳堆、直接内存和 JVM 的其余部分。",
    )
}

/// Returns the field `heap` with this default.
pub(super) const fn heap(default: &'static str) -> Field {
    Field::new(
        "heap",
        Kind::Amount { default, format: &format::SIZE },
        "The heap of the Java machine (`-Xms` and `-Xmx`), in bytes.",
        "JVM 堆大小（`-Xms` 与 `-Xmx`），单位字节。",
    )
}

/// Further options of a Java machine.
pub(super) const OPTIONS: Field = Field::new(
    "options",
    Kind::Texts(&format::JVM_OPTION),
    "Further options of the Java machine, one per item, after those of `rmq`.",
    "追加的 JVM 选项，每项一个，位于 `rmq` 生成的选项之后。",
);
