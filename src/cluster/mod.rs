//! One RocketMQ cluster on Kubernetes, whoever described it.
//!
//! Two roads lead here: values are resolved, and the manifests of others are recognised. Everything that knows RocketMQ
//! takes a [`Cluster`] and is written once: checks, rendering, and later plan, topology, DNS and clients.
//!
//! **Invariant:** no field is a template's or an output format's business; a fact that a check may point at is a
//! [`Fact`].

pub mod checks;
mod fact;
mod image_reference;
mod members;
pub mod naming;
pub mod reach;
pub mod recognise;
mod resolve;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use fact::Fact;
pub use image_reference::mirrored;
pub use members::{Advertised, BrokerGroup, Member};
pub use resolve::{RequestedRelease, resolve};

use crate::patches::Patch;
use crate::rocketmq::Version;
use crate::rocketmq::keys::Table;
use crate::values::{
    AntiAffinity, DnsStrategy, OnConfigChange, Pairs, Persistence, PortRange, Probes, Quantity, ServiceType, Workload,
};

/// The node ports that kube-apiserver gives out unless it is told otherwise.
pub const DEFAULT_NODE_PORT_RANGE: PortRange = PortRange { first: 30000, last: 32767 };

/// The Helm release, or what stands for it: a name and a Kubernetes namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The prefix of every object name.
    pub name: String,
    /// The Kubernetes namespace.
    pub namespace: String,
}

/// A RocketMQ cluster on Kubernetes.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Name and Kubernetes namespace.
    pub release: Release,
    /// What every object gets beside its own labels.
    pub labels: Pairs,
    /// What every object gets beside its own annotations.
    pub annotations: Pairs,
    /// RocketMQ's own `brokerClusterName`.
    pub cluster_name: String,
    /// The RocketMQ version.
    pub version: Fact<Version>,
    /// The config keys that this version reads.
    pub keys: KnownKeys,
    /// True when the user accepts configurations that are known to lose acknowledged messages.
    pub accepts_data_loss: Fact<bool>,
    /// The image of name servers, brokers and tools.
    pub image: Image,
    /// The time zone of every process: `deleteWhen` is read in it.
    pub timezone: String,
    /// The DNS domain of the Kubernetes cluster.
    pub cluster_domain: String,
    /// How the cluster DNS is made to answer the names that are advertised.
    pub dns_strategy: Fact<DnsStrategy>,
    /// The nodes, in the order of the members that belong to them.
    pub nodes: Fact<Vec<ClusterNode>>,
    /// How clients outside come in.
    pub external: External,
    /// The registry of routes.
    pub name_servers: NameServers,
    /// What all broker groups have in common.
    pub brokers: Brokers,
    /// The broker groups.
    pub groups: Vec<BrokerGroup>,
    /// Logging of name servers and brokers.
    pub logs: Logs,
    /// The web console.
    pub console: Option<Console>,
    /// Where metrics come from.
    pub metrics: Metrics,
    /// The Pod for `mqadmin`.
    pub toolbox: Option<Toolbox>,
    /// The Job that sends a message and reads it back.
    pub smoke_test: SmokeTest,
    /// What the user changes in single objects.
    pub patches: Vec<Patch>,
}

impl Cluster {
    /// Returns the knobs of every component that is rendered, each with the component's name.
    pub fn workloads(&self) -> impl Iterator<Item = (&'static str, &Workload)> {
        let exporter = match &self.metrics {
            Metrics::Exporter(exporter) => Some(("metrics", &exporter.workload)),
            Metrics::None | Metrics::Brokers(_) => None,
        };
        [("namesrv", &self.name_servers.workload), ("broker", &self.brokers.workload)]
            .into_iter()
            .chain(self.console.as_ref().map(|console| ("console", &console.workload)))
            .chain(exporter)
            .chain(self.toolbox.as_ref().map(|toolbox| ("toolbox", &toolbox.workload)))
            .chain([("smoke-test", &self.smoke_test.workload)])
    }
}

/// The image of RocketMQ itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The full reference, mirror registry included.
    pub reference: String,
    /// The reference without the mirror registry.
    pub origin: String,
    /// `ROCKETMQ_HOME` in the image.
    pub home: String,
    /// When the kubelet pulls it.
    pub pull_policy: String,
    /// The Secrets that it is pulled with, for every image of the cluster.
    pub pull_secrets: Vec<String>,
}

/// One node of the Kubernetes cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterNode {
    /// The value of its label `kubernetes.io/hostname`.
    pub name: Fact<String>,
    /// How clients outside reach it.
    pub address: Fact<String>,
}

/// How clients outside the Kubernetes cluster come in.
#[derive(Clone, Debug)]
pub struct External {
    /// True when every broker and every name server has a node port.
    pub node_ports: Fact<bool>,
    /// What `brokerIP1` is.
    pub advertise: Fact<Advertised>,
    /// The domain behind Pod names, if names are advertised with one.
    pub domain: Fact<String>,
    /// The node ports that the API server gives out, first and last.
    pub node_port_range: Fact<PortRange>,
}

