//! The rules of `nft` that make Services out of ports and endpoints: what kube-proxy writes, for all nodes in one kernel.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::net::Ipv4Addr;

use super::backends::{Endpoint, ServicePort};
use super::objects::Node;
use super::{DNS, POD_RANGE};
use crate::plane::SERVICE_RANGE;

/// Puts the mark on a connection that will come from the fabric's own address.
const MASQUERADE: &str = "meta mark set meta mark or 0x4000";

/// The chains that the kernel calls by itself, and what they are.
///
/// What no rule has translated is refused just before the fabric's own rules would drop it.
const HOOKS: [(&str, &str, &str); 6] = [
    ("prerouting", "nat hook prerouting priority dstnat", "jump services"),
    ("output", "nat hook output priority -100", "jump services"),
    ("postrouting", "nat hook postrouting priority srcnat", "meta mark and 0x4000 != 0 masquerade fully-random"),
    ("refuse-input", "filter hook input priority filter - 1", "ct state new jump refused"),
    ("refuse-forward", "filter hook forward priority filter - 1", "ct state new jump refused"),
    ("refuse-output", "filter hook output priority filter - 1", "ct state new jump refused"),
];

/// All rules for Services, at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruleset {
    /// Which clients an endpoint keeps, and for how many seconds.
    affinities: BTreeMap<String, u32>,
    chains: BTreeMap<String, Vec<String>>,
}

impl Ruleset {
    /// Works them out.
    pub fn new(ports: &[ServicePort], nodes: &[Node]) -> Self {
        let mut rules = Self::default();
        rules.chains.insert("services".into(), Vec::new());
        rules.chains.insert("refused".into(), Vec::new());
        for port in ports {
            rules.add(port, nodes);
        }
        let addresses: BTreeSet<Ipv4Addr> = ports.iter().map(|port| port.address).collect();
        if !addresses.is_empty() {
            rules.push("refused", format!("ip daddr {} counter reject", set(addresses)));
        }
        // Nobody has this address: in a cluster, too, a packet to it is lost.
        rules.push("refused", format!("ip daddr {SERVICE_RANGE} ip daddr != {DNS} counter drop"));
        rules
    }

    fn add(&mut self, port: &ServicePort, nodes: &[Node]) {
        let own = format!("ip daddr {} tcp dport {}", port.address, port.port);
        let endpoints = port.everywhere();
        if !endpoints.is_empty() {
            let chain = self.balance(&format!("service/{}", port.name), port, &endpoints);
            self.push("services", format!("{own} ip saddr != {POD_RANGE} {MASQUERADE}"));
            self.push("services", format!("{own} goto {chain}"));
        }
        let Some(number) = port.node_port.filter(|_| !nodes.is_empty()) else { return };
        let all_nodes = format!("ip daddr {} tcp dport {number}", set(nodes.iter().map(|node| node.address)));
        if endpoints.is_empty() {
            self.push("refused", format!("{all_nodes} counter reject"));
        } else if !port.stays_on_node {
            self.push("services", format!("{all_nodes} {MASQUERADE} goto service/{}", port.name));
        } else {
            // Pods and the nodes themselves are inside: for them it is as with the Service's own address.
            self.push("services", format!("{all_nodes} ip saddr {POD_RANGE} goto service/{}", port.name));
            self.push("services", format!("{all_nodes} fib saddr type local {MASQUERADE} goto service/{}", port.name));
            for node in nodes {
                self.add_on_node(port, number, node);
            }
        }
    }

    /// Adds what happens to a connection from outside that must not leave the node.
    fn add_on_node(&mut self, port: &ServicePort, number: u16, node: &Node) {
        let here = format!("ip daddr {} tcp dport {number}", node.address);
        let endpoints = port.on_node(&node.name);
        if endpoints.is_empty() {
            self.push("refused", format!("{here} counter drop"));
        } else {
            let chain = self.balance(&format!("node/{}/{}", node.name, port.name), port, &endpoints);
            self.push("services", format!("{here} goto {chain}"));
        }
    }

