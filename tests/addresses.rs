//! The address table of the design, row by row: what each kind of exposure makes of a broker and of a name server.
//!
//! The expectations are written by hand from the design, and read out of the manifests as a client would meet them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod rendering;

use rendering::{read, render, render_sound};
use rmq::yaml::{Node, Value};

const NODES: &str =
    "nodes:\n- {name: a, address: 10.0.0.1}\n- {name: b, address: 10.0.0.2}\n- {name: c, address: 10.0.0.3}\n";

/// A row of the table with the brokers and name servers that it must come to.
struct Row {
    values: &'static str,
    /// Pod, advertised host and main port.
    brokers: &'static [(&'static str, &'static str, i64)],
    /// True when each broker has a Service of its own, with the same port on every node.
    node_ports: bool,
    /// Pod and node port of the name servers that have one.
    name_servers: &'static [(&'static str, i64)],
    /// Node addresses that resolve advertised names inside the Pods.
    host_aliases: &'static [(&'static str, &'static str)],
}

const NONE: Row = Row {
    values: "",
    brokers: &[
        ("rocketmq-broker-0", "rocketmq-broker-0.rocketmq-broker-headless.default.svc.cluster.local", 10911),
        ("rocketmq-broker-1", "rocketmq-broker-1.rocketmq-broker-headless.default.svc.cluster.local", 10911),
        ("rocketmq-broker-2", "rocketmq-broker-2.rocketmq-broker-headless.default.svc.cluster.local", 10911),
    ],
    node_ports: false,
    name_servers: &[],
    host_aliases: &[],
};

const NONE_WITH_ITS_OWN_PORT_AND_DOMAIN: Row = Row {
    values: "{broker: {port: 12000, groups: 2, replicas: 1}, dns: {clusterDomain: k8s.example}}",
    brokers: &[
        ("rocketmq-broker-0", "rocketmq-broker-0.rocketmq-broker-headless.default.svc.k8s.example", 12000),
        ("rocketmq-broker-g1-0", "rocketmq-broker-g1-0.rocketmq-broker-g1-headless.default.svc.k8s.example", 12000),
    ],
    ..NONE
};

const BY_ADDRESS: Row = Row {
    values: "external: {type: nodePort}\n",
    brokers: &[
        ("rocketmq-broker-0", "10.0.0.1", 30011),
        ("rocketmq-broker-1", "10.0.0.2", 30015),
        ("rocketmq-broker-2", "10.0.0.3", 30019),
    ],
    node_ports: true,
    name_servers: &[("rocketmq-namesrv-0", 30001), ("rocketmq-namesrv-1", 30002), ("rocketmq-namesrv-2", 30003)],
    host_aliases: &[],
};

const BY_ADDRESS_IN_TWO_GROUPS: Row = Row {
    values: "{external: {type: nodePort, advertise: address}, namesrv: {replicas: 1, nodePort: 30300}, \
             broker: {groups: 2, port: 30100, portStep: 5, groupPortStride: 50}}",
    brokers: &[
        ("rocketmq-broker-0", "10.0.0.1", 30100),
        ("rocketmq-broker-1", "10.0.0.2", 30105),
        ("rocketmq-broker-2", "10.0.0.3", 30110),
        ("rocketmq-broker-g1-0", "10.0.0.1", 30150),
        ("rocketmq-broker-g1-1", "10.0.0.2", 30155),
        ("rocketmq-broker-g1-2", "10.0.0.3", 30160),
    ],
    name_servers: &[("rocketmq-namesrv-0", 30300)],
    ..BY_ADDRESS
};

/// As close as ports can be: each broker has the port two below its own as well.
const BY_ADDRESS_WITHOUT_GAPS: Row = Row {
    values: "{external: {type: nodePort}, namesrv: {replicas: 1, nodePort: 30030}, \
             broker: {groups: 2, port: 30002, portStep: 3, groupPortStride: 9}}",
    brokers: &[
        ("rocketmq-broker-0", "10.0.0.1", 30002),
        ("rocketmq-broker-1", "10.0.0.2", 30005),
        ("rocketmq-broker-2", "10.0.0.3", 30008),
        ("rocketmq-broker-g1-0", "10.0.0.1", 30011),
        ("rocketmq-broker-g1-1", "10.0.0.2", 30014),
        ("rocketmq-broker-g1-2", "10.0.0.3", 30017),
    ],
    name_servers: &[("rocketmq-namesrv-0", 30030)],
    ..BY_ADDRESS
};

const BY_NAME: Row = Row {
    values: "external: {type: nodePort, advertise: name}\n",
    brokers: &[
        ("rocketmq-broker-0", "rocketmq-broker-0", 30011),
        ("rocketmq-broker-1", "rocketmq-broker-1", 30015),
        ("rocketmq-broker-2", "rocketmq-broker-2", 30019),
    ],
    ..BY_ADDRESS
};