/// A Java process: its memory and its options.
#[derive(Clone, Debug)]
pub struct Jvm {
    /// Heap in bytes.
    pub heap: Fact<u64>,
    /// Direct memory in bytes, where the process uses much of it.
    pub direct: Option<Fact<u64>>,
    /// Further options, after those that `rmq` writes.
    pub options: Vec<String>,
}

/// Requests and limits of a container, by resource name.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    /// What the scheduler reserves.
    pub requests: BTreeMap<String, Fact<Quantity>>,
    /// What the kernel enforces.
    pub limits: BTreeMap<String, Fact<Quantity>>,
}

/// The name servers.
#[derive(Clone, Debug)]
pub struct NameServers {
    /// How many.
    pub replicas: Fact<u32>,
    /// The port that each listens on.
    pub port: Fact<u16>,
    /// The node port of the first one, when they have node ports; the others follow.
    pub first_node_port: Option<Fact<u16>>,
    /// Memory and options.
    pub jvm: Jvm,
    /// Requests and limits.
    pub resources: Resources,
    /// Changes to the probes.
    pub probes: Probes,
    /// Kubernetes knobs.
    pub workload: Workload,
    /// All of them as `host:port;host:port`, by names that the Pods' own DNS knows.
    pub address_list: Arc<str>,
}

/// What all broker groups have in common.
#[derive(Clone, Debug)]
pub struct Brokers {
    /// Members of each group.
    pub replicas: Fact<u32>,
    /// Number of groups.
    pub groups: Fact<u32>,
    /// The main port of the first member of the first group.
    pub first_port: Fact<u32>,
    /// The distance between the ports of two members.
    pub port_step: Fact<u16>,
    /// The distance between the first ports of two groups.
    pub group_port_stride: Fact<u16>,
    /// Keys of broker.conf that the user set, checked for the version.
    pub config: Vec<ConfigEntry>,
    /// Keys of broker.conf that the user set for a custom image.
    pub config_unchecked: Vec<ConfigEntry>,
    /// Memory and options.
    pub jvm: Jvm,
    /// Requests and limits.
    pub resources: Resources,
    /// Where messages are stored.
    pub persistence: Fact<Persistence>,
    /// Whether members of a group may share a node.
    pub anti_affinity: Fact<AntiAffinity>,
    /// What a changed configuration does.
    pub on_config_change: OnConfigChange,
    /// Changes to the probes.
    pub probes: Probes,
    /// Kubernetes knobs.
    pub workload: Workload,
}

/// A key of broker.conf with its value.
#[derive(Clone, Debug)]
pub struct ConfigEntry {
    /// The key, at the place of the key.
    pub key: Fact<String>,
    /// The value as text, at the place of the value.
    pub value: Fact<String>,
}

/// The config keys that a RocketMQ version reads.
#[derive(Clone, Copy, Debug)]
pub struct KnownKeys {
    /// The table.
    pub table: Table,
    /// False when the table is of an older version, so that a key it lacks may be a new one.
    pub exact: bool,
}

/// Logging of name servers and brokers.
#[derive(Clone, Debug)]
pub struct Logs {
    /// True when log lines also go to standard output.
    pub stdout: bool,
    /// The size of the log volume in bytes.
    pub size_limit: Fact<u64>,
}

/// The web console.
#[derive(Clone, Debug)]
pub struct Console {
    /// How many.
    pub replicas: Fact<u32>,
    /// The full image reference.
    pub image: String,
    /// The reference without the mirror registry.
    pub origin: String,
    /// The port that it listens on.
    pub port: u16,
    /// The kind of its Service.
    pub service: Fact<ServiceType>,
    /// Its node port, when one was chosen.
    pub node_port: Option<Fact<u16>>,
    /// The Secret with its users, when it asks for a login.
    pub login_secret: Option<String>,
    /// True when it may be reached from outside without a login.
    pub open: bool,
    /// Requests and limits.
    pub resources: Resources,
    /// Changes to the probes.
    pub probes: Probes,
    /// Kubernetes knobs.
    pub workload: Workload,
}

/// Where metrics come from.
#[derive(Clone, Debug)]
pub enum Metrics {
    /// From nowhere.
    None,
    /// From every broker itself, on this port.
    Brokers(u16),
    /// From one exporter that asks the brokers.
    Exporter(Box<Exporter>),
}

/// The metrics exporter for versions without built-in metrics.
#[derive(Clone, Debug)]
pub struct Exporter {
    /// The full image reference.
    pub image: String,
    /// The reference without the mirror registry.
    pub origin: String,
    /// The port that it listens on.
    pub port: u16,
    /// Requests and limits.
    pub resources: Resources,
    /// Changes to the probes.
    pub probes: Probes,
    /// Kubernetes knobs.
    pub workload: Workload,
}

/// The Pod for `mqadmin`.
#[derive(Clone, Debug)]
pub struct Toolbox {
    /// Requests and limits.
    pub resources: Resources,
    /// Kubernetes knobs.
    pub workload: Workload,
}

/// The Job that sends a message and reads it back.
#[derive(Clone, Debug)]
pub struct SmokeTest {
    /// Seconds until it gives up.
    pub timeout: u32,
    /// Requests and limits.
    pub resources: Resources,
    /// Kubernetes knobs.
    pub workload: Workload,
}
