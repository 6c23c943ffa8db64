//! The network proved by connections, before anything is proved on it.

mod cluster;
mod dial;

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{DNS, Fabric, GATEWAY, Host, Pool, ServiceProxy};
use crate::sandbox::Scratch;
use crate::tools::Tools;
use dial::Answer::{NoRoute, Refused, Silence};
use dial::{Answer, Line, dial, said};

const NODES: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 168, 1, 176), Ipv4Addr::new(192, 168, 1, 177)];

/// Where every host tells its name.
const PORT: u16 = 9876;

/// Where host a is an echo, behind Service `echo`.
const ECHO: u16 = 7;

/// A port at which nobody listens.
const CLOSED: u16 = 1;

/// The fabric, three Pods, and rules for the Services below.
struct Lab<'a> {
    fabric: &'a Fabric,
    a: Host,
    b: Host,
    c: Host,
    proxy: ServiceProxy,
}

/// The argument that asks for it.
pub const ARGUMENT: &str = "selftest-network";

/// Runs it all.
pub fn run(tools: &Tools, scratch: &Scratch) -> Result<()> {
    let (fabric, pool) = (Fabric::new()?, Pool::new());
    NODES.iter().try_for_each(|node| fabric.add_node_address(*node))?;
    let mut lab = Lab::new(&fabric, &pool)?;
    lab.hosts_reach_each_other()?;
    lab.services_lead_to_endpoints()?;
    lab.node_ports_lead_to_endpoints()?;
    lab.traffic_can_stay_on_its_node()?;
    lab.nobody_outside_reaches_the_inside()?;
    lab.choices_are_random_or_remembered()?;
    lab.a_cut_is_silent_and_mends()?;
    lab.a_lost_node_answers_nobody()?;
    lab.a_removed_host_is_gone()?;
    cluster::run(&fabric, &pool, tools, scratch)
}

impl<'a> Lab<'a> {
    fn new(fabric: &'a Fabric, pool: &Pool) -> Result<Self> {
        let (a, b) = (fabric.add_host("a", pool.take()?)?, fabric.add_host("b", pool.take()?)?);
        let c = fabric.add_host("c", pool.take()?)?;
        [&a, &b, &c].iter().try_for_each(|host| dial::listen(host, PORT))?;
        dial::echo(&a, ECHO)?;
        let mut lab = Self { fabric, a, b, c, proxy: ServiceProxy::default() };
        let endpoints = lab.endpoints();
        ensure!(lab.proxy.sync(&services(), &endpoints, &nodes())?, "the first rules are no change");
        ensure!(!lab.proxy.sync(&services(), &endpoints, &nodes())?, "the same objects are a change");
        Ok(lab)
    }

    fn endpoints(&self) -> Vec<Value> {
        let (a, b, c) = ((&self.a, "node1"), (&self.b, "node1"), (&self.c, "node2"));
        vec![
            slice("one", PORT, &[a]),
            slice("two", PORT, &[b, c]),
            slice("local", PORT, &[a]),
            slice("sticky", PORT, &[a, b, c]),
            slice("echo", ECHO, &[a]),
        ]
    }

    fn hosts_reach_each_other(&self) -> Result<()> {
        let Self { a, b, .. } = self;
        expect("b by its address", Some(a), (b.address(), PORT), &said("b 10.244.1.1"))?;
        expect("a by its address", Some(b), (a.address(), PORT), &said("a 10.244.1.2"))?;
        expect("itself by its address", Some(a), (a.address(), PORT), &said("a 10.244.1.1"))?;
        expect("a by its address", None, (a.address(), PORT), &said("a 10.244.0.1"))?;
        expect("a closed port", Some(a), (b.address(), CLOSED), &Refused)
    }

