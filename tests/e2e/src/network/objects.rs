//! Services, their endpoints, and nodes, as much of them as kube-proxy reads.
//!
//! **Invariant:** a field that would change where a connection goes, and that is not read here, is an error.

use std::net::Ipv4Addr;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

/// Returns `namespace/name`.
pub fn key(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    format!("{}/{}", text("/metadata/namespace"), text("/metadata/name"))
}

/// A Service that has an address of its own.
#[derive(Debug)]
pub struct Service {
    /// `namespace/name`.
    pub key: String,
    pub address: Ipv4Addr,
    /// Connections to its node ports stay on the node that they come to.
    pub stays_on_node: bool,
    /// For how many seconds a client keeps its endpoint.
    pub affinity: Option<u32>,
    pub ports: Vec<PortSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PortSpec {
    #[serde(default)]
    pub name: String,
    pub port: u16,
    pub node_port: Option<u16>,
    protocol: String,
    #[serde(rename = "targetPort")]
    _target_port: Option<IgnoredAny>,
    #[serde(rename = "appProtocol")]
    _app_protocol: Option<IgnoredAny>,
}

/// What does not matter here has a name that begins with `_`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ServiceSpec {
    r#type: String,
    #[serde(rename = "clusterIP", default)]
    cluster_ip: String,
    #[serde(rename = "clusterIPs")]
    _cluster_ips: Option<IgnoredAny>,
    #[serde(default)]
    ports: Vec<PortSpec>,
    session_affinity: Option<String>,
    session_affinity_config: Option<Value>,
    external_traffic_policy: Option<String>,
    internal_traffic_policy: Option<String>,
    ip_families: Option<Vec<String>>,
    #[serde(rename = "ipFamilyPolicy")]
    _ip_family_policy: Option<IgnoredAny>,
    #[serde(rename = "selector")]
    _selector: Option<IgnoredAny>,
    /// Already in the conditions of the endpoints: the controller that writes them reads this field.
    #[serde(rename = "publishNotReadyAddresses")]
    _publish_not_ready_addresses: Option<IgnoredAny>,
}

impl Service {
    /// Reads one; a headless Service is nothing that a proxy has to do with.
    pub fn read(object: &Value) -> Result<Option<Self>> {
        let key = key(object);
        let checked = || Self::read_spec(&key, read(&object["spec"])?);
        checked().with_context(|| format!("the network of e2e: Service {key}"))
    }

    fn read_spec(key: &str, spec: ServiceSpec) -> Result<Option<Self>> {
        only("spec.type", Some(&spec.r#type), &["ClusterIP", "NodePort"])?;
        only("spec.internalTrafficPolicy", spec.internal_traffic_policy.as_ref(), &["Cluster"])?;
        only("spec.externalTrafficPolicy", spec.external_traffic_policy.as_ref(), &["Cluster", "Local"])?;
        only("spec.sessionAffinity", spec.session_affinity.as_ref(), &["None", "ClientIP"])?;
        if spec.cluster_ip == "None" {
            return Ok(None);
        }
        for family in spec.ip_families.iter().flatten() {
            only("spec.ipFamilies", Some(family), &["IPv4"])?;
        }
        let address = spec.cluster_ip.parse().context("spec.clusterIP is no IPv4 address")?;
        if address == super::DNS {
            return Ok(None);
        }
        for port in &spec.ports {
            only("spec.ports[].protocol", Some(&port.protocol), &["TCP"])?;
        }
        let timeout = spec.session_affinity_config.as_ref().map(|config| &config["clientIP"]["timeoutSeconds"]);
        let timeout = timeout.and_then(Value::as_u64).map_or(Ok(10_800), u32::try_from)?;
        Ok(Some(Self {
            key: key.to_owned(),
            address,
            stays_on_node: spec.external_traffic_policy.as_deref() == Some("Local"),
            affinity: (spec.session_affinity.as_deref() == Some("ClientIP")).then_some(timeout),
            ports: spec.ports,
        }))
    }
}

/// The endpoints of one Service, or a part of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Slice {
    address_type: String,
    endpoints: Option<Vec<Endpoint>>,
    ports: Option<Vec<SlicePort>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Endpoint {
    addresses: Vec<Ipv4Addr>,
    #[serde(default)]
    pub conditions: Conditions,
    pub node_name: Option<String>,
    #[serde(rename = "hostname")]
    _hostname: Option<IgnoredAny>,
    #[serde(rename = "targetRef")]
    _target_ref: Option<IgnoredAny>,
    #[serde(rename = "zone")]
    _zone: Option<IgnoredAny>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    pub ready: Option<bool>,
    pub serving: Option<bool>,
    pub terminating: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SlicePort {
    name: Option<String>,
    port: u16,
    protocol: String,
    #[serde(rename = "appProtocol")]
    _app_protocol: Option<IgnoredAny>,
}

impl Slice {
    /// Returns the `namespace/name` of the Service to which a slice belongs.
    pub fn service(object: &Value) -> Option<String> {
        let name = object.pointer("/metadata/labels/kubernetes.io~1service-name")?.as_str()?;
        let namespace = object.pointer("/metadata/namespace")?.as_str()?;
        Some(format!("{namespace}/{name}"))
    }

    /// Reads one.
    pub fn read(object: &Value) -> Result<Self> {
        let checked = || {
            let slice: Self = read(object)?;
            only("addressType", Some(&slice.address_type), &["IPv4"])?;
            for port in slice.ports.iter().flatten() {
                only("ports[].protocol", Some(&port.protocol), &["TCP"])?;
            }
            for endpoint in slice.endpoints.iter().flatten() {
                ensure!(endpoint.addresses.len() == 1, "endpoints[].addresses has not exactly one address");
            }
            Ok(slice)
        };
        checked().with_context(|| format!("the network of e2e: EndpointSlice {}", key(object)))
    }

    /// Returns the endpoints behind a port of the Service: the names of the ports are what connects them.
    pub fn endpoints(&self, port_name: &str) -> impl Iterator<Item = (&Endpoint, Ipv4Addr, u16)> {
        let ports = self.ports.iter().flatten().filter(move |port| port.name.as_deref().unwrap_or("") == port_name);
        ports.flat_map(|port| {
            let endpoints = self.endpoints.iter().flatten();
            endpoints.filter_map(|endpoint| Some((endpoint, *endpoint.addresses.first()?, port.port)))
        })
    }
}

/// A node that has told its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    pub address: Ipv4Addr,
}

impl Node {
    /// Reads one; without an internal address there is nothing to connect to.
    pub fn read(object: &Value) -> Result<Option<Self>> {
        let name = object["metadata"]["name"].as_str().context("a Node without a name")?.to_owned();
        let addresses = object["status"]["addresses"].as_array().into_iter().flatten();
        let Some(address) =
            addresses.filter(|address| address["type"] == "InternalIP").find_map(|a| a["address"].as_str())
        else {
            return Ok(None);
        };
        let address = address.parse().with_context(|| format!("Node {name}: {address} is no IPv4 address"))?;
        Ok(Some(Self { name, address }))
    }
}

fn read<T: DeserializeOwned>(object: &Value) -> Result<T> {
    T::deserialize(object).context("a field is not what is expected, or not supported here")
}

/// Fails when a field is none of the values that the proxy knows.
fn only(field: &str, value: Option<&String>, known: &[&str]) -> Result<()> {
    match value {
        Some(value) if !known.contains(&value.as_str()) => {
            bail!("{field} `{value}` is not supported; what is: {}", known.join(", "))
        }
        _ => Ok(()),
    }
}
