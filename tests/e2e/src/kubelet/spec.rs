//! The fields of a Pod that this kubelet honours; any other field is an error, so that none is passed over in silence.
//!
//! **Without effect here:** seccomp profiles, image pull policy and secrets (images are folders), resource limits (peak
//! memory is measured instead), tokens of service accounts (their folder is empty), the variables of
//! service links, and everything that only the scheduler reads.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A whole Pod.
#[derive(Debug, Deserialize)]
pub struct Pod {
    pub metadata: Metadata,
    pub spec: PodSpec,
    #[serde(default)]
    pub status: PodStatus,
}

/// What a Pod is called.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    pub name: String,
    pub namespace: String,
    pub uid: String,
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    #[serde(default)]
    pub annotations: BTreeMap<String, String>,
}

/// What others have written of a Pod's state.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodStatus {
    #[serde(default)]
    pub conditions: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PodSpec {
    #[serde(default)]
    pub volumes: Vec<Volume>,
    #[serde(default)]
    pub init_containers: Vec<Container>,
    pub containers: Vec<Container>,
    pub restart_policy: RestartPolicy,
    pub termination_grace_period_seconds: u64,
    /// Read for its values: only one of them is honoured.
    #[serde(rename = "dnsPolicy")]
    _dns_policy: DnsPolicy,
    pub service_account_name: Option<String>,
    #[serde(rename = "serviceAccount")]
    _service_account: Option<IgnoredAny>,
    #[serde(rename = "automountServiceAccountToken")]
    _automount_service_account_token: Option<IgnoredAny>,
    pub node_name: Option<String>,
    pub hostname: Option<String>,
    pub subdomain: Option<String>,
    #[serde(default)]
    pub security_context: PodSecurityContext,
    #[serde(default)]
    pub host_aliases: Vec<HostAlias>,
    #[serde(rename = "enableServiceLinks")]
    _enable_service_links: Option<IgnoredAny>,
    #[serde(rename = "imagePullSecrets")]
    _image_pull_secrets: Option<IgnoredAny>,
    // The scheduler's.
    #[serde(rename = "affinity")]
    _affinity: Option<IgnoredAny>,
    #[serde(rename = "schedulerName")]
    _scheduler_name: Option<IgnoredAny>,
    #[serde(rename = "tolerations")]
    _tolerations: Option<IgnoredAny>,
    #[serde(rename = "nodeSelector")]
    _node_selector: Option<IgnoredAny>,
    #[serde(rename = "priority")]
    _priority: Option<IgnoredAny>,
    #[serde(rename = "preemptionPolicy")]
    _preemption_policy: Option<IgnoredAny>,
    #[serde(rename = "topologySpreadConstraints")]
    _topology_spread_constraints: Option<IgnoredAny>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum RestartPolicy {
    Always,
    OnFailure,
    Never,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum DnsPolicy {
    ClusterFirst,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PodSecurityContext {
    pub run_as_non_root: Option<bool>,
    pub run_as_user: Option<u32>,
    pub run_as_group: Option<u32>,
    pub fs_group: Option<u32>,
    #[serde(rename = "fsGroupChangePolicy")]
    _fs_group_change_policy: Option<IgnoredAny>,
    #[serde(rename = "seccompProfile")]
    _seccomp_profile: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostAlias {
    pub ip: String,
    pub hostnames: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Container {
    pub name: String,
    pub image: String,
    #[serde(default)]
    pub command: Vec<String>,
    #[serde(default)]
    pub args: Vec<String>,
    pub working_dir: Option<String>,
    #[serde(default)]
    pub env: Vec<EnvVar>,
    #[serde(default)]
    pub ports: Vec<Port>,
    #[serde(default)]
    pub resources: Resources,
    #[serde(default)]
    pub volume_mounts: Vec<VolumeMount>,
    pub startup_probe: Option<Probe>,
    pub liveness_probe: Option<Probe>,
    pub readiness_probe: Option<Probe>,
    #[serde(default)]
    pub lifecycle: Lifecycle,
    #[serde(default)]
    pub security_context: SecurityContext,
    #[serde(rename = "imagePullPolicy")]
    _image_pull_policy: Option<IgnoredAny>,
    #[serde(rename = "terminationMessagePath")]
    _termination_message_path: Option<IgnoredAny>,
    #[serde(rename = "terminationMessagePolicy")]
    _termination_message_policy: Option<IgnoredAny>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EnvVar {
    pub name: String,
    #[serde(default)]
    pub value: String,
    pub value_from: Option<EnvSource>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum EnvSource {
    #[serde(rename = "fieldRef", rename_all = "camelCase")]
    Field {
        #[serde(rename = "apiVersion")]
        _api_version: Option<IgnoredAny>,
        field_path: String,
    },
    #[serde(rename = "configMapKeyRef")]
    ConfigMapKey(KeyRef),
    #[serde(rename = "secretKeyRef")]
    SecretKey(KeyRef),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRef {
    pub name: String,
    pub key: String,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Port {
    pub name: Option<String>,
    #[serde(rename = "containerPort")]
    pub number: u16,
    #[serde(rename = "protocol")]
    _protocol: Option<IgnoredAny>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    #[serde(default)]
    pub limits: BTreeMap<String, String>,
    #[serde(rename = "requests")]
    _requests: Option<IgnoredAny>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct VolumeMount {
    pub name: String,
    pub mount_path: String,
    #[serde(default)]
    pub sub_path: String,
    #[serde(default)]
    pub read_only: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Probe {
    pub tcp_socket: Option<TcpSocket>,
    pub exec: Option<Exec>,
    #[serde(default)]
    pub initial_delay_seconds: u32,
    pub period_seconds: u32,
    pub timeout_seconds: u32,
    pub success_threshold: u32,
    pub failure_threshold: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TcpSocket {
    pub port: PortReference,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum PortReference {
    Number(u16),
    Name(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exec {
    pub command: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Lifecycle {
    pub pre_stop: Option<PreStop>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreStop {
    pub exec: Exec,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SecurityContext {
    pub run_as_non_root: Option<bool>,
    pub run_as_user: Option<u32>,
    pub run_as_group: Option<u32>,
    pub allow_privilege_escalation: Option<bool>,
    #[serde(default)]
    pub read_only_root_filesystem: bool,
    #[serde(default)]
    pub capabilities: Capabilities,
    #[serde(rename = "seccompProfile")]
    _seccomp_profile: Option<IgnoredAny>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capabilities {
    #[serde(default)]
    pub drop: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Volume {
    pub name: String,
    #[serde(flatten)]
    pub source: VolumeSource,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VolumeSource {
    ConfigMap(ConfigMapVolume),
    Secret(SecretVolume),
    EmptyDir(EmptyDir),
    PersistentVolumeClaim(ClaimVolume),
    HostPath(HostPath),
    Projected(IgnoredAny),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ConfigMapVolume {
    pub name: String,
    #[serde(default)]
    pub items: Vec<Item>,
    pub default_mode: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SecretVolume {
    pub secret_name: String,
    #[serde(default)]
    pub items: Vec<Item>,
    pub default_mode: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub key: String,
    pub path: String,
    pub mode: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EmptyDir {
    pub size_limit: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ClaimVolume {
    pub claim_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct HostPath {
    pub path: String,
    #[serde(default, rename = "type")]
    pub kind: String,
}

impl Container {
    /// Returns the number of a port that a probe names.
    pub fn port(&self, reference: &PortReference) -> Option<u16> {
        match reference {
            PortReference::Number(number) => Some(*number),
            PortReference::Name(name) => {
                self.ports.iter().find(|port| port.name.as_ref() == Some(name)).map(|port| port.number)
            }
        }
    }
}
