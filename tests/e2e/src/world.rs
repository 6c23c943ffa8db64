//! One cluster of three nodes, with everything that a scenario needs around it.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use crate::kubelet::Kubelet;
use crate::network::dns::{Additions, NameServer};
use crate::network::{Following, Network, ServiceProxy};
use crate::plane::client::Client;
use crate::plane::nodes::{Heartbeats, Node};
use crate::plane::storage::Provisioner;
use crate::plane::{Plane, Settings};
use crate::process::wait_for;
use crate::sandbox::Scratch;
use crate::tools::Tools;

/// The nodes of the examples.
pub const NODES: [(&str, &str); 3] =
    [("node1", "192.168.1.176"), ("node2", "192.168.1.177"), ("node3", "192.168.1.178")];

/// The label of the namespaces that scenarios make.
const OURS: &str = "rmq.dev/e2e";

/// The node ports of the API servers: wide enough for every example, the original chart's among them.
pub const NODE_PORTS: &str = "28000-32767";

/// A running cluster; everything of it ends when it is dropped.
#[derive(Debug)]
pub struct World {
    /// The programs.
    pub tools: Tools,
    /// The folder of the run.
    pub scratch: Scratch,
    /// The network.
    pub network: Arc<Network>,
    /// The control plane.
    pub plane: Plane,
    /// What runs the Pods.
    pub kubelet: Arc<Kubelet>,
    _heartbeats: Heartbeats,
    /// What Pods ask for names.
    pub dns: Mutex<NameServer>,
    rules: Following,
    _provisioner: Provisioner,
}

impl World {
    /// Starts the control plane, the nodes, the rules of Services and DNS.
    pub fn start(tools: &Tools, scratch: &Scratch, logs: PathBuf) -> Result<Self> {
        let nodes = NODES.map(|(name, address)| Node { name: name.to_owned(), address: address.to_owned() });
        let network = Arc::new(Network::new(&NODES)?);
        let settings = Settings { name: "plane", port: 6443, node_ports: NODE_PORTS };
        let plane = Plane::start(&tools.kubernetes, scratch, settings)?;
        plane.start_controllers(&tools.kubernetes)?;
        let kubelet = Arc::new(Kubelet::start(&plane.client, tools, scratch, &network, logs)?);
        for node in &nodes {
            kubelet.add_node(&node.name, &node.address);
            node.create(&plane.client)?;
        }
        let power = Arc::clone(&kubelet);
        let heartbeats = Heartbeats::start(&plane.client, nodes.into(), move |node| power.is_silent(node));
        let rules = ServiceProxy::default().follow(&plane.client);
        let additions = Additions::default();
        let dns = NameServer::start(&tools.kubernetes, &scratch.folder("dns")?, &plane.kubeconfig, &additions)?;
        Ok(Self {
            _provisioner: Provisioner::start(&plane.client, scratch)?,
            _heartbeats: heartbeats,
            rules,
            dns: Mutex::new(dns),
            tools: tools.clone(),
            scratch: scratch.clone(),
            network,
            plane,
            kubelet,
        })
    }

    /// Returns what talks to the API server.
    pub fn client(&self) -> &Client {
        &self.plane.client
    }

    /// Fails when a part of the world has broken.
    pub fn check(&self) -> Result<()> {
        self.plane.check()?;
        self.rules.check()?;
        self.dns.lock().unwrap_or_else(PoisonError::into_inner).check()?;
        self.kubelet.check()
    }

    /// Creates a namespace in which only Pods of the `restricted` standard are admitted.
    pub fn create_namespace(&self, name: &str) -> Result<()> {
        self.create_labelled_namespace(
            name,
            &json!({
                OURS: "true",
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/warn": "restricted",
            }),
        )
    }

    /// Creates a namespace that admits every Pod, as one does of which nobody has thought.
    pub fn create_open_namespace(&self, name: &str) -> Result<()> {
        self.create_labelled_namespace(name, &json!({OURS: "true"}))
    }

