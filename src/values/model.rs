//! The values after merging, validation and defaults: plain data that cannot be wrong in type or format.
//!
//! Field names are those of the values in snake case; what each means is written in the field table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::choice::{
    Advertise, AntiAffinity, DnsStrategy, ExternalType, Mode, OnConfigChange, PersistenceType, PortRange, PullPolicy,
    ServiceType,
};
use super::{Probes, Quantity, Resources, Workload};
use crate::yaml::Node;

/// All values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Values {
    pub mode: Mode,
    pub version: String,
    pub accept_known_data_loss: bool,
    pub cluster_name: String,
    pub image: Image,
    pub timezone: String,
    pub nodes: Vec<ClusterNode>,
    pub namesrv: Namesrv,
    pub broker: Broker,
    pub console: Console,
    pub metrics: Metrics,
    pub logs: Logs,
    pub toolbox: Toolbox,
    pub external: External,
    pub dns: Dns,
    pub smoke_test: SmokeTest,
    pub patches: Vec<Node>,
}

/// Where images come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Image {
    pub registry: String,
    pub repository: String,
    pub tag: String,
    pub home: String,
    pub pull_policy: PullPolicy,
    pub pull_secrets: Vec<String>,
}

/// A Kubernetes node with the address by which clients outside reach it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct ClusterNode {
    pub name: String,
    pub address: String,
}

/// The name servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Namesrv {
    pub replicas: u32,
    pub port: u16,
    pub node_port: u16,
    pub jvm: Jvm,
    pub resources: Resources,
    pub probes: Probes,
    #[serde(flatten)]
    pub workload: Workload,
}

/// The Java machine of a component without direct memory of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Jvm {
    pub heap: Quantity,
    pub options: Vec<String>,
}

/// The Java machine of a broker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct BrokerJvm {
    pub heap: Quantity,
    pub direct: Quantity,
    pub options: Vec<String>,
}

/// The broker groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Broker {
    pub groups: u32,
    pub replicas: u32,
    pub port: u16,
    pub port_step: u16,
    pub group_port_stride: u16,
    pub group_overrides: BTreeMap<u32, GroupOverride>,
    pub config: BTreeMap<String, String>,
    pub config_unchecked: BTreeMap<String, String>,
    pub jvm: BrokerJvm,
    pub resources: Resources,
    pub persistence: Persistence,
    pub anti_affinity: AntiAffinity,
    pub rollout: Rollout,
    pub probes: Probes,
    #[serde(flatten)]
    pub workload: Workload,
}

/// What differs in one broker group; an empty text or list means that nothing does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct GroupOverride {
    pub broker_name: String,
    pub peers: Vec<String>,
    pub store_path: String,
    pub uid: Option<i64>,
}

/// Where a broker keeps its store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Persistence {
    pub r#type: PersistenceType,
    pub size: Quantity,
    pub storage_class: String,
    pub path: String,
}

/// What a changed broker config does to running Pods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Rollout {
    pub on_config_change: OnConfigChange,
}

/// The web console.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Console {
    pub enabled: bool,
    pub replicas: u32,
    pub image: String,
    pub service: ServiceType,
    pub node_port: u16,
    pub auth: ConsoleAuth,
    pub resources: Resources,
    pub probes: Probes,
    #[serde(flatten)]
    pub workload: Workload,
}

/// Who may use the console.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct ConsoleAuth {
    pub existing_secret: String,
    pub open: bool,
}

/// Prometheus metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Metrics {
    pub enabled: bool,
    pub port: u16,
    pub exporter: Exporter,
}

/// The separate exporter that 4.9.x needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Exporter {
    pub image: String,
    pub resources: Resources,
    pub probes: Probes,
    #[serde(flatten)]
    pub workload: Workload,
}

/// Logs of name servers and brokers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Logs {
    pub stdout: bool,
    pub size_limit: Quantity,
}

/// The Deployment in which `mqadmin` is run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Toolbox {
    pub enabled: bool,
    pub resources: Resources,
    #[serde(flatten)]
    pub workload: Workload,
}

/// How clients outside the Kubernetes cluster come in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct External {
    pub r#type: ExternalType,
    pub advertise: Advertise,
    pub domain: String,
    pub node_port_range: PortRange,
}

/// Names in the Kubernetes cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct Dns {
    pub cluster_domain: String,
    pub strategy: DnsStrategy,
}

/// The Job that sends and receives a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the field table documents every value")]
pub struct SmokeTest {
    /// In seconds.
    pub timeout: u32,
    pub resources: Resources,
    #[serde(flatten)]
    pub workload: Workload,
}
