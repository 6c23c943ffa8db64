//! The two roads to a cluster meet: what is rendered of values is recognised as what the values said.

#![expect(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::Path;

use rmq::cluster::recognise::{Config, Finder, Found, Image, Listener, Part, Role, Text, Workload};
use rmq::cluster::{BrokerGroup, Cluster, Member, Metrics, RequestedRelease};
use rmq::documents::{self, Origin};
use rmq::output::manifest;
use rmq::pipeline;
use rmq::source::Sources;
use rmq::values::Input;

struct Example {
    name: String,
    cluster: Cluster,
    found: Found,
}

fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| example(path)).collect()
}

fn example(path: &Path) -> Example {
    let mut sources = Sources::new();
    let input = [Input::File(sources.add("values.yaml", std::fs::read_to_string(path).unwrap()))];
    let release = RequestedRelease::default();
    let cluster = pipeline::cluster(&sources, &input, &release).value.unwrap();
    let manifests = pipeline::render(&sources, &input, &release, &[]).value.unwrap();
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    Example { name, cluster, found: found(&manifest::yaml(&manifests.objects)) }
}

fn found(stream: &str) -> Found {
    let documents = documents::split(Sources::new().add("stream", stream), stream).unwrap();
    let mut finder = Finder::default();
    for (number, document) in documents.iter().enumerate() {
        let node = document.read().unwrap();
        let origin = Origin::of(document, &node);
        for object in documents::objects(&node) {
            finder.look(number, &origin, &object, Text::Input);
        }
    }
    finder.finish(&mut |number| documents.get(number)?.read().ok())
}

impl Example {
    fn parts(&self, role: Role) -> Vec<(&Part, &Workload)> {
        let parts = self.found.parts.iter().filter(|part| part.role == role);
        parts.map(|part| (part, self.found.workload(part).unwrap())).collect()
    }

    fn brokers(&self, group: &BrokerGroup) -> (&Part, &Workload) {
        let mut brokers = self.parts(Role::Broker).into_iter();
        brokers.find(|(_, workload)| workload.identity.name == group.stateful_set).unwrap()
    }

    fn setting(&self, part: &Part, member: &Member, key: &str) -> String {
        let value = self.found.pod_setting(part, member.ordinal, key);
        value.unwrap_or_else(|| format!("{}: no {key} of {}", self.name, member.pod))
    }
}

#[test]
fn every_part_of_a_cluster_is_found_once() {
    for example in examples() {
        let (cluster, name) = (&example.cluster, &example.name);
        assert_eq!(example.parts(Role::NameServer).len(), 1, "{name}");
        assert_eq!(example.parts(Role::Broker).len(), cluster.groups.len(), "{name}");
        assert_eq!(example.parts(Role::Console).len(), usize::from(cluster.console.is_some()), "{name}");
        let exporters = usize::from(matches!(cluster.metrics, Metrics::Exporter(_)));
        assert_eq!(example.parts(Role::Exporter).len(), exporters, "{name}");
        let others = example.found.parts.iter().filter(|part| matches!(part.role, Role::Controller | Role::Proxy));
        assert_eq!(others.count(), 0, "{name}");
        assert!(example.found.unsure.is_empty(), "{name}: {:?}", example.found.unsure);
        for part in example.found.parts.iter().filter(|part| part.role <= Role::Broker) {
            assert_eq!(part.image().and_then(Image::version), Some(*cluster.version), "{name}");
            assert!(matches!(part.config, Config::Files(_)), "{name}: {:?}", part.config);
        }
    }
}

#[test]
fn members_listeners_and_addresses_are_those_of_the_cluster() {
    for example in examples() {
        for group in &example.cluster.groups {
            let (part, workload) = example.brokers(group);
            assert_eq!(workload.count() as usize, group.members.len());
            assert_eq!(workload.service_name.as_ref().unwrap().value, format!("{}-headless", group.stateful_set));
            for member in &group.members {
                let get = |key| example.setting(part, member, key);
                assert_eq!(workload.ordinal(&member.pod), Some(member.ordinal));
                assert_eq!(get("brokerName"), *group.broker_name);
                assert_eq!(get("brokerIP1"), member.advertised);
                assert_eq!(get("dLegerPeers"), *group.peers);
                assert_eq!(get("namesrvAddr"), *example.cluster.name_servers.address_list);
                let listens = example.found.listens(part, member.ordinal).unwrap();
                let on = |listener| listens.iter().find(|(own, _)| *own == listener).map(|(_, port)| u32::from(*port));
                assert_eq!(on(Listener::Main), Some(member.port));
                assert_eq!(on(Listener::Vip), member.vip_port());
                assert_eq!(on(Listener::Raft), Some(40911));
                assert_eq!(on(Listener::Replication), None, "a Raft group does not open it");
            }
        }
    }
}

#[test]
fn services_and_budgets_are_linked_by_their_selectors() {
    for example in examples() {
        let node_ports = *example.cluster.external.node_ports;
        for group in &example.cluster.groups {
            let (_, workload) = example.brokers(group);
            let ordinals: Vec<u32> =
                example.found.services_of(workload).filter_map(|service| service.ordinal(workload)).collect();
            let want = if node_ports { group.members.len() } else { 0 };
            assert_eq!(ordinals.len(), want, "{}", example.name);
            let headless = example.found.services_of(workload).filter(|service| service.is_headless).count();
            assert_eq!(headless, 1, "{}", example.name);
            let budgets = example.found.budgets.iter().filter(|budget| budget.selects(workload)).count();
            assert_eq!(budgets, 1, "{}: {}", example.name, group.stateful_set);
        }
        assert_eq!(example.found.node_ports.is_empty(), !node_ports, "{}", example.name);
    }
}
