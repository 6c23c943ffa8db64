//! Which endpoints get the connections of a port.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use anyhow::Result;
use serde_json::Value;

use super::objects::{Conditions, Service, Slice};

/// One port of one Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePort {
    /// `namespace/service/port`.
    pub name: String,
    pub address: Ipv4Addr,
    pub port: u16,
    pub node_port: Option<u16>,
    /// Connections to the node port stay on the node that they come to.
    pub stays_on_node: bool,
    /// For how many seconds a client keeps its endpoint.
    pub affinity: Option<u32>,
    endpoints: BTreeSet<Endpoint>,
}

/// Where one process listens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    pub address: Ipv4Addr,
    pub port: u16,
    node: Option<String>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Ready,
    /// On its way out, but it still answers.
    Leaving,
    Unusable,
}

impl From<Conditions> for State {
    /// As kube-proxy reads them: what is not said is true, but for `terminating`.
    fn from(conditions: Conditions) -> Self {
        let Conditions { ready, serving, terminating } = conditions;
        match (ready.unwrap_or(true), serving.unwrap_or(true), terminating.unwrap_or(false)) {
            (true, ..) => Self::Ready,
            (false, true, true) => Self::Leaving,
            _ => Self::Unusable,
        }
    }
}

impl ServicePort {
    /// Returns the endpoints for a connection that may go to any node.
    pub fn everywhere(&self) -> Vec<&Endpoint> {
        usable(&self.endpoints.iter().collect::<Vec<_>>())
    }

    /// Returns the endpoints for a connection that stays on this node.
    pub fn on_node(&self, node: &str) -> Vec<&Endpoint> {
        let is_here = |endpoint: &&Endpoint| endpoint.node.as_deref() == Some(node);
        usable(&self.endpoints.iter().filter(is_here).collect::<Vec<_>>())
    }
}

/// Those that are ready; when none is, those that leave but still answer.
fn usable<'a>(endpoints: &[&'a Endpoint]) -> Vec<&'a Endpoint> {
    let in_state = |state| endpoints.iter().copied().filter(|endpoint| endpoint.state == state).collect::<Vec<_>>();
    let ready = in_state(State::Ready);
    if ready.is_empty() { in_state(State::Leaving) } else { ready }
}

/// Brings Services and slices together.
pub fn ports(services: &[Value], slices: &[Value]) -> Result<Vec<ServicePort>> {
    let mut of_service: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for slice in slices {
        if let Some(service) = Slice::service(slice) {
            of_service.entry(service).or_default().push(slice);
        }
    }
    let mut ports = Vec::new();
    for object in services {
        let Some(service) = Service::read(object)? else { continue };
        let slices = of_service.remove(&service.key).unwrap_or_default();
        let slices: Vec<Slice> = slices.into_iter().map(Slice::read).collect::<Result<_>>()?;
        ports.extend(ports_of(service, &slices));
    }
    ports.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(ports)
}

