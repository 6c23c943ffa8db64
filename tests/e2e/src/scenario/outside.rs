//! A client outside the cluster, which knows three node addresses, while nodes disappear with theirs.

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::NODES;

pub const BY_NAME: Scenario = Scenario {
    name: "outside",
    about: "a client outside, by names in its hosts file, while the leader's and then a follower's node disappear",
    extent: Extent::Always,
    run: by_name,
};

pub const BY_ADDRESS: Scenario = Scenario {
    name: "outside-by-address",
    about: "the same by node addresses: no hosts file, no CoreDNS change",
    extent: Extent::All,
    run: by_address,
};

/// The node ports of the name servers in examples/three-nodes.yaml and in a cluster by default.
const BY_NAME_PORT: u16 = 29870;
const BY_ADDRESS_PORT: u16 = 30001;

fn by_name(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    nodes_disappear(release, &names(), measured)
}

/// A client of examples/three-nodes.yaml with the names of name servers and brokers in its hosts file.
pub fn names() -> From {
    let hosts = (0..).zip(NODES).map(|(member, (_, address))| {
        format!("{address}\trocketmq-namesrv-{member}\n{address}\trocketmq-broker-{member}\n")
    });
    From::Outside { name_servers: name_servers("rocketmq-namesrv-", BY_NAME_PORT), hosts: hosts.collect() }
}

fn by_address(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    // Both examples have the same node ports.
    stage.spend()?;
    let release = stage.own("by-address", &["-f", "examples/by-address.yaml"], measured)?;
    let from = From::Outside { name_servers: name_servers("", BY_ADDRESS_PORT), hosts: String::new() };
    nodes_disappear(&release, &from, measured)?;
    stage.end(&release)
}

/// Name server i is given out at node i, with its own port, by name or by address.
fn name_servers(prefix: &str, first_port: u16) -> String {
    let one = |(member, (_, address)): (u16, (&str, &str))| {
        let host = if prefix.is_empty() { address.to_owned() } else { format!("{prefix}{member}") };
        format!("{host}:{}", first_port + member)
    };
    (0..).zip(NODES).map(one).collect::<Vec<_>>().join(";")
}

fn nodes_disappear(release: &Release, from: &From, measured: &mut Measured) -> Result<()> {
    let mut traffic = Assertion::OutsideSends.holds_if(Traffic::start(release, GROUP, from))?;
    Assertion::OutsideSends.holds_if(traffic.flows())?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    lose(release, &mut traffic, "the leader's node", &pod.node)?;
    faults::other_leader(release, GROUP, &leader)?;
    traffic.flows()?;
    back(release, &pod.node)?;
    faults::whole(release, GROUP, 3)?;
    let (_, leader) = faults::leader(release, GROUP)?;
    let follower = release.pods("broker").into_iter().find(|pod| pod.node != leader.node);
    if let Some(follower) = follower {
        lose(release, &mut traffic, "a follower's node", &follower.node)?;
        traffic.flows()?;
        back(release, &follower.node)?;
    }
    traffic.flows()?;
    traffic.settle(measured)
}

fn lose(release: &Release, traffic: &mut Traffic, what: &str, node: &str) -> Result<()> {
    say(&format!("{node}, {what}, disappears"));
    traffic.fault(&format!("{node}, {what}, disappears"))?;
    release.world.lose_node(node)
}

fn back(release: &Release, node: &str) -> Result<()> {
    say(&format!("{node} is back"));
    release.world.return_node(node)
}
