//! A client outside the cluster, which knows three node addresses, while nodes disappear with theirs.

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::process::output;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::{NODES, World};

pub const BY_NAME: Scenario = Scenario {
    name: "outside",
    about: "a client outside, by names in its hosts file, while the leader's and then a follower's node disappear",
    extent: Extent::Always,
    run: by_name,
};

pub const REBOOTED: Scenario = Scenario {
    name: "node-rebooted",
    about: "the leader's and then a follower's node lose their power without a word; their Pods come back elsewhere",
    extent: Extent::All,
    run: rebooted,
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

/// Six retransmissions instead of fifteen.
const GIVE_UP_EARLY: &str = "net.ipv4.tcp_retries2=6";

fn by_name(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    nodes_disappear(release, &names(), World::cut_node, World::mend_node, measured)
}

/// Pods of a node that starts again have new addresses, and connections to the old ones hang: nobody says that they are
/// dead. The kernel gives them up after 15 minutes, here after 25 s; until then a broker stays out of its group.
fn rebooted(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    for pod in release.pods("broker").iter().chain(&release.pods("namesrv")) {
        output(pod.host()?.command("sysctl").args(["-q", "-w", GIVE_UP_EARLY]))?;
    }
    nodes_disappear(release, &names(), World::lose_node, World::return_node, measured)
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
    nodes_disappear(&release, &from, World::cut_node, World::mend_node, measured)?;
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

/// Something that is done to a node.
type Change = fn(&World, &str) -> Result<()>;

fn nodes_disappear(release: &Release, from: &From, lose: Change, back: Change, measured: &mut Measured) -> Result<()> {
    let mut traffic = Assertion::OutsideSends.holds_if(Traffic::start(release, GROUP, from))?;
    Assertion::OutsideSends.holds_if(traffic.flows())?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    traffic.fault(&format!("{}, the leader's node, disappears", pod.node))?;
    lose(&release.world, &pod.node)?;
    faults::other_leader(release, GROUP, &leader)?;
    traffic.flows()?;
    traffic.fault(&format!("{} is back", pod.node))?;
    back(&release.world, &pod.node)?;
    faults::whole(release, GROUP, 3)?;
    let (_, leader) = faults::leader(release, GROUP)?;
    let follower = release.pods("broker").into_iter().find(|pod| pod.node != leader.node);
    if let Some(follower) = follower {
        traffic.fault(&format!("{}, a follower's node, disappears", follower.node))?;
        lose(&release.world, &follower.node)?;
        traffic.flows()?;
        back(&release.world, &follower.node)?;
    }
    traffic.flows()?;
    traffic.settle(measured)
}