    fn create_labelled_namespace(&self, name: &str, labels: &Value) -> Result<()> {
        let metadata = json!({"name": name, "labels": labels});
        self.client().create(&json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})).map(drop)
    }

    /// Deletes every namespace that a scenario has made.
    pub fn delete_namespaces(&self) -> Result<()> {
        for namespace in self.client().list("v1", "Namespace", None)? {
            let (metadata, name) = (&namespace["metadata"], namespace["metadata"]["name"].as_str().unwrap_or_default());
            if metadata["labels"][OURS] == "true" && metadata["deletionTimestamp"].is_null() {
                self.delete_namespace(name)?;
            }
        }
        Ok(())
    }

    /// Deletes a namespace with all that is in it, the volumes of its claims too, and waits until it is gone.
    pub fn delete_namespace(&self, name: &str) -> Result<()> {
        self.vacate_namespace(name)?;
        wait_for("end of the namespace", Duration::from_secs(90), || {
            let left = self.client().find(&format!("/api/v1/namespaces/{name}"))?;
            Ok(left.is_none().then_some(()))
        })
    }

    /// Does the same, and waits only until its Pods and its node ports are gone.
    ///
    /// The namespace itself is there for 10 s more: its controller begins late and looks twice.
    pub fn vacate_namespace(&self, name: &str) -> Result<()> {
        let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        self.client().delete(&object, &json!({}))?;
        for pod in self.kubelet.pods(name) {
            self.client().delete(&pod.object(), &json!({"gracePeriodSeconds": 1}))?;
        }
        for service in self.client().list("v1", "Service", Some(name))? {
            let metadata = json!({"name": service["metadata"]["name"], "namespace": name});
            let object = json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata});
            self.client().delete(&object, &json!({}))?;
        }
        wait_for("end of the namespace's Pods", Duration::from_mins(1), || {
            Ok(self.kubelet.pods(name).is_empty().then_some(()))
        })?;
        for volume in self.client().list("v1", "PersistentVolume", None)? {
            if volume["spec"]["claimRef"]["namespace"] == name {
                let metadata = &volume["metadata"]["name"];
                let object = json!({"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": metadata}});
                self.client().delete(&object, &json!({}))?;
            }
        }
        Ok(())
    }

    /// Returns the address that a name has for a Pod of a namespace: that of a Pod, of a Service, or a literal one.
    pub fn resolve(&self, namespace: &str, name: &str) -> Option<IpAddr> {
        if let Ok(address) = name.parse() {
            return Some(address);
        }
        let first = name.split('.').next()?;
        if let Some(address) = self.kubelet.pod(namespace, first).and_then(|pod| pod.view().address) {
            return Some(address.into());
        }
        let service = self.client().find(&format!("/api/v1/namespaces/{namespace}/services/{first}")).ok()??;
        service["spec"]["clusterIP"].as_str()?.parse().ok()
    }

    /// Does the same where Pods may not hear SIGTERM: nobody makes new ones meanwhile, whose grace would be waited for.
    pub fn clear_namespace(&self, name: &str) -> Result<()> {
        for kind in ["StatefulSet", "Deployment"] {
            for set in self.client().list("apps/v1", kind, Some(name))? {
                let metadata = json!({"name": set["metadata"]["name"], "namespace": name});
                let object = json!({"apiVersion": "apps/v1", "kind": kind, "metadata": metadata});
                self.client().delete(&object, &json!({"propagationPolicy": "Orphan"}))?;
            }
        }
        self.vacate_namespace(name)
    }

    /// Closes a node to new Pods, or opens it.
    pub fn cordon(&self, node: &str, closed: bool) -> Result<()> {
        let object = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}});
        self.client().patch(&object, "", &json!({"spec": {"unschedulable": closed}})).map(drop)
    }

    /// Cuts a node off the network, with its address: its processes go on, and nobody hears of them.
    pub fn cut_node(&self, node: &str) -> Result<()> {
        self.network.remove_node_address(node)?;
        self.kubelet.set_silent(node, true);
        self.kubelet.pods_on(node).iter().try_for_each(|pod| pod.host().map_or(Ok(()), |host| host.cut()))
    }

    /// Connects a node again.
    pub fn mend_node(&self, node: &str) -> Result<()> {
        self.network.restore_node_address(node)?;
        self.kubelet.set_silent(node, false);
        self.kubelet.pods_on(node).iter().try_for_each(|pod| pod.host().map_or(Ok(()), |host| host.mend()))
    }

    /// Takes the power of a node away: its processes end, its address is gone, and nobody is told.
    pub fn lose_node(&self, node: &str) -> Result<()> {
        // The end of a process closes its connections; a machine without power says no goodbye.
        self.cut_node(node)?;
        self.kubelet.power_off(node);
        Ok(())
    }

    /// Starts a node again; its Pods get new networks.
    pub fn return_node(&self, node: &str) -> Result<()> {
        self.kubelet.power_on(node);
        self.mend_node(node)
    }

    /// Makes every node as it was at the beginning, whatever a scenario has left behind.
    pub fn restore_nodes(&self) -> Result<()> {
        for (node, _) in NODES {
            self.kubelet.power_on(node);
            if self.kubelet.is_silent(node) {
                self.mend_node(node)?;
            }
            self.cordon(node, false)?;
        }
        Ok(())
    }

    /// Returns the real `kubectl` for this cluster.
    pub fn kubectl(&self) -> std::process::Command {
        self.plane.kubectl(&self.tools.kubernetes)
    }
}
