//! The facts of a cluster that several values depend on, drawn first, so that the values agree by construction.

use proptest::prelude::*;
use proptest::sample::select;

/// Such facts.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The RocketMQ version; nothing for the default one.
    pub version: Option<&'static str>,
    /// `broker.groups`.
    pub groups: u16,
    /// `broker.replicas`.
    pub replicas: u16,
    /// `namesrv.replicas`.
    pub namesrv: u16,
    /// How clients outside come in.
    pub entry: Entry,
    /// `broker.persistence.type`.
    pub store: &'static str,
    /// Kubernetes nodes beyond those that are needed.
    pub spare_nodes: u16,
    /// The heap of a broker, in MiB.
    pub heap: u32,
    /// The direct memory of a broker, in MiB.
    pub direct: u32,
}

/// How clients outside come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Not at all.
    None,
    /// By node ports.
    NodePort {
        /// `external.advertise`.
        advertise: &'static str,
        /// `broker.port`.
        base: u16,
        /// `broker.portStep`.
        step: u16,
        /// What the stride has beyond the ports of a group.
        slack: u16,
    },
}

impl Shape {
    /// Returns how many nodes are named: enough for every member and every name server, or none.
    pub fn nodes(&self) -> u16 {
        let is_needed = self.entry != Entry::None || self.store == "local";
        if is_needed { self.replicas.max(self.namesrv) + self.spare_nodes } else { 0 }
    }
}

/// Draws a shape of which a cluster can be made.
pub fn shape() -> impl Strategy<Value = Shape> {
    let version = select(vec![None, Some("4.9.7")]);
    let size = (1..=3u16, select(vec![1u16, 3, 5]), 1..=4u16);
    let store = select(vec!["claim", "claim", "local", "hostPath", "emptyDir"]);
    let memory = (256..=4096u32, 128..=2048u32);
    (version, size, entry(), store, 0..=2u16, memory).prop_map(
        |(version, (groups, replicas, namesrv), entry, store, spare_nodes, (heap, direct))| Shape {
            version,
            groups,
            replicas,
            namesrv,
            entry,
            store,
            spare_nodes,
            heap,
            direct,
        },
    )
}

fn entry() -> impl Strategy<Value = Entry> {
    let advertise = select(vec!["", "address", "name"]);
    let node_port = (advertise, 30100..=31000u16, 4..=8u16, 0..=12u16)
        .prop_map(|(advertise, base, step, slack)| Entry::NodePort { advertise, base, step, slack });
    prop_oneof![Just(Entry::None), node_port]
}
