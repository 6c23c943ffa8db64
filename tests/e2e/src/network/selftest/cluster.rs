//! Rules and names from the objects of a real API server.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::dial::{self, Answer, dial, said};
use super::{NODES, PORT};
use crate::network::dns::{Additions, NameServer, ask, resolv_conf};
use crate::network::{Fabric, Following, Host, Pool, ServiceProxy};
use crate::plane::client::Client;
use crate::plane::{Plane, Settings};
use crate::process::wait_for;
use crate::sandbox::Scratch;
use crate::tools::Tools;

const NAMESPACE: &str = "mq";

/// Pods `a` and `b` with a headless Service, one with an address and a node port.
struct Lab<'a> {
    fabric: &'a Fabric,
    a: Host,
    b: Host,
    plane: Plane,
    names: NameServer,
    following: Following,
}

/// Runs it all.
pub fn run(fabric: &Fabric, pool: &Pool, tools: &Tools, scratch: &Scratch) -> Result<()> {
    let mut lab = Lab::new(fabric, pool, tools, scratch)?;
    lab.names_lead_to_pods()?;
    lab.pods_see_what_a_kubelet_gives_them(scratch)?;
    lab.rules_follow_readiness()?;
    lab.names_can_be_added()?;
    lab.following.check()?;
    lab.plane.check()?;
    lab.names.check()
}

impl<'a> Lab<'a> {
    fn new(fabric: &'a Fabric, pool: &Pool, tools: &Tools, scratch: &Scratch) -> Result<Self> {
        let plane = Plane::start(&tools.kubernetes, scratch, Settings::STOCK)?;
        let following = ServiceProxy::default().follow(&plane.client);
        for (index, address) in NODES.iter().enumerate() {
            add_node(&plane.client, &format!("node{}", index + 1), *address)?;
        }
        add_namespace(&plane.client)?;
        let (a, b) = (fabric.add_host("a", pool.take()?)?, fabric.add_host("b", pool.take()?)?);
        for (host, node) in [(&a, "node1"), (&b, "node2")] {
            dial::listen(host, PORT)?;
            add_pod(&plane.client, host, node)?;
        }
        for service in services() {
            plane.client.apply(&service)?;
        }
        let folder = scratch.folder("dns")?;
        let names = NameServer::start(&tools.kubernetes, &folder, &plane.kubeconfig, &Additions::default())?;
        Ok(Self { fabric, a, b, plane, names, following })
    }

    fn names_lead_to_pods(&self) -> Result<()> {
        let both = [self.a.address().to_string(), self.b.address().to_string()];
        resolves("both.mq.svc.cluster.local", "A", &both)?;
        resolves("a.both.mq.svc.cluster.local", "A", &both[..1])?;
        resolves("c.both.mq.svc.cluster.local", "A", &[])?;
        let [own] = [self.service_address("one")?.to_string()];
        resolves("one.mq.svc.cluster.local", "A", std::slice::from_ref(&own))?;
        resolves("one.mq", "A", &[])?;
        resolves("example.com", "A", &[])?;
        let reverse = |address: &str| format!("{}.in-addr.arpa", address.rsplit('.').collect::<Vec<_>>().join("."));
        resolves(&reverse(&both[1]), "PTR", &["b.both.mq.svc.cluster.local.".to_owned()])?;
        resolves(&reverse(&own), "PTR", &["one.mq.svc.cluster.local.".to_owned()])
    }

    fn pods_see_what_a_kubelet_gives_them(&self, scratch: &Scratch) -> Result<()> {
        let path = scratch.path("resolv.conf");
        std::fs::write(&path, resolv_conf(NAMESPACE))?;
        let (a, one) = (self.a.address(), self.service_address("one")?);
        for (name, want) in [("a.both", Some(a)), ("one", Some(one)), ("one.mq.svc", Some(one)), ("nobody", None)] {
            let script = format!("mount --bind {} /etc/resolv.conf && getent ahostsv4 {name}", path.display());
            let start = Instant::now();
            let found = self.b.command("unshare").args(["--mount", "sh", "-c", &script]).output()?;
            let first = String::from_utf8_lossy(&found.stdout).split_whitespace().next().map(str::to_owned);
            ensure!(first == want.map(|address| address.to_string()), "{name} leads to {first:?}, not to {want:?}");
            ensure!(start.elapsed() < Duration::from_secs(2), "{name} took {:?}", start.elapsed());
        }
        Ok(())
    }