fn ports_of(service: Service, slices: &[Slice]) -> impl Iterator<Item = ServicePort> {
    let Service { key, address, stays_on_node, affinity, ports } = service;
    ports.into_iter().map(move |port| {
        let endpoints = slices.iter().flat_map(|slice| slice.endpoints(&port.name));
        let endpoints = endpoints.map(|(endpoint, address, port)| Endpoint {
            address,
            port,
            node: endpoint.node_name.clone(),
            state: endpoint.conditions.into(),
        });
        ServicePort {
            // An only port may have no name; a number cannot be one.
            name: if port.name.is_empty() { format!("{key}/{}", port.port) } else { format!("{key}/{}", port.name) },
            address,
            port: port.port,
            node_port: port.node_port,
            stays_on_node,
            affinity,
            endpoints: endpoints.collect(),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const CONDITIONS: [(&str, State); 6] = [
        (r#"{"ready": true, "serving": true, "terminating": false}"#, State::Ready),
        // What a Service with publishNotReadyAddresses has for a Pod that ends and fails its probe.
        (r#"{"ready": true, "serving": false, "terminating": true}"#, State::Ready),
        (r#"{"ready": false, "serving": true, "terminating": true}"#, State::Leaving),
        (r#"{"ready": false, "serving": false, "terminating": true}"#, State::Unusable),
        (r#"{"ready": false, "serving": false, "terminating": false}"#, State::Unusable),
        ("{}", State::Ready),
    ];

    #[test]
    fn conditions_are_read_as_kube_proxy_does() {
        for (text, want) in CONDITIONS {
            let conditions: Conditions = serde_json::from_str(text).unwrap();
            assert_eq!(State::from(conditions), want, "{text}");
        }
    }

    /// A slice of Service `mq/a` with one port `p` at 80, and endpoints by address, node and conditions.
    fn slice(endpoints: &[(&str, &str, &str)]) -> Value {
        let endpoint = |(address, node, conditions): &(&str, &str, &str)| {
            let conditions: Value = serde_json::from_str(conditions).unwrap();
            json!({"addresses": [address], "nodeName": node, "conditions": conditions})
        };
        json!({
            "metadata": {"namespace": "mq", "name": "a-x", "labels": {"kubernetes.io/service-name": "a"}},
            "addressType": "IPv4",
            "ports": [{"name": "p", "port": 80, "protocol": "TCP"}, {"name": "q", "port": 81, "protocol": "TCP"}],
            "endpoints": endpoints.iter().map(endpoint).collect::<Vec<_>>(),
        })
    }

    fn port(slices: &[Value]) -> ServicePort {
        let ports = json!([{"name": "p", "port": 8080, "targetPort": "http", "protocol": "TCP"}]);
        let spec = json!({"type": "ClusterIP", "clusterIP": "10.96.1.1", "ports": ports});
        let service = json!({"metadata": {"namespace": "mq", "name": "a"}, "spec": spec});
        ports_only(&service, slices).unwrap().remove(0)
    }

    fn ports_only(service: &Value, slices: &[Value]) -> Result<Vec<ServicePort>> {
        super::ports(std::slice::from_ref(service), slices)
    }

    fn addresses(endpoints: &[&Endpoint]) -> Vec<String> {
        endpoints.iter().map(|endpoint| format!("{}:{}", endpoint.address, endpoint.port)).collect()
    }

    const READY: &str = CONDITIONS[0].0;
    const LEAVING: &str = CONDITIONS[2].0;
    const UNUSABLE: &str = CONDITIONS[3].0;

    #[test]
    fn all_slices_count_and_only_the_named_port() {
        let slices = [slice(&[("10.244.1.1", "n1", READY)]), slice(&[("10.244.1.2", "n2", READY)])];
        assert_eq!(addresses(&port(&slices).everywhere()), ["10.244.1.1:80", "10.244.1.2:80"]);
    }

    #[test]
    fn endpoints_that_leave_are_used_where_none_is_ready() {
        let mixed =
            slice(&[("10.244.1.1", "n1", READY), ("10.244.1.2", "n2", LEAVING), ("10.244.1.3", "n3", UNUSABLE)]);
        let port = port(&[mixed]);
        assert_eq!(addresses(&port.everywhere()), ["10.244.1.1:80"]);
        assert_eq!(addresses(&port.on_node("n2")), ["10.244.1.2:80"], "nothing else is ready on that node");
        assert_eq!(addresses(&port.on_node("n3")), [""; 0]);
    }

    #[test]
    fn a_service_without_slices_has_no_endpoints() {
        let mut foreign = slice(&[("10.244.1.1", "n1", READY)]);
        foreign["metadata"]["labels"]["kubernetes.io/service-name"] = json!("b");
        assert_eq!(addresses(&port(&[foreign]).everywhere()), [""; 0]);
    }

    #[test]
    fn what_is_not_supported_is_named() {
        let cases = [
            (json!({"type": "LoadBalancer"}), "Service mq/a: spec.type `LoadBalancer`"),
            (json!({"type": "ExternalName"}), "Service mq/a: spec.type `ExternalName`"),
            (json!({"externalIPs": ["192.168.1.5"]}), "Service mq/a: a field is not what is expected"),
            (json!({"externalIPs": ["192.168.1.5"]}), "unknown field `externalIPs`"),
            (json!({"internalTrafficPolicy": "Local"}), "spec.internalTrafficPolicy `Local`"),
            (json!({"ipFamilies": ["IPv6"]}), "spec.ipFamilies `IPv6`"),
            (json!({"clusterIP": "fd00::1"}), "spec.clusterIP is no IPv4 address"),
            (json!({"ports": [{"port": 53, "protocol": "UDP"}]}), "spec.ports[].protocol `UDP`"),
        ];
        for (change, want) in cases {
            let mut spec = json!({"type": "ClusterIP", "clusterIP": "10.96.1.1", "ports": []});
            spec.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let service = json!({"metadata": {"namespace": "mq", "name": "a"}, "spec": spec});
            let error = format!("{:#}", ports_only(&service, &[]).unwrap_err());
            assert!(error.contains(want), "{change}: {error}");
        }
    }

    #[test]
    fn headless_services_and_the_name_server_are_no_matter_of_the_proxy() {
        for address in ["None", "10.96.0.10"] {
            let ports = json!([{"port": 53, "protocol": "UDP"}]);
            let spec = json!({"type": "ClusterIP", "clusterIP": address, "ports": ports});
            let service = json!({"metadata": {"namespace": "mq", "name": "a"}, "spec": spec});
            assert_eq!(ports_only(&service, &[]).unwrap(), []);
        }
    }
}
