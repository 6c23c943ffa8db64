//! The network of a run: the part of a cluster that nodes, a network plugin, kube-proxy and CoreDNS play.
//!
//! The network namespace of the run itself is the *fabric*: it holds the addresses of all nodes, forwards between the
//! Pods, each of which has a namespace of its own, and is left by no route. One more namespace stands for a client
//! outside of the cluster.
//!
//! **Invariant:** a packet between two namespaces passes the fabric as a routed one, never over a bridge. Otherwise the
//! answer of a Pod to another one would go past the address translation, and a Service would hang.

mod backends;
mod cluster;
pub mod dns;
mod fabric;
mod host;
mod kernel;
mod objects;
mod pool;
mod proxy;
mod ruleset;

pub use cluster::Network;
pub use fabric::Fabric;
pub use host::Host;
pub use pool::Pool;
pub use proxy::{Following, ServiceProxy};

use std::net::Ipv4Addr;

/// The addresses of Pods, as nft writes a range.
pub const POD_RANGE: &str = "10.244.0.0/16";

/// The network of the nodes and of the client outside.
pub const LAN_RANGE: &str = "192.168.1.0/24";

/// The fabric's own address among the Pods: what probes come from, and what masqueraded connections seem to come from.
pub const GATEWAY: Ipv4Addr = Ipv4Addr::new(10, 244, 0, 1);

/// The client outside of the cluster.
pub const OUTSIDE: Ipv4Addr = Ipv4Addr::new(192, 168, 1, 10);

/// Where Pods ask for names.
pub const DNS: Ipv4Addr = Ipv4Addr::new(10, 96, 0, 10);
