//! What lies between the hosts: the nodes as one router.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;

use super::host::Host;
use super::kernel::{ip, nft, parameter};
use super::{GATEWAY, LAN_RANGE, OUTSIDE, POD_RANGE};
use crate::plane::SERVICE_RANGE;

/// The fabric's end of the cable to the client outside; the addresses of the nodes are here.
const LAN: &str = "lan";

/// Everything that the fabric is before there is a node or a Pod.
const PARAMETERS: [(&str, &str); 8] = [
    ("net.ipv4.ip_forward", "1"),
    // A Pod that dials itself through a Service is answered on the same cable: no reason to redirect it.
    ("net.ipv4.conf.all.send_redirects", "0"),
    ("net.ipv4.conf.default.send_redirects", "0"),
    ("net.ipv4.conf.all.rp_filter", "0"),
    ("net.ipv4.conf.default.rp_filter", "0"),
    // Otherwise a port without an endpoint refuses six connections, and then one in a second.
    ("net.ipv4.icmp_ratelimit", "0"),
    // The rules are for IPv4: there must be no other way.
    ("net.ipv6.conf.all.disable_ipv6", "1"),
    ("net.ipv6.conf.default.disable_ipv6", "1"),
];

/// The network namespace of this process, made the fabric of a cluster.
#[derive(Debug)]
pub struct Fabric {
    outside: Host,
    links: AtomicU32,
}

impl Fabric {
    /// Makes it, in the namespace in which this process is; that must be an own one.
    pub fn new() -> Result<Self> {
        for (name, value) in PARAMETERS {
            parameter(name, value)?;
        }
        let outside = Host::outside(LAN.to_owned())?;
        ip(
            None,
            &[
                "link set lo up".into(),
                format!("addr add {GATEWAY}/32 dev lo"),
                // Nothing goes this way: the rules translate, refuse or drop it first. But where no route is, the kernel
                // does not ask them; and over lo, what they refuse would be dropped.
                format!("route add {SERVICE_RANGE} dev {LAN} src {GATEWAY}"),
            ],
        )?;
        nft(&rules())?;
        Ok(Self { outside, links: AtomicU32::new(0) })
    }

    /// The client outside of the cluster: it reaches the addresses of nodes and nothing else.
    pub fn outside(&self) -> &Host {
        &self.outside
    }

    /// Plugs in a Pod under a name that nobody has.
    pub fn add_host(&self, name: &str, address: Ipv4Addr) -> Result<Host> {
        // An interface has 15 characters for its name, a Pod 63.
        Host::pod(name, address, format!("pod{}", self.links.fetch_add(1, Ordering::Relaxed)))
    }

    /// Gives a node its address: for the first time, or again after it was taken away.
    pub fn add_node_address(&self, address: Ipv4Addr) -> Result<()> {
        ip(None, &[format!("addr add {address}/32 dev {}", self.outside.link())])?;
        nft(&format!("add element ip fabric nodes {{ {address} }}"))
    }

    /// Takes the address of a node away, as when it is switched off: nobody answers there, and what was connected
    /// through it hears nothing more.
    pub fn remove_node_address(&self, address: Ipv4Addr) -> Result<()> {
        nft(&format!("delete element ip fabric nodes {{ {address} }}"))?;
        ip(None, &[format!("addr del {address}/32 dev {}", self.outside.link())])
    }
}

/// Who may talk to whom.
///
/// The first and the last chain see a packet as it is on the cable, before and after any translation of addresses.
fn rules() -> String {
    let unknown =
        |field: &str| format!("ip {field} {LAN_RANGE} ip {field} != @nodes ip {field} != {OUTSIDE} counter drop");
    let (to_nobody, from_nobody) = (unknown("daddr"), unknown("saddr"));
    format!(
        r#"table ip fabric {{
    set nodes {{ type ipv4_addr; }}
    set cut {{ type ifname; }}
    chain arriving {{
        type filter hook prerouting priority raw; policy accept;
        iifname @cut counter drop
        iifname "{LAN}" ip daddr != @nodes counter drop
        {to_nobody}
    }}
    chain passing {{
        type filter hook forward priority filter; policy drop;
        ct status dnat accept
        ct state established,related accept
        ip saddr {POD_RANGE} ip daddr {POD_RANGE} accept
        counter
    }}
    chain leaving {{
        type filter hook postrouting priority 300; policy accept;
        oifname @cut counter drop
        oifname "{LAN}" ip saddr != @nodes counter drop
        {from_nobody}
    }}
}}"#
    )
}
