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
    pub edit: fn(&mut [Value]) -> Result<()>,
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

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../../../docs/e2e.md");

    /// Returns the row of a mutant up to the seconds, which a run measures.
    fn row(mutant: &Mutant) -> String {
        let ci = if mutant.extent == Extent::Always { "yes" } else { "`--all`" };
        format!("| {} | {} | `{}` | {ci} |", mutant.name, mutant.change, mutant.assertion)
    }

    #[test]
    fn the_page_has_every_mutant() {
        let table = PAGE.split_once("<!-- mutants -->").and_then(|(_, rest)| rest.split_once("<!-- /mutants -->"));
        let (table, _) = table.expect("docs/e2e.md has no place for the mutants");
        let rows: Vec<&str> = table.trim().lines().skip(2).collect();
        let wanted: Vec<String> = MUTANTS.iter().map(row).collect();
        let (before, seconds): (Vec<String>, Vec<&str>) = rows
            .iter()
            .filter_map(|row| row.trim_end_matches([' ', '|']).rsplit_once(" | "))
            .map(|(before, seconds)| (format!("{before} |"), seconds))
            .unzip();
        assert_eq!(before, wanted, "docs/e2e.md must have these rows, with measured seconds:\n{}", wanted.join("\n"));
        for text in seconds {
            assert!(text.parse::<f64>().is_ok_and(|seconds| seconds <= 60.0), "{text} are no seconds up to 60");
        }
    }

    #[test]
    fn names_are_fit_for_namespaces_and_differ() {
        let names: std::collections::BTreeSet<&str> = MUTANTS.iter().map(|mutant| mutant.name).collect();
        assert_eq!(names.len(), MUTANTS.len());
        let is_fit = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(names.iter().all(is_fit), "{names:?}");
    }

    #[test]
    fn no_fault_is_planted_where_its_place_is_missing() {
        for mutant in MUTANTS {
            assert!((mutant.edit)(&mut []).is_err(), "{}", mutant.name);
        }
    }

    #[test]
    fn three_run_always() {
        assert_eq!(MUTANTS.iter().filter(|mutant| mutant.extent == Extent::Always).count(), 3);
    }
}
