//! What a client needs where it runs, for every kind of exposure: the table of docs/addresses.md, by hand.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use rmq::cluster::RequestedRelease;
use rmq::cluster::reach::{Position, Reach, Resolver, Verdict};
use rmq::pipeline;
use rmq::source::Sources;
use rmq::values::Input;

use Position::{OtherCluster, OtherNamespace, Outside, SameNamespace};
use Verdict::{Fails, Works, WorksWithNames};

const NODES: &str =
    "nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]\n";

const SERVICE: &str = "";
const ADDRESS: &str = "external: {type: nodePort}\n";
const NAME: &str = "external: {type: nodePort, advertise: name}\n";
const REWRITTEN: &str =
    "external: {type: nodePort, advertise: name, domain: mq.example.com}\ndns: {strategy: rewrite}\n";
const DOMAIN: &str = "external: {type: nodePort, advertise: name, domain: mq.example.com}\n";

fn reach(values: &str, position: Position) -> Reach {
    let mut sources = Sources::new();
    let source = sources.add("values.yaml".to_owned(), format!("{values}{NODES}"));
    let release = RequestedRelease { name: None, namespace: Some("mq".to_owned()), helm_namespace: None };
    pipeline::reach(&sources, &[Input::File(source)], &release, position).value.unwrap()
}

/// Returns what resolves the name of broker 1 there, and what it leads to; nothing where it needs no name.
fn broker_name(reach: &Reach) -> Option<(&str, &str, Resolver)> {
    let name = reach.names.iter().find(|name| name.name.starts_with("rocketmq-broker-1"))?;
    Some((&name.name, &name.leads_to, name.by))
}

/// Returns where broker 1 is dialled.
fn broker_host(reach: &Reach) -> Option<(&str, u32)> {
    let broker = reach.connections.iter().find(|connection| connection.pod == "rocketmq-broker-1")?;
    Some((&broker.host, broker.port))
}

const FQDN: &str = "rocketmq-broker-1.rocketmq-broker-headless.mq.svc.cluster.local";

#[test]
fn every_exposure_is_judged_at_every_position() {
    let pod = |port| Some((FQDN, port));
    let node = Some(("10.0.0.2", 30015));
    let fqdn = Some((FQDN, "rocketmq-broker-1", Resolver::ClusterDns));
    let bare = |leads_to, by| Some(("rocketmq-broker-1", leads_to, by));
    let domain = |by| Some(("rocketmq-broker-1.mq.example.com", "10.0.0.2", by));
    let target = "rocketmq-broker-1.mq.svc.cluster.local";
    let service = Some(("rocketmq-broker-1.mq.example.com", target, Resolver::ToldClusterDns));
    for (values, position, verdict, name, host) in [
        (SERVICE, SameNamespace, Works, fqdn, pod(10911)),
        (SERVICE, OtherNamespace, Works, fqdn, pod(10911)),
        (SERVICE, OtherCluster, Fails, None, None),
        (SERVICE, Outside, Fails, None, None),
        (ADDRESS, SameNamespace, Works, None, node),
        (ADDRESS, OtherNamespace, Works, None, node),
        (ADDRESS, OtherCluster, Works, None, node),
        (ADDRESS, Outside, Works, None, node),
        (NAME, SameNamespace, Works, bare("rocketmq-broker-1.mq.svc.cluster.local", Resolver::ClusterDns), pod(30015)),
        (NAME, OtherNamespace, WorksWithNames, bare("10.0.0.2", Resolver::ToldClusterDns), node),
        (NAME, OtherCluster, WorksWithNames, bare("10.0.0.2", Resolver::ToldClusterDns), node),
        (NAME, Outside, WorksWithNames, bare("10.0.0.2", Resolver::HostsFile), node),
        (DOMAIN, SameNamespace, WorksWithNames, domain(Resolver::ToldClusterDns), node),
        (DOMAIN, OtherNamespace, WorksWithNames, domain(Resolver::ToldClusterDns), node),
        (DOMAIN, OtherCluster, WorksWithNames, domain(Resolver::ToldClusterDns), node),
        (DOMAIN, Outside, WorksWithNames, domain(Resolver::HostsFile), node),
        (REWRITTEN, SameNamespace, WorksWithNames, service, pod(30015)),
        (REWRITTEN, OtherNamespace, WorksWithNames, service, pod(30015)),
        (REWRITTEN, OtherCluster, WorksWithNames, domain(Resolver::ToldClusterDns), node),
        (REWRITTEN, Outside, WorksWithNames, domain(Resolver::HostsFile), node),
    ] {
        let reach = reach(values, position);
        assert_eq!(reach.verdict, verdict, "{values}{position:?}");
        assert_eq!(broker_name(&reach), name, "{values}{position:?}");
        assert_eq!(broker_host(&reach), host, "{values}{position:?}");
        assert_eq!(reach.remedy.is_some(), verdict != Works, "{values}{position:?}");
        assert_eq!(reach.remedy_zh.is_some(), reach.remedy.is_some(), "{values}{position:?}");
        for sentence in [Some(reach.reason_zh), reach.remedy_zh].into_iter().flatten() {
            assert!(!sentence.is_ascii(), "not in Chinese: {sentence}");
        }
    }
}

#[test]
fn name_servers_are_given_by_name_inside_and_by_address_outside() {
    for (values, position, first) in [
        (SERVICE, OtherNamespace, "rocketmq-namesrv-0.rocketmq-namesrv-headless.mq.svc.cluster.local:9876"),
        (NAME, SameNamespace, "rocketmq-namesrv-0.rocketmq-namesrv-headless.mq.svc.cluster.local:9876"),
        (NAME, OtherCluster, "10.0.0.1:30001"),
        (DOMAIN, Outside, "10.0.0.1:30001"),
        (ADDRESS, Outside, "10.0.0.1:30001"),
    ] {
        let reach = reach(values, position);
        assert_eq!((reach.name_servers.len(), reach.name_servers[0].as_str()), (3, first), "{values}{position:?}");
    }
    assert!(reach(SERVICE, Outside).name_servers.is_empty());
}

#[test]
fn a_node_that_is_given_by_name_must_resolve_once() {
    let values = "external: {type: nodePort}\nbroker: {groups: 2}\n".to_owned();
    let text = values.clone() + &NODES.replace("10.0.0.2", "b.example.com");
    let mut sources = Sources::new();
    let source = sources.add("values.yaml".to_owned(), text);
    let release = RequestedRelease { name: None, namespace: None, helm_namespace: None };
    let reach = pipeline::reach(&sources, &[Input::File(source)], &release, Outside).value.unwrap();
    let names: Vec<_> = reach.names.iter().map(|name| (name.name.as_str(), name.by)).collect();
    assert_eq!(names, [("b.example.com", Resolver::NetworkDns)]);
}