const BY_NAME_WITH_A_DOMAIN: Row = Row {
    values: "external: {type: nodePort, advertise: name, domain: mq.example}\n",
    brokers: &[
        ("rocketmq-broker-0", "rocketmq-broker-0.mq.example", 30011),
        ("rocketmq-broker-1", "rocketmq-broker-1.mq.example", 30015),
        ("rocketmq-broker-2", "rocketmq-broker-2.mq.example", 30019),
    ],
    host_aliases: &[
        ("10.0.0.1", "rocketmq-broker-0.mq.example"),
        ("10.0.0.2", "rocketmq-broker-1.mq.example"),
        ("10.0.0.3", "rocketmq-broker-2.mq.example"),
    ],
    ..BY_ADDRESS
};

#[test]
fn clients_inside_reach_brokers_by_their_full_names() {
    for row in [NONE, NONE_WITH_ITS_OWN_PORT_AND_DOMAIN] {
        check(&row, &Objects::of(row.values));
    }
}

#[test]
fn brokers_on_node_ports_have_one_number_everywhere() {
    for row in [BY_ADDRESS, BY_NAME, BY_NAME_WITH_A_DOMAIN] {
        check(&row, &Objects::of(&format!("{NODES}{}", row.values)));
    }
    let nodes = "[{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]";
    for row in [BY_ADDRESS_IN_TWO_GROUPS, BY_ADDRESS_WITHOUT_GAPS] {
        check(&row, &Objects::of(&row.values.replacen('{', &format!("{{nodes: {nodes}, "), 1)));
    }
}

#[test]
fn addresses_that_lead_nowhere_are_refused() {
    for (values, want) in [
        ("external: {type: none, advertise: address}\n", 502),
        ("external: {type: none, advertise: name}\n", 502),
        ("external: {type: nodePort, advertise: service}\n", 502),
        ("external: {type: nodePort}\nbroker: {replicas: 5}\n", 310),
        ("external: {type: nodePort, advertise: name}\nbroker: {replicas: 5}\n", 310),
        ("external: {type: nodePort}\nbroker: {port: 29000}\n", 503),
        ("external: {type: nodePort}\nbroker: {port: 30001}\n", 504),
        ("external: {type: nodePort}\nbroker: {port: 30001}\nnamesrv: {nodePort: 30100}\n", 503),
        ("external: {type: nodePort}\nnamesrv: {nodePort: 30007}\n", 504),
        ("external: {type: nodePort}\nbroker: {portStep: 1}\n", 504),
        ("external: {type: nodePort}\nbroker: {portStep: 2}\n", 504),
    ] {
        let report = render(&format!("{NODES}{values}"));
        assert!(report.value.is_none(), "{values}");
        let codes: Vec<u16> = report.diagnostics.iter().map(|found| found.code.number).collect();
        assert!(codes.contains(&want), "{values}: {codes:?}");
    }
}

/// The rendered objects, read back.
struct Objects(Vec<Node>);