    fn services_lead_to_endpoints(&self) -> Result<()> {
        let (a, b) = (Some(&self.a), Some(&self.b));
        expect("a Service", b, (service_address(1), PORT), &said("a 10.244.1.2"))?;
        expect("its own Service", a, (service_address(1), PORT), &said("a 10.244.0.1"))?;
        expect("a Service", None, (service_address(1), PORT), &said("a 10.244.0.1"))?;
        for from in [b, None] {
            expect("a Service without endpoints", from, (service_address(3), PORT), &Refused)?;
            expect("a port that the Service has not", from, (service_address(1), CLOSED), &Refused)?;
            expect("an address that no Service has", from, (service_address(99), PORT), &Silence)?;
        }
        Ok(())
    }

    fn node_ports_lead_to_endpoints(&self) -> Result<()> {
        let places = [Some(&self.a), Some(&self.b), None, Some(self.fabric.outside())];
        for (node, from) in NODES.iter().flat_map(|node| places.map(|from| (*node, from))) {
            expect("a node port", from, (node, 30001), &said("a 10.244.0.1"))?;
            expect("a node port without endpoints", from, (node, 30003), &Refused)?;
            expect("a node at another port", from, (node, 30099), &Refused)?;
        }
        Ok(())
    }

    fn traffic_can_stay_on_its_node(&self) -> Result<()> {
        let (b, outside) = (Some(&self.b), Some(self.fabric.outside()));
        for node in NODES {
            expect("a local node port", b, (node, 30004), &said("a 10.244.1.2"))?;
            expect("a local node port", None, (node, 30004), &said("a 10.244.0.1"))?;
        }
        expect("a local node port with its endpoint", outside, (NODES[0], 30004), &said("a 192.168.1.10"))?;
        expect("a local node port on another node", outside, (NODES[1], 30004), &Silence)
    }

    fn nobody_outside_reaches_the_inside(&self) -> Result<()> {
        let outside = Some(self.fabric.outside());
        let inside = [self.c.address(), service_address(1), GATEWAY, DNS];
        for address in inside {
            expect("the inside", outside, (address, PORT), &NoRoute)?;
        }
        super::kernel::ip(Some("outside"), &[format!("route add default via {}", NODES[0])])?;
        for address in inside {
            expect("the inside by a route over a node", outside, (address, PORT), &Silence)?;
        }
        super::kernel::ip(Some("outside"), &["route del default".into()])
    }

    fn choices_are_random_or_remembered(&mut self) -> Result<()> {
        let two = many(&self.a, service_address(2))?;
        ensure!(two.len() == 2, "of two endpoints these got 40 connections: {two:?}");
        let sticky = many(&self.b, service_address(5))?;
        let mut endpoints = self.endpoints();
        endpoints[0] = slice("one", PORT, &[(&self.b, "node1")]);
        ensure!(self.proxy.sync(&services(), &endpoints, &nodes())?, "another endpoint is no change");
        expect("a Service whose endpoint changed", None, (service_address(1), PORT), &said("b 10.244.0.1"))?;
        let later = many(&self.b, service_address(5))?;
        ensure!(sticky.len() == 1 && sticky == later, "one client, many endpoints: {sticky:?}, then {later:?}");
        Ok(())
    }

    fn a_cut_is_silent_and_mends(&self) -> Result<()> {
        let Self { a, b, c, fabric, .. } = self;
        let mut open = Line::open(Some(b), a.address(), ECHO)?;
        b.cut()?;
        expect("a host that is cut off", Some(a), (b.address(), PORT), &Silence)?;
        expect("a host that is cut off", None, (b.address(), PORT), &Silence)?;
        expect("a host that is cut off, by node port", Some(fabric.outside()), (NODES[0], 30001), &Silence)?;
        expect("anybody, being cut off", Some(b), (a.address(), PORT), &Silence)?;
        expect("the fabric, being cut off", Some(b), (GATEWAY, CLOSED), &Silence)?;
        expect("another host", Some(a), (c.address(), PORT), &said("c 10.244.1.1"))?;
        ensure!(!open.lives(), "a connection outlives the cut");
        b.mend()?;
        b.mend()?;
        expect("a mended host", Some(a), (b.address(), PORT), &said("b 10.244.1.1"))?;
        expect("anybody, being mended", Some(b), (a.address(), PORT), &said("a 10.244.1.2"))?;
        ensure!((0..5).any(|_| open.lives()), "a connection does not come back after the cut");
        Ok(())
    }

