//! The names that must resolve, and what each must lead to.

use std::net::Ipv4Addr;

use crate::cluster::reach::{Endpoint, Outside, Role};
use crate::cluster::{Cluster, ClusterNode, naming};
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// A name of a name server or broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What answers there.
    pub role: Role,
    /// The name that clients dial.
    pub name: String,
    /// The address of the node that it leads to; absent when the values give the node by name.
    pub address: Option<Ipv4Addr>,
    /// The node as the values give it.
    pub node: String,
    /// The port at the node.
    pub port: u32,
    /// The Service inside the Kubernetes cluster that answers in its stead.
    pub service: String,
    /// The port of that Service.
    pub service_port: u32,
}

/// Returns every name of a cluster that somebody must make resolve, name servers first.
///
/// # Errors
///
/// RMQ029 when the cluster is not advertised by names.
pub fn records(cluster: &Cluster) -> Result<Vec<Record>, Diagnostics> {
    let found: Vec<Record> = cluster.endpoints().into_iter().filter_map(|endpoint| record(cluster, endpoint)).collect();
    if found.is_empty() { Err(nothing(cluster)) } else { Ok(found) }
}

/// Returns the records of a cluster, each with the IPv4 address of its node.
///
/// # Errors
///
/// RMQ029 as [`records`]; RMQ030 when the values give a node by name.
pub fn addressed(cluster: &Cluster) -> Result<Vec<(Ipv4Addr, Record)>, Diagnostics> {
    let found = records(cluster)?;
    let named: Diagnostics =
        cluster.nodes.iter().filter(|node| node.address.parse::<Ipv4Addr>().is_err()).map(named_node).collect();
    if !named.is_empty() {
        return Err(named);
    }
    Ok(found.into_iter().filter_map(|record| Some((record.address?, record))).collect())
}

fn named_node(node: &ClusterNode) -> Diagnostic {
    let message =
        format!("a hosts line needs an address, but node `{}` is given by the name `{}`", *node.name, *node.address);
    let help = "write its IPv4 address, or let CoreDNS lead the names to Services: `rmq coredns rewrite`";
    node.address.error(code::NODE_WITHOUT_ADDRESS, message).help(help)
}

fn record(cluster: &Cluster, endpoint: Endpoint) -> Option<Record> {
    let Outside { name, address, port } = endpoint.outside?;
    let service = naming::service_fqdn(&endpoint.pod, &cluster.release.namespace, &cluster.cluster_domain);
    Some(Record {
        role: endpoint.role,
        name: name?,
        address: address.parse().ok(),
        node: address,
        port,
        service,
        service_port: endpoint.port,
    })
}

fn nothing(cluster: &Cluster) -> Diagnostics {
    let advertise = &cluster.external.advertise;
    let message = format!("there is no name to resolve: brokers are advertised by `{}`", advertise.word());
    let help = "clients need no change of DNS or hosts files; for names set `external.type: nodePort` and `external.advertise: name`";
    advertise.error(code::NOTHING_TO_RESOLVE, message).help(help).into()
}
