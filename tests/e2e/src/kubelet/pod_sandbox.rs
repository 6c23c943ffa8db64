//! What the containers of a Pod share: its network namespace and its names.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;

use super::Shared;
use super::pods::Entry;
use super::spec::Pod;
use crate::network::Host;
use crate::network::dns::{DOMAIN, resolv_conf};

/// The shared part of a running Pod; its network goes when it is dropped.
#[derive(Debug)]
pub struct PodSandbox {
    host: Arc<Host>,
    folder: PathBuf,
    hostname: String,
    node_address: String,
}

impl PodSandbox {
    /// Makes the network of a Pod and the files that tell it its names.
    pub fn new(shared: &Shared, entry: &Entry, pod: &Pod, folder: &Path) -> Result<Self> {
        let host = Arc::new(shared.network.add_pod(&network_name(&entry.uid))?);
        entry.publish_host(&host);
        let hostname = pod.spec.hostname.clone().unwrap_or_else(|| entry.name.clone());
        std::fs::write(folder.join("hosts"), hosts(pod, &hostname, host.address()))?;
        std::fs::write(folder.join("resolv.conf"), resolv_conf(&entry.namespace))?;
        let node_address = shared.node_address(&entry.node)?;
        Ok(Self { host, folder: folder.to_owned(), hostname, node_address })
    }

    /// Returns the address of the Pod.
    pub fn address(&self) -> Ipv4Addr {
        self.host.address()
    }

    /// Returns the address of its node.
    pub fn node_address(&self) -> &str {
        &self.node_address
    }

    /// Returns the file of its network namespace.
    pub fn namespace(&self) -> PathBuf {
        self.host.namespace().into()
    }

    /// Returns the folder of its files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns its host name.
    pub fn hostname(&self) -> &str {
        &self.hostname
    }
}

/// A Pod that comes back on a node has another network than before.
fn network_name(uid: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{uid}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Returns the /etc/hosts that a kubelet writes.
fn hosts(pod: &Pod, hostname: &str, address: Ipv4Addr) -> String {
    let namespace = &pod.metadata.namespace;
    let full = |subdomain: &String| format!("{hostname}.{subdomain}.{namespace}.svc.{DOMAIN}\t");
    let full = pod.spec.subdomain.as_ref().map(full).unwrap_or_default();
    let mut lines = vec![
        "127.0.0.1\tlocalhost".to_owned(),
        "::1\tlocalhost ip6-localhost ip6-loopback".to_owned(),
        format!("{address}\t{full}{hostname}"),
    ];
    lines.extend(pod.spec.host_aliases.iter().map(|alias| format!("{}\t{}", alias.ip, alias.hostnames.join("\t"))));
    lines.join("\n") + "\n"
}
