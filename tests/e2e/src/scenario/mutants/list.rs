//! The mutants.

use anyhow::Result;
use serde_json::Value;

use super::edits;
use crate::report::assertion::Assertion;
use crate::scenario::Extent;

/// A single fault.
pub struct Mutant {
    /// Its name.
    pub name: &'static str,
    /// What is changed in the manifests.
    pub change: &'static str,
    /// Where it must fail.
    pub assertion: Assertion,
    /// How many brokers it needs.
    pub size: Size,
    /// When it runs without being asked for.
    pub extent: Extent,
    /// Plants it.
    pub edit: fn(&mut Vec<Value>) -> Result<()>,
}

/// How many brokers a cluster has. All are three-nodes.yaml with two name servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A group of one, where the fault shows without a second member.
    One,
    /// A group of three.
    Three,
}

impl Size {
    /// Returns the arguments for `rmq render`.
    pub fn arguments(self) -> Vec<&'static str> {
        let mut arguments = vec!["-f", "examples/three-nodes.yaml", "-f", "tests/e2e/values/mutant.yaml"];
        if self == Self::One {
            arguments.extend(["--set", "broker.replicas=1"]);
        }
        arguments
    }

    /// Returns its name for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::One => "one broker",
            Self::Three => "three brokers",
        }
    }
}

/// Every mutant; those for one broker and those for three share a control each.
pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "root",
        change: "`runAsUser: 0` beside `runAsNonRoot: true`",
        assertion: Assertion::ApiServer,
        size: Size::One,
        extent: Extent::All,
        edit: edits::root_user,
    },
    Mutant {
        name: "not-published",
        change: "the brokers' headless Service lacks `publishNotReadyAddresses`",
        assertion: Assertion::DnsName,
        size: Size::One,
        extent: Extent::All,
        edit: edits::not_published_before_ready,
    },
    Mutant {
        name: "wrong-user",
        change: "the brokers run as user 1000 without `fsGroup`",
        assertion: Assertion::User,
        size: Size::One,
        extent: Extent::All,
        edit: edits::user_without_group,
    },
    Mutant {
        name: "one-name-server",
        change: "`namesrvAddr` has the first name server only",
        assertion: Assertion::NameServers,
        size: Size::One,
        extent: Extent::All,
        edit: edits::one_name_server,
    },
    Mutant {
        name: "unknown-key",
        change: "`maxHashSlotNum` is written `maxHashSlotsNum`, which RocketMQ does not know",
        assertion: Assertion::ConfigKeys,
        size: Size::One,
        extent: Extent::All,
        edit: edits::misspelt_key,
    },
    Mutant {
        name: "node-port",
        change: "the brokers' node ports differ from their `listenPort`",
        assertion: Assertion::OutsideSends,
        size: Size::One,
        extent: Extent::Always,
        edit: edits::node_port_differs,
    },
    Mutant {
        name: "pod-address",
        change: "`brokerIP1` is missing, so the address of the Pod is advertised",
        assertion: Assertion::OutsideSends,
        size: Size::One,
        extent: Extent::All,
        edit: edits::pod_address_advertised,
    },
    Mutant {
        name: "shell",
        change: "`sh -c \"java …; true\"` is process 1",
        assertion: Assertion::CleanStop,
        size: Size::One,
        extent: Extent::Always,
        edit: edits::shell_as_first_process,
    },
    Mutant {
        name: "wrong-path",
        change: "`storePathRootDir` is beside the claim",
        assertion: Assertion::Persistence,
        size: Size::One,
        extent: Extent::All,
        edit: edits::store_beside_the_claim,
    },
    Mutant {
        name: "ordered",
        change: "`podManagementPolicy: OrderedReady`, and a readiness probe that wants a leader",
        assertion: Assertion::Started,
        size: Size::Three,
        extent: Extent::All,
        edit: edits::one_after_the_other,
    },
    Mutant {
        name: "wrong-peer",
        change: "`dLegerPeers` names a Service that does not exist",
        assertion: Assertion::DnsName,
        size: Size::Three,
        extent: Extent::All,
        edit: edits::wrong_peer_name,
    },
    Mutant {
        name: "raft-port",
        change: "broker i's file has Raft port 40911 + i for every peer",
        assertion: Assertion::OneLeader,
        size: Size::Three,
        extent: Extent::All,
        edit: edits::raft_port_off_by_one,
    },
    Mutant {
        name: "vip-port",
        change: "the brokers' Services lack port `listenPort` - 2",
        assertion: Assertion::TopicSynced,
        size: Size::Three,
        extent: Extent::Always,
        edit: edits::vip_port_missing,
    },
];
