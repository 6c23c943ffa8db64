//! The nodes and Pods of one cluster on the fabric, by their names.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use anyhow::{Context, Result};

use super::{Fabric, Host, Pool};

/// The network of a cluster.
#[derive(Debug)]
pub struct Network {
    fabric: Fabric,
    pool: Pool,
    nodes: BTreeMap<String, Ipv4Addr>,
}

impl Network {
    /// Makes the fabric in this process's own namespace, with these nodes on it.
    pub fn new(nodes: &[(&str, &str)]) -> Result<Self> {
        let address = |(name, address): &(&str, &str)| Ok(((*name).to_owned(), address.parse()?));
        let nodes: BTreeMap<String, Ipv4Addr> = nodes.iter().map(address).collect::<Result<_>>()?;
        let fabric = Fabric::new()?;
        nodes.values().try_for_each(|address| fabric.add_node_address(*address))?;
        Ok(Self { fabric, pool: Pool::new(), nodes })
    }

    /// Plugs in a Pod with an address of its own; `name` must be one that no Pod had before.
    pub fn add_pod(&self, name: &str) -> Result<Host> {
        self.fabric.add_host(name, self.pool.take()?)
    }

    /// The client outside of the cluster.
    pub fn outside(&self) -> &Host {
        self.fabric.outside()
    }

    /// Takes the address of a node away.
    pub fn remove_node_address(&self, node: &str) -> Result<()> {
        self.fabric.remove_node_address(self.node(node)?)
    }

    /// Gives it back.
    pub fn restore_node_address(&self, node: &str) -> Result<()> {
        self.fabric.add_node_address(self.node(node)?)
    }

    fn node(&self, name: &str) -> Result<Ipv4Addr> {
        self.nodes.get(name).copied().with_context(|| format!("no node {name}"))
    }
}