    /// Adds the chain of this name, which chooses one of the endpoints; returns the name.
    fn balance(&mut self, name: &str, port: &ServicePort, endpoints: &[&Endpoint]) -> String {
        let chains: Vec<String> = endpoints.iter().map(|endpoint| self.endpoint(port, endpoint)).collect();
        if let Some(seconds) = port.affinity {
            for chain in &chains {
                self.push(name, format!("ip saddr @{} goto {chain}", affinity(chain, seconds)));
            }
        }
        let mut choices = String::new();
        for (index, chain) in chains.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let _ = write!(choices, "{comma}{index} : goto {chain}");
        }
        self.push(name, format!("numgen random mod {} vmap {{ {choices} }}", chains.len()));
        name.to_owned()
    }

    /// Adds the chain that sends a connection to one endpoint, unless it is there; returns its name.
    fn endpoint(&mut self, port: &ServicePort, endpoint: &Endpoint) -> String {
        let Endpoint { address, port: number, .. } = endpoint;
        let chain = format!("endpoint/{}/{address}/{number}", port.name);
        if self.chains.contains_key(&chain) {
            return chain;
        }
        // A Pod that reaches itself through its Service must not see its own address as the other end.
        self.push(&chain, format!("ip saddr {address} {MASQUERADE}"));
        if let Some(seconds) = port.affinity {
            let name = affinity(&chain, seconds);
            self.push(&chain, format!("update @{name} {{ ip saddr }}"));
            self.affinities.insert(name, seconds);
        }
        self.push(&chain, format!("meta l4proto tcp dnat to {address}:{number}"));
        chain
    }

    fn push(&mut self, chain: &str, rule: String) {
        self.chains.entry(chain.to_owned()).or_default().push(rule);
    }

    /// Writes the transaction that puts these rules in the place of the previous ones.
    ///
    /// A set that stays is not made anew: it remembers which client is where. Without previous rules, what another
    /// proxy left is deleted.
    pub fn transaction(&self, previous: Option<&Self>) -> String {
        let clear = if previous.is_some() { "flush" } else { "delete" };
        let mut text = format!("add table ip services\n{clear} table ip services\nadd table ip services\n");
        let mut line = |words: std::fmt::Arguments| {
            let _ = writeln!(text, "{words}");
        };
        for (name, seconds) in &self.affinities {
            line(format_args!(
                "add set ip services {name} {{ type ipv4_addr; flags dynamic,timeout; timeout {seconds}s; }}"
            ));
        }
        for name in self.chains.keys() {
            line(format_args!("add chain ip services {name}"));
        }
        for (name, hook, rule) in HOOKS {
            line(format_args!("add chain ip services {name} {{ type {hook}; policy accept; }}"));
            line(format_args!("add rule ip services {name} {rule}"));
        }
        for (name, rules) in &self.chains {
            for rule in rules {
                line(format_args!("add rule ip services {name} {rule}"));
            }
        }
        let Some(previous) = previous else { return text };
        for name in previous.chains.keys().filter(|name| !self.chains.contains_key(*name)) {
            line(format_args!("delete chain ip services {name}"));
        }
        for name in previous.affinities.keys().filter(|name| !self.affinities.contains_key(*name)) {
            line(format_args!("delete set ip services {name}"));
        }
        text
    }
}

/// The time is part of the name, because the kernel does not let it change.
fn affinity(endpoint_chain: &str, seconds: u32) -> String {
    format!("clients/{seconds}/{endpoint_chain}")
}