    fn rules_follow_readiness(&self) -> Result<()> {
        let (one, outside) = (self.service_address("one")?, Some(self.fabric.outside()));
        self.becomes(None, one, PORT, &said("a 10.244.0.1"))?;
        self.becomes(Some(&self.b), one, PORT, &said(&format!("a {}", self.b.address())))?;
        self.becomes(outside, NODES[1], 30001, &said("a 10.244.0.1"))?;
        set_ready(&self.plane.client, &self.a, false)?;
        self.becomes(outside, NODES[1], 30001, &Answer::Refused)?;
        resolves("a.both.mq.svc.cluster.local", "A", &[self.a.address().to_string()])
            .context("a Service with publishNotReadyAddresses")?;
        set_ready(&self.plane.client, &self.a, true)?;
        self.becomes(outside, NODES[1], 30001, &said("a 10.244.0.1"))
    }

    fn names_can_be_added(&mut self) -> Result<()> {
        let hosts = vec![("broker-0".to_owned(), NODES[0])];
        self.names.change(&Additions { hosts, ..Additions::default() })?;
        resolves("broker-0", "A", &[NODES[0].to_string()])?;
        let wrong = Additions { inside: "    // no comment".into(), ..Additions::default() };
        ensure!(self.names.change(&wrong).is_err(), "CoreDNS takes a Corefile that is wrong");
        resolves("broker-0", "A", &[NODES[0].to_string()])
    }

    fn service_address(&self, name: &str) -> Result<Ipv4Addr> {
        let service = self.plane.client.get("v1", "Service", Some(NAMESPACE), name)?;
        service["spec"]["clusterIP"].as_str().context("no clusterIP")?.parse().context("clusterIP")
    }

    /// Waits until this is what comes of dialling.
    fn becomes(&self, from: Option<&Host>, address: Ipv4Addr, port: u16, want: &Answer) -> Result<()> {
        wait_for(&format!("{want:?} at {address}:{port}"), Duration::from_secs(10), || {
            self.following.check()?;
            Ok((dial(from, address, port)? == *want).then_some(()))
        })
    }
}

/// Waits until a name has these records and no others.
fn resolves(name: &str, kind: &str, want: &[String]) -> Result<()> {
    let want: BTreeSet<String> = want.iter().cloned().collect();
    let mut got = BTreeSet::new();
    wait_for("such answer", Duration::from_secs(10), || {
        got = ask(name, kind)?.into_iter().collect();
        Ok((got == want).then_some(()))
    })
    .with_context(|| format!("{name} {kind}: expected {want:?}, got {got:?}"))
}

fn add_node(client: &Client, name: &str, address: Ipv4Addr) -> Result<()> {
    let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}});
    client.apply(&node)?;
    let status = json!({"addresses": [{"type": "InternalIP", "address": address}]});
    client.patch(&node, "/status", &json!({"status": status})).map(drop)
}

fn add_namespace(client: &Client) -> Result<()> {
    client.apply(&json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}))?;
    let path = format!("/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default");
    wait_for("service account", Duration::from_secs(20), || client.find(&path)).map(drop)
}

fn pod(name: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": NAMESPACE}})
}

fn add_pod(client: &Client, host: &Host, node: &str) -> Result<()> {
    let mut pod = pod(host.name());
    pod["metadata"]["labels"] = json!({"name": host.name(), "part": "lab"});
    let containers = json!([{"name": "main", "image": "none.example/main:1"}]);
    pod["spec"] = json!({"nodeName": node, "hostname": host.name(), "subdomain": "both", "containers": containers});
    client.apply(&pod)?;
    set_ready(client, host, true)
}

fn set_ready(client: &Client, host: &Host, is_ready: bool) -> Result<()> {
    let status = if is_ready { "True" } else { "False" };
    let status = json!({
        "phase": "Running",
        "podIP": host.address(),
        "podIPs": [{"ip": host.address()}],
        "conditions": [{"type": "Ready", "status": status}],
    });
    client.patch(&pod(host.name()), "/status", &json!({"status": status})).map(drop)
}

fn services() -> [Value; 2] {
    let service = |name: &str, spec: Value| {
        let metadata = json!({"name": name, "namespace": NAMESPACE});
        json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
    };
    let port = json!({"name": "p", "port": PORT, "protocol": "TCP"});
    let mut numbered = port.clone();
    numbered["nodePort"] = json!(30001);
    let headless =
        json!({"clusterIP": "None", "publishNotReadyAddresses": true, "selector": {"part": "lab"}, "ports": [port]});
    [
        service("both", headless),
        service("one", json!({"type": "NodePort", "selector": {"name": "a"}, "ports": [numbered]})),
    ]
}