impl Objects {
    fn of(values: &str) -> Self {
        Self(render_sound(values).objects.iter().map(|object| read(&object.text)).collect())
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Node> {
        self.0.iter().filter(move |object| text(object, "kind") == kind)
    }

    fn named(&self, kind: &str, name: &str) -> &Node {
        let found = self.of_kind(kind).find(|object| text(object, "metadata.name") == name);
        found.unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    fn node_port_services(&self) -> usize {
        let component = |service: &&Node| text(service, "metadata.labels.app.kubernetes.io/component").to_owned();
        let of_java = |service: &&Node| ["broker", "namesrv"].contains(&component(service).as_str());
        self.of_kind("Service").filter(of_java).filter(|service| at(service, "spec.type").is_some()).count()
    }
}

fn check(row: &Row, objects: &Objects) {
    for broker in row.brokers {
        check_broker(row, objects, *broker);
    }
    for (pod, node_port) in row.name_servers {
        check_service(objects.named("Service", pod), pod, &[[9876, *node_port]]);
    }
    let services = row.name_servers.len() + if row.node_ports { row.brokers.len() } else { 0 };
    assert_eq!(objects.node_port_services(), services, "{}", row.values);
    let brokers = objects.of_kind("ConfigMap").flat_map(|config| entries(config, "data"));
    assert_eq!(brokers.filter(|(file, _)| file.contains("-broker-")).count(), row.brokers.len(), "{}", row.values);
}

fn check_broker(row: &Row, objects: &Objects, (pod, host, port): (&str, &str, i64)) {
    let group = pod.rsplit_once('-').unwrap().0;
    let config = objects.named("ConfigMap", &format!("{group}-config"));
    let file = entries(config, "data").into_iter().find(|(name, _)| *name == format!("{pod}.conf")).unwrap().1;
    let setting = |key: &str| file.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    assert_eq!(setting("brokerIP1"), Some(host), "{pod}: {}", row.values);
    assert_eq!(setting("listenPort"), Some(port.to_string().as_str()), "{pod}: {}", row.values);
    let inside = format!("{pod}.{group}-headless.default.svc.");
    assert!(setting("brokerIP2").is_some_and(|host| host.starts_with(&inside)), "{pod}: {}", row.values);
    assert!(setting("namesrvAddr").is_some_and(|list| list.contains("-0.rocketmq-namesrv-headless.default.svc.")));

    let pod_spec = at(objects.named("StatefulSet", group), "spec.template.spec").unwrap();
    let container_ports = items(&items(pod_spec, "containers")[0], "ports");
    for port in [port, port - 2] {
        assert!(container_ports.iter().any(|found| number(found, "containerPort") == port), "{pod}: {}", row.values);
    }
    check_host_aliases(row, pod_spec);
    if row.node_ports {
        return check_service(objects.named("Service", pod), pod, &[[port, port], [port - 2, port - 2]]);
    }
    let headless = objects.named("Service", &format!("{group}-headless"));
    let found = items(headless, "spec.ports").iter().find(|found| number(found, "port") == port);
    assert_eq!(found.map(|found| number(found, "targetPort")), Some(port), "{pod}: {}", row.values);
}

fn check_host_aliases(row: &Row, pod_spec: &Node) {
    let aliases = pod_spec.get("hostAliases").and_then(Node::as_sequence).unwrap_or_default();
    let found: Vec<(&str, &str)> =
        aliases.iter().map(|alias| (text(alias, "ip"), items(alias, "hostnames")[0].as_str().unwrap())).collect();
    assert_eq!(found, row.host_aliases, "{}", row.values);
}

#[test]
fn an_address_has_one_entry_with_the_names_that_the_pod_needs() {
    let values =
        format!("{NODES}external: {{type: nodePort, advertise: name, domain: mq.example}}\nbroker: {{groups: 2}}\n");
    let objects = Objects::of(&values);
    let first = |kind, name| {
        let aliases = items(objects.named(kind, name), "spec.template.spec.hostAliases");
        let names =
            |alias: &Node| items(alias, "hostnames").iter().filter_map(Node::as_str).collect::<Vec<_>>().join(" ");
        (aliases.len(), aliases.first().map(names).unwrap_or_default())
    };
    let (own, other) = ("rocketmq-broker-0.mq.example", "rocketmq-broker-g1-0.mq.example");
    assert_eq!(first("StatefulSet", "rocketmq-broker"), (3, own.to_owned()));
    assert_eq!(first("StatefulSet", "rocketmq-broker-g1"), (3, other.to_owned()));
    assert_eq!(first("Deployment", "rocketmq-toolbox"), (3, format!("{own} {other}")));
    assert_eq!(first("StatefulSet", "rocketmq-namesrv"), (0, String::new()));
}

#[test]
fn a_node_without_an_address_is_refused_where_clients_need_one() {
    let values = "nodes: [{name: a}, {name: b, address: 10.0.0.2}, {name: c}]\nexternal: {type: nodePort}\n";
    let report = render(values);
    assert!(report.value.is_none());
    let messages: Vec<&str> = report.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(messages.contains(&"node `a` has no address at which clients outside come in"), "{messages:?}");
    assert_eq!(messages.iter().filter(|message| message.contains("no address")).count(), 2);
}

/// One Service opens ports of one Pod on every node: each of these, and the node port for it.
fn check_service(service: &Node, pod: &str, wanted: &[[i64; 2]]) {
    assert_eq!(text(service, "spec.type"), "NodePort");
    let selector = entries(service, "spec.selector");
    assert!(selector.contains(&("statefulset.kubernetes.io/pod-name", pod)), "{selector:?}");
    let ports = items(service, "spec.ports");
    let found: Vec<_> =
        ports.iter().map(|port| ["port", "targetPort", "nodePort"].map(|name| number(port, name))).collect();
    let wanted: Vec<_> = wanted.iter().map(|[port, node_port]| [*port, *port, *node_port]).collect();
    assert_eq!(found, wanted, "{pod}");
}

/// Returns what stands at a path; the last name may hold dots.
fn at<'a>(node: &'a Node, path: &str) -> Option<&'a Node> {
    match (node.get(path), path.split_once('.')) {
        (Some(found), _) => Some(found),
        (None, Some((first, rest))) => at(node.get(first)?, rest),
        (None, None) => None,
    }
}

fn text<'a>(node: &'a Node, path: &str) -> &'a str {
    at(node, path).and_then(Node::as_str).unwrap_or_default()
}

fn number(node: &Node, path: &str) -> i64 {
    match at(node, path).map(|node| &node.value) {
        Some(Value::Int(number)) => *number,
        other => panic!("{path} is {other:?}"),
    }
}

fn items<'a>(node: &'a Node, path: &str) -> &'a [Node] {
    at(node, path).and_then(Node::as_sequence).unwrap_or_default()
}

fn entries<'a>(node: &'a Node, path: &str) -> Vec<(&'a str, &'a str)> {
    let mapping = at(node, path).and_then(Node::as_mapping).unwrap_or_else(|| panic!("no mapping at {path}"));
    mapping.into_iter().map(|entry| (entry.key.as_str(), entry.value.as_str().unwrap_or_default())).collect()
}