    fn a_lost_node_answers_nobody(&self) -> Result<()> {
        let (a, outside) = (Some(&self.a), Some(self.fabric.outside()));
        let mut open = [Line::open(a, NODES[0], 30007)?, Line::open(outside, NODES[0], 30007)?];
        ensure!(open.iter_mut().all(Line::lives), "the echo is silent");
        self.fabric.remove_node_address(NODES[0])?;
        ensure!(!open.iter_mut().any(Line::lives), "a connection outlives its node");
        expect("a lost node", outside, (NODES[0], 30001), &Silence)?;
        expect("a lost node", a, (NODES[0], 30001), &Silence)?;
        expect("a lost node", None, (NODES[0], 30001), &NoRoute)?;
        expect("another node", outside, (NODES[1], 30001), &said("b 10.244.0.1"))?;
        self.fabric.add_node_address(NODES[0])?;
        expect("a restored node", outside, (NODES[0], 30001), &said("b 10.244.0.1"))?;
        expect("a restored node", a, (NODES[0], 30001), &said("b 10.244.0.1"))
    }

    fn a_removed_host_is_gone(self) -> Result<()> {
        let Self { fabric, a, b, .. } = self;
        let address = b.address();
        drop(b);
        expect("a removed host", Some(&a), (address, PORT), &NoRoute)?;
        drop(fabric.add_host("b", address)?);
        Ok(())
    }
}

/// Dials and compares.
fn expect(what: &str, from: Option<&Host>, (address, port): (Ipv4Addr, u16), want: &Answer) -> Result<()> {
    let got = dial(from, address, port)?;
    let place = from.map_or("the fabric", Host::name);
    ensure!(got == *want, "{place} dials {what}, {address}:{port}: expected {want:?}, got {got:?}");
    Ok(())
}

/// Returns all answers to many calls.
fn many(from: &Host, address: Ipv4Addr) -> Result<BTreeSet<String>> {
    (0..40).map(|_| Ok(format!("{:?}", dial(Some(from), address, PORT)?))).collect()
}

fn service_address(last: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 96, 9, last)
}

fn services() -> [Value; 6] {
    let mut local = service("local", 4, Some(30004));
    local["spec"]["externalTrafficPolicy"] = json!("Local");
    let mut sticky = service("sticky", 5, None);
    sticky["spec"]["sessionAffinity"] = json!("ClientIP");
    let none = service("none", 3, Some(30003));
    [service("one", 1, Some(30001)), service("two", 2, None), none, local, sticky, service("echo", 7, Some(30007))]
}

fn service(name: &str, last: u8, node_port: Option<u16>) -> Value {
    let mut port = json!({"name": "p", "port": PORT, "protocol": "TCP"});
    if let Some(number) = node_port {
        port["nodePort"] = json!(number);
    }
    json!({
        "metadata": {"namespace": "mq", "name": name},
        "spec": {"type": "NodePort", "clusterIP": service_address(last), "ports": [port], "sessionAffinity": "None"},
    })
}

fn slice(service: &str, port: u16, hosts: &[(&Host, &str)]) -> Value {
    let endpoint = |(host, node): &(&Host, &str)| json!({"addresses": [host.address()], "nodeName": node});
    json!({
        "metadata": {"namespace": "mq", "name": service, "labels": {"kubernetes.io/service-name": service}},
        "addressType": "IPv4",
        "ports": [{"name": "p", "port": port, "protocol": "TCP"}],
        "endpoints": hosts.iter().map(endpoint).collect::<Vec<_>>(),
    })
}

fn nodes() -> Vec<Value> {
    let node = |(index, address): (usize, &Ipv4Addr)| {
        let addresses = json!([{"type": "InternalIP", "address": address}]);
        json!({"metadata": {"name": format!("node{}", index + 1)}, "status": {"addresses": addresses}})
    };
    NODES.iter().enumerate().map(node).collect()
}
