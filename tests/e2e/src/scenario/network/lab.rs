//! Three hosts, and Services of which they are the endpoints.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::dial::{self, Answer, PATIENCE, QUIET, dial};
use crate::network::Host;
use crate::process::wait_for;
use crate::world::World;

pub const NAMESPACE: &str = "network";

/// Where every host tells its name.
pub const PORT: u16 = 9876;

/// Where host a is an echo.
pub const ECHO: u16 = 7;

/// At which nobody listens.
pub const CLOSED: u16 = 1;

/// Nodes 1 and 2.
pub const NODES: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 168, 1, 176), Ipv4Addr::new(192, 168, 1, 177)];

/// The node ports of Services `one`, `none`, `local` and `echo`.
pub const NODE_PORTS: [u16; 4] = [30901, 30902, 30903, 30904];

/// The hosts, and what leads to them.
pub struct Lab<'a> {
    pub world: &'a World,
    /// On node 1.
    pub a: Host,
    /// On node 1.
    pub b: Host,
    /// On node 2.
    pub c: Host,
    addresses: BTreeMap<String, Ipv4Addr>,
}

impl<'a> Lab<'a> {
    pub fn new(world: &'a World) -> Result<Self> {
        let host = |name: &str| world.network.add_pod(name);
        let (a, b, c) = (host("net-a")?, host("net-b")?, host("net-c")?);
        [&a, &b, &c].iter().try_for_each(|host| dial::listen(host, PORT))?;
        dial::echo(&a, ECHO)?;
        world.create_namespace(NAMESPACE)?;
        let mut lab = Self { world, a, b, c, addresses: BTreeMap::new() };
        for service in services() {
            let created = world.client().apply(&service)?;
            let name = created["metadata"]["name"].as_str().unwrap_or_default().to_owned();
            if let Ok(address) = created["spec"]["clusterIP"].as_str().unwrap_or_default().parse() {
                lab.addresses.insert(name, address);
            }
        }
        lab.set_endpoints()?;
        // The last of the rules that the tests go by.
        lab.becomes(None, (lab.service("echo")?, PORT), |answer| *answer == Answer::Silence)?;
        Ok(lab)
    }

    fn set_endpoints(&self) -> Result<()> {
        let (a, b, c) = ((&self.a, "node1"), (&self.b, "node1"), (&self.c, "node2"));
        self.set("one", PORT, &[a])?;
        self.set("two", PORT, &[b, c])?;
        self.set("local", PORT, &[a])?;
        self.set("sticky", PORT, &[a, b, c])?;
        self.set("headless", PORT, &[a, b])?;
        self.set("echo", ECHO, &[a])
    }

    /// Makes these hosts the endpoints of a Service.
    pub fn set(&self, service: &str, port: u16, hosts: &[(&Host, &str)]) -> Result<()> {
        let endpoint = |(host, node): &(&Host, &str)| json!({"addresses": [host.address()], "nodeName": node, "hostname": host.name()});
        let labels = json!({"kubernetes.io/service-name": service, "endpointslice.kubernetes.io/managed-by": "e2e"});
        let slice = json!({
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {"namespace": NAMESPACE, "name": service, "labels": labels},
            "addressType": "IPv4",
            "ports": [{"name": "p", "port": port, "protocol": "TCP"}],
            "endpoints": hosts.iter().map(endpoint).collect::<Vec<_>>(),
        });
        self.world.client().apply(&slice).map(drop)
    }

    /// The address of a Service.
    pub fn service(&self, name: &str) -> Result<Ipv4Addr> {
        self.addresses.get(name).copied().with_context(|| format!("Service {name} has no address"))
    }

    /// The client outside.
    pub fn outside(&self) -> &Host {
        self.world.network.outside()
    }

    /// Waits until dialling, from a host or from the fabric, has such an answer.
    pub fn becomes(
        &self,
        from: Option<&Host>,
        target: (Ipv4Addr, u16),
        wanted: impl Fn(&Answer) -> bool,
    ) -> Result<()> {
        let mut last = None;
        let done = wait_for("such answer", Duration::from_secs(10), || {
            self.world.check()?;
            let answer = dial(from, target, QUIET)?;
            let is_wanted = wanted(&answer);
            last = Some(answer);
            Ok(is_wanted.then_some(()))
        });
        done.with_context(|| format!("{target:?} says {last:?}"))
    }
}

/// Dials from a host, or from the fabric, and compares.
pub fn expect(what: &str, from: Option<&Host>, (address, port): (Ipv4Addr, u16), want: &Answer) -> Result<()> {
    let got = dial(from, (address, port), if *want == Answer::Silence { QUIET } else { PATIENCE })?;
    let place = from.map_or("the fabric", Host::name);
    ensure!(got == *want, "{place} dials {what}, {address}:{port}: expected {want:?}, got {got:?}");
    Ok(())
}

fn services() -> Vec<Value> {
    let [one, none, local, echo] = NODE_PORTS;
    let number = |node_port: u16| json!({"type": "NodePort", "ports": [{"nodePort": node_port}]});
    let specs = [
        ("one", number(one)),
        ("none", number(none)),
        ("local", number(local)),
        ("echo", number(echo)),
        ("two", json!({"ports": [{}]})),
        ("sticky", json!({"ports": [{}], "sessionAffinity": "ClientIP"})),
        ("headless", json!({"ports": [{}], "clusterIP": "None"})),
    ];
    let service = |(name, mut spec): (&str, Value)| {
        if name == "local" {
            spec["externalTrafficPolicy"] = json!("Local");
        }
        spec["ports"][0]["name"] = json!("p");
        spec["ports"][0]["port"] = json!(PORT);
        let metadata = json!({"namespace": NAMESPACE, "name": name});
        json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
    };
    specs.into_iter().map(service).collect()
}
