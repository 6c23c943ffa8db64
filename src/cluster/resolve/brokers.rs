//! Broker groups: names, ports, peers and advertised addresses of every member.

use super::{Input, jvm, resources};
use crate::cluster::{Advertised, BrokerGroup, Brokers, ConfigEntry, External, Fact, Member, Release, naming};
use crate::rocketmq::ports;
use crate::values::GroupOverride;

/// The user and group `rocketmq` of the official images.
pub(super) const ROCKETMQ_UID: i64 = 3000;

/// Where the claim `store` is mounted; fixed, because a StatefulSet's claims cannot change.
pub(super) const STORE_PATH: &str = "/home/rocketmq/store";

/// The first broker port when it is a node port too: in the static band of the API server's default range.
const FIRST_NODE_PORT: u16 = 30011;

pub(super) fn brokers(input: &Input<'_>, external: &External) -> Brokers {
    let broker = &input.values.broker;
    Brokers {
        replicas: input.fact("broker.replicas", broker.replicas),
        groups: input.fact("broker.groups", broker.groups),
        first_port: first_port(input, external),
        port_step: input.fact("broker.portStep", broker.port_step),
        group_port_stride: input.fact("broker.groupPortStride", broker.group_port_stride),
        config: entries(input, "broker.config", &broker.config),
        config_unchecked: entries(input, "broker.configUnchecked", &broker.config_unchecked),
        jvm: jvm(input, "broker.jvm", &broker.jvm.heap, Some(&broker.jvm.direct), &broker.jvm.options),
        resources: resources(input, "broker.resources", &broker.resources),
        persistence: input.fact("broker.persistence.type", broker.persistence.clone()),
        anti_affinity: input.fact("broker.antiAffinity", broker.anti_affinity),
        on_config_change: broker.rollout.on_config_change,
        probes: broker.probes.clone(),
        workload: broker.workload.clone(),
    }
}

pub(super) fn groups(input: &Input<'_>, release: &Release, external: &External) -> Vec<BrokerGroup> {
    let slots = Slots { input, release, external, first_port: *first_port(input, external) };
    (0..input.values.broker.groups).map(|index| slots.group(index)).collect()
}

fn first_port(input: &Input<'_>, external: &External) -> Fact<u32> {
    let port = match input.values.broker.port {
        0 if *external.node_ports => FIRST_NODE_PORT,
        0 => ports::BROKER,
        port => port,
    };
    input.fact("broker.port", u32::from(port))
}

fn entries<'a>(
    input: &Input<'_>,
    field: &str,
    config: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Vec<ConfigEntry> {
    config
        .into_iter()
        .map(|(key, value)| {
            let value = input.fact(&format!("{field}.{key}"), value.clone());
            let location = input.loaded.key_location(&value.field).or(value.location);
            ConfigEntry { key: Fact { location, ..value.with(key.clone()) }, value }
        })
        .collect()
}

/// What decides the place of a member.
struct Slots<'a> {
    input: &'a Input<'a>,
    release: &'a Release,
    external: &'a External,
    first_port: u32,
}

impl Slots<'_> {
    fn group(&self, index: u32) -> BrokerGroup {
        let stateful_set = naming::broker_group(&self.release.name, index);
        let overrides = self.input.values.broker.group_overrides.get(&index);
        let field = |name: &str| format!("broker.groupOverrides.{index}.{name}");
        let members: Vec<Member> =
            (0..self.input.values.broker.replicas).map(|ordinal| self.member(&stateful_set, index, ordinal)).collect();
        BrokerGroup {
            index,
            broker_name: self.input.fact(&field("brokerName"), chosen(overrides, |o| &o.broker_name, &stateful_set)),
            peers: self.input.block(&field("peers"), peers(overrides, &members)),
            store_path: chosen(overrides, |o| &o.store_path, STORE_PATH),
            uid: overrides.and_then(|overrides| overrides.uid).unwrap_or(ROCKETMQ_UID),
            stateful_set,
            members,
        }
    }

    fn member(&self, stateful_set: &str, group: u32, ordinal: u32) -> Member {
        let pod = naming::pod(stateful_set, ordinal);
        let headless = naming::headless(stateful_set);
        let fqdn = naming::pod_fqdn(&pod, &headless, &self.release.namespace, &self.input.values.dns.cluster_domain);
        let node = usize::try_from(ordinal).ok().filter(|index| *index < self.input.values.nodes.len());
        Member {
            ordinal,
            advertised: self.advertised(&pod, &fqdn, node),
            port: self.port(group, ordinal),
            pod,
            fqdn,
            node,
        }
    }

    fn port(&self, group: u32, ordinal: u32) -> u32 {
        if !*self.external.node_ports {
            return self.first_port;
        }
        let broker = &self.input.values.broker;
        let distance = |count: u32, step: u16| count.saturating_mul(u32::from(step));
        self.first_port
            .saturating_add(distance(group, broker.group_port_stride))
            .saturating_add(distance(ordinal, broker.port_step))
    }

    fn advertised(&self, pod: &str, fqdn: &str, node: Option<usize>) -> String {
        let node = node.and_then(|index| self.input.values.nodes.get(index));
        match (*self.external.advertise, node) {
            (Advertised::Name, _) => naming::outside(pod, &self.external.domain),
            (Advertised::Address, Some(node)) => node.address.clone(),
            (Advertised::Service | Advertised::Address, _) => fqdn.to_owned(),
        }
    }
}

fn chosen(overrides: Option<&GroupOverride>, field: fn(&GroupOverride) -> &String, default: &str) -> String {
    overrides.map(field).filter(|value| !value.is_empty()).map_or_else(|| default.to_owned(), Clone::clone)
}

/// Peers are named by their ordinal: the id must be one character and a number, or RocketMQ cannot read it.
fn peers(overrides: Option<&GroupOverride>, members: &[Member]) -> String {
    match overrides {
        Some(overrides) if !overrides.peers.is_empty() => overrides.peers.join(";"),
        _ => {
            let peer = |member: &Member| format!("n{}-{}:{}", member.ordinal, member.fqdn, ports::DLEDGER);
            members.iter().map(peer).collect::<Vec<_>>().join(";")
        }
    }
}