fn set(addresses: impl IntoIterator<Item = Ipv4Addr>) -> String {
    let addresses: Vec<String> = addresses.into_iter().map(|address| address.to_string()).collect();
    format!("{{ {} }}", addresses.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::network::backends;

    /// Service `mq/a` at 10.96.1.1:80 with these fields, and endpoints on nodes n1, n2, ….
    fn rules(fields: &Value, endpoints: &[&str]) -> Ruleset {
        let mut spec = json!({"type": "NodePort", "clusterIP": "10.96.1.1"});
        spec["ports"] = json!([{"port": 80, "nodePort": 30080, "protocol": "TCP"}]);
        spec.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let service = json!({"metadata": {"namespace": "mq", "name": "a"}, "spec": spec});
        let endpoint = |(index, address)| json!({"addresses": [address], "nodeName": format!("n{}", index + 1)});
        let slice = json!({
            "metadata": {"namespace": "mq", "name": "a-x", "labels": {"kubernetes.io/service-name": "a"}},
            "addressType": "IPv4",
            "ports": [{"port": 8080, "protocol": "TCP"}],
            "endpoints": endpoints.iter().enumerate().map(endpoint).collect::<Vec<_>>(),
        });
        let node = |index: u8| Node { name: format!("n{index}"), address: Ipv4Addr::new(192, 168, 1, index) };
        Ruleset::new(&backends::ports(&[service], &[slice]).unwrap(), &[node(1), node(2)])
    }

    fn chain<'a>(rules: &'a Ruleset, name: &str) -> Vec<&'a str> {
        rules.chains.get(name).map(|rules| rules.iter().map(String::as_str).collect()).unwrap_or_default()
    }

    #[test]
    fn a_connection_gets_one_of_the_endpoints() {
        let rules = rules(&json!({}), &["10.244.1.1", "10.244.1.2"]);
        let masquerade = "meta mark set meta mark or 0x4000";
        assert_eq!(
            chain(&rules, "services"),
            [
                format!("ip daddr 10.96.1.1 tcp dport 80 ip saddr != 10.244.0.0/16 {masquerade}"),
                "ip daddr 10.96.1.1 tcp dport 80 goto service/mq/a/80".into(),
                format!("ip daddr {{ 192.168.1.1, 192.168.1.2 }} tcp dport 30080 {masquerade} goto service/mq/a/80"),
            ]
        );
        assert_eq!(
            chain(&rules, "service/mq/a/80"),
            ["numgen random mod 2 vmap { 0 : goto endpoint/mq/a/80/10.244.1.1/8080, \
              1 : goto endpoint/mq/a/80/10.244.1.2/8080 }"]
        );
        assert_eq!(
            chain(&rules, "endpoint/mq/a/80/10.244.1.2/8080"),
            [format!("ip saddr 10.244.1.2 {masquerade}"), "meta l4proto tcp dnat to 10.244.1.2:8080".into()]
        );
    }

    #[test]
    fn without_an_endpoint_every_way_is_refused() {
        let rules = rules(&json!({}), &[]);
        assert_eq!(chain(&rules, "services"), [""; 0]);
        assert_eq!(
            chain(&rules, "refused"),
            [
                "ip daddr { 192.168.1.1, 192.168.1.2 } tcp dport 30080 counter reject",
                "ip daddr { 10.96.1.1 } counter reject",
                "ip daddr 10.96.0.0/16 ip daddr != 10.96.0.10 counter drop",
            ]
        );
    }

    #[test]
    fn what_stays_on_a_node_is_lost_where_no_endpoint_is() {
        let rules = rules(&json!({"externalTrafficPolicy": "Local"}), &["10.244.1.1"]);
        assert_eq!(
            chain(&rules, "services").last(),
            Some(&"ip daddr 192.168.1.1 tcp dport 30080 goto node/n1/mq/a/80")
        );
        assert_eq!(
            chain(&rules, "node/n1/mq/a/80"),
            ["numgen random mod 1 vmap { 0 : goto endpoint/mq/a/80/10.244.1.1/8080 }"]
        );
        assert_eq!(chain(&rules, "refused")[0], "ip daddr 192.168.1.2 tcp dport 30080 counter drop");
    }

    #[test]
    fn a_client_is_remembered_over_a_change_of_the_rules() {
        let fields = json!({"sessionAffinity": "ClientIP",
            "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}}});
        let (before, after) = (rules(&fields, &["10.244.1.1", "10.244.1.2"]), rules(&fields, &["10.244.1.1"]));
        let kept = "clients/60/endpoint/mq/a/80/10.244.1.1/8080";
        assert_eq!(
            chain(&after, "service/mq/a/80")[0],
            format!("ip saddr @{kept} goto endpoint/mq/a/80/10.244.1.1/8080")
        );
        let text = after.transaction(Some(&before));
        assert!(!text.contains(&format!("delete set ip services {kept}")), "{text}");
        let deleted: Vec<&str> = text.lines().filter(|line| line.starts_with("delete")).collect();
        assert_eq!(
            deleted,
            [
                "delete chain ip services endpoint/mq/a/80/10.244.1.2/8080",
                "delete set ip services clients/60/endpoint/mq/a/80/10.244.1.2/8080",
            ]
        );
    }
}
