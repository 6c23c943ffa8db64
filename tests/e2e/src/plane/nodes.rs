//! Nodes as objects, and the heartbeats by which the control plane knows that they live.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::client::Client;

/// A node of the judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name, which is also its host name label.
    pub name: String,
    /// Its address on the LAN.
    pub address: String,
}

/// The thread that reports for all nodes; it ends with this value.
#[derive(Debug)]
pub struct Heartbeats(Arc<AtomicBool>);

impl Node {
    /// Creates the object, ready for Pods.
    pub fn create(&self, client: &Client) -> Result<()> {
        let labels = json!({
            "kubernetes.io/hostname": self.name,
            "kubernetes.io/os": "linux",
            "kubernetes.io/arch": "amd64",
        });
        let metadata = json!({"name": self.name, "labels": labels});
        client.create(&json!({"apiVersion": "v1", "kind": "Node", "metadata": metadata}))?;
        self.report(client)
    }

    fn object(&self) -> Value {
        json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": self.name}})
    }

    /// Reports the node as a healthy kubelet does: status and lease.
    fn report(&self, client: &Client) -> Result<()> {
        let now = jiff::Timestamp::now();
        let seconds = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let size = json!({"cpu": "16", "memory": "64Gi", "ephemeral-storage": "500Gi", "pods": "110"});
        let condition = json!({
            "type": "Ready", "status": "True", "reason": "KubeletReady", "message": "kubelet of the e2e tests",
            "lastHeartbeatTime": seconds, "lastTransitionTime": seconds,
        });
        let addresses = json!([
            {"type": "InternalIP", "address": self.address},
            {"type": "Hostname", "address": self.name},
        ]);
        let status = json!({
            "capacity": size, "allocatable": size, "conditions": [condition], "addresses": addresses,
        });
        client.patch(&self.object(), "/status", &json!({"status": status}))?;
        self.renew_lease(client, &now.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
    }

    fn renew_lease(&self, client: &Client, now: &str) -> Result<()> {
        let metadata = json!({"name": self.name, "namespace": "kube-node-lease"});
        let spec = json!({"holderIdentity": self.name, "leaseDurationSeconds": 40, "renewTime": now});
        let lease =
            json!({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": metadata, "spec": spec});
        client.apply(&lease).map(drop).context("cannot renew a node's lease")
    }
}

impl Heartbeats {
    /// Reports every node that `is_down` does not name, every 2 s.
    pub fn start(client: &Client, nodes: Vec<Node>, is_down: impl Fn(&str) -> bool + Send + 'static) -> Self {
        let ended = Arc::new(AtomicBool::default());
        let (client, flag) = (client.clone(), Arc::clone(&ended));
        thread::spawn(move || {
            while !flag.load(Ordering::Relaxed) {
                for node in nodes.iter().filter(|node| !is_down(&node.name)) {
                    // A report that fails is made again; when all fail, the node becomes unreachable, as it should.
                    let _ = node.report(&client);
                }
                thread::sleep(Duration::from_secs(2));
            }
        });
        Self(ended)
    }
}

impl Drop for Heartbeats {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
