//! Storage classes, and the provisioner behind them.
//!
//! `on-node` (the default) gives a folder of the node that the scheduler chose, as a local-path provisioner does: the
//! Pod stays with its data. `shared` gives a folder that every node reaches, as network storage does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use super::client::Client;
use crate::kubelet::volumes::{node_path, shared_path};
use crate::sandbox::Scratch;

/// The class of folders on one node.
const ON_NODE: &str = "on-node";

/// The class of folders that every node reaches.
pub const SHARED: &str = "shared";

/// The thread that provides volumes; it ends with this value.
#[derive(Debug)]
pub struct Provisioner(Arc<AtomicBool>);

impl Provisioner {
    /// Creates the classes and starts to provide for claims that a scheduled Pod waits for.
    pub fn start(client: &Client, scratch: &Scratch) -> Result<Self> {
        for class in [ON_NODE, SHARED] {
            let is_default = json!({"storageclass.kubernetes.io/is-default-class": (class == ON_NODE).to_string()});
            client.create(&json!({
                "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
                "metadata": {"name": class, "annotations": is_default},
                "provisioner": "rmq.dev/e2e", "volumeBindingMode": "WaitForFirstConsumer",
            }))?;
        }
        let ended = Arc::new(AtomicBool::default());
        let (client, scratch, flag) = (client.clone(), scratch.clone(), Arc::clone(&ended));
        thread::spawn(move || {
            while !flag.load(Ordering::Relaxed) {
                // A claim that could not be served is served the next time.
                let _ = provide_all(&client, &scratch);
                thread::sleep(Duration::from_millis(300));
            }
        });
        Ok(Self(ended))
    }
}

impl Drop for Provisioner {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn provide_all(client: &Client, scratch: &Scratch) -> Result<()> {
    for claim in client.list("v1", "PersistentVolumeClaim", None)? {
        let is_waiting = claim["spec"]["volumeName"].is_null();
        let node = claim["metadata"]["annotations"]["volume.kubernetes.io/selected-node"].as_str();
        if let (true, Some(node)) = (is_waiting, node) {
            provide(client, scratch, &claim, node)?;
        }
    }
    Ok(())
}

fn provide(client: &Client, scratch: &Scratch, claim: &Value, node: &str) -> Result<()> {
    let (metadata, spec) = (&claim["metadata"], &claim["spec"]);
    let name = format!("pvc-{}", metadata["uid"].as_str().unwrap_or_default());
    let path = format!("/volumes/{name}");
    if client.find(&format!("/api/v1/persistentvolumes/{name}"))?.is_some() {
        return Ok(());
    }
    let mut volume = json!({
        "apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name},
        "spec": {
            "storageClassName": spec["storageClassName"], "accessModes": spec["accessModes"],
            "capacity": spec["resources"]["requests"], "persistentVolumeReclaimPolicy": "Retain",
            "claimRef": {
                "apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": metadata["namespace"],
                "name": metadata["name"], "uid": metadata["uid"],
            },
        },
    });
    if spec["storageClassName"] == SHARED {
        std::fs::create_dir_all(shared_path(scratch, &path))?;
        volume["spec"]["nfs"] = json!({"server": "storage.e2e", "path": path});
    } else {
        std::fs::create_dir_all(node_path(scratch, node, &path))?;
        volume["spec"]["local"] = json!({"path": path});
        let on_node = json!({"key": "kubernetes.io/hostname", "operator": "In", "values": [node]});
        volume["spec"]["nodeAffinity"] = json!({"required": {"nodeSelectorTerms": [{"matchExpressions": [on_node]}]}});
    }
    client.create(&volume).map(drop)
}
