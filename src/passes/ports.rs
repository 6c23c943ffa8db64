//! `ports`: what is open is what somebody listens on, and what clients are told.

use super::subject::Subject;
use super::{Context, Effect, Extent, Pass, Steps};
use crate::cluster::DEFAULT_NODE_PORT_RANGE;
use crate::cluster::recognise::{
    Config, Found, Listener, Listens, Part, Place, Role, Service, ServicePort, Target, Workload,
};
use crate::documents::Object;
use crate::rocketmq::ports::DLEDGER;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "ports",
    about: "Gives brokers the node port that clients are told, and closes ports that nobody should reach",
    extent: Extent::Hardening,
    run,
};

/// So many Pods of a workload are compared.
const MOST_PODS: u32 = 1000;

/// Options by which Java opens ports of its own.
const OPENING: [&str; 3] = ["-javaagent", "jmxremote", "jdwp"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let place = Place { document: context.document, path: object.path.clone() };
    if let Some(service) = context.found.services.iter().find(|service| service.place == place) {
        outside(context.found, service, object, steps);
    } else if let Some(subject) = Subject::of(context, object) {
        declared(context.found, &subject, object, steps);
    }
}

/// A Service that every node serves, with the brokers behind it.
struct Outside<'a> {
    found: &'a Found,
    service: &'a Service,
    broker: &'a Part,
    workload: &'a Workload,
}

/// Looks at the ports of a Service that every node serves.
fn outside(found: &Found, service: &Service, object: &Object<'_>, steps: &mut Steps) {
    let behind = |part: &&Part| found.workload(part).is_some_and(|workload| service.selects(workload));
    let Some(broker) = found.parts.iter().filter(behind).find(|part| part.role == Role::Broker) else { return };
    let Some(workload) = found.workload(broker).filter(|_| service.is_outside()) else { return };
    let outside = Outside { found, service, broker, workload };
    let closed: Vec<(usize, Listener)> =
        service.ports.iter().filter_map(|port| Some((port.index, outside.port(port, steps)?))).collect();
    close(service, object, closed, steps);
}

impl Outside<'_> {
    /// Corrects a port; returns what listens behind it, when it has to be closed.
    fn port(&self, port: &ServicePort, steps: &mut Steps) -> Option<Listener> {
        let number = self.target(port)?;
        let label = port.name.as_ref().map_or_else(|| port.port.to_string(), |name| format!("{} ({name})", port.port));
        match self.listener(number) {
            Ok(Some(listener)) if listener.is_internal() => match self.may_close(listener) {
                Ok(()) => return Some(listener),
                Err(why) => steps.leave(format!("port {label} stays open outside: {why}")),
            },
            Ok(Some(Listener::Main | Listener::Vip)) => self.node_port(port, number, &label, steps),
            Err(why) if number == DLEDGER || is_internal_name(port) => {
                steps.leave(format!("port {label} may be for members of the group only, but {why}"));
            }
            Err(why) if port.node_port.as_ref().is_some_and(|own| own.value != number) => {
                steps.leave(format!("port {label} may not be the one that clients are told: {why}"));
            }
            Ok(_) | Err(_) => {}
        }
        None
    }

    /// Returns the port of the Pods that a port of the Service leads to.
    fn target(&self, port: &ServicePort) -> Option<u16> {
        let wanted = match &port.target {
            Target::Number(number) => return Some(*number),
            Target::Name(name) => name,
        };
        let is_here = |part: &&Part| self.found.workload(part).is_some_and(|own| std::ptr::eq(own, self.workload));
        let containers = self.found.parts.iter().filter(is_here).filter_map(|part| part.container.as_ref());
        let mut ports = containers.flat_map(|container| &container.ports);
        ports.find(|(name, _)| name.as_ref() == Some(wanted)).map(|(_, number)| number.value)
    }

    /// Returns what listens on a port of every Pod behind the Service; nothing when nobody does.
    fn listener(&self, number: u16) -> Result<Option<Listener>, String> {
        let pods = self.service.ordinal(self.workload).map_or_else(|| ordinals(self.workload), |ordinal| vec![ordinal]);
        let listens: Option<Vec<Listens>> =
            pods.into_iter().map(|ordinal| self.found.listens(self.broker, ordinal)).collect();
        let listens = listens.ok_or_else(|| match &self.broker.config {
            Config::Unknown(why) => format!("the config file of the broker is not known: {why}"),
            _ => "the config file of the broker does not tell its ports".to_owned(),
        })?;
        let of = |pod: &Listens| pod.iter().find(|(_, port)| *port == number).map(|(listener, _)| *listener);
        let mut all = listens.iter().map(of);
        let first = all.next().flatten();
        Ok(first.filter(|_| all.all(|other| other == first)))
    }

    /// Members find each other by the names in their config: a Service with such a name has to stay as it is.
    fn may_close(&self, listener: Listener) -> Result<(), String> {
        let key = if listener == Listener::Raft { "dLegerPeers" } else { "brokerIP2" };
        let Config::Files(files) = &self.broker.config else { return Err("its config file is not known".to_owned()) };
        let host = |peer: &str| {
            let own = peer.split_once('-').map_or(peer, |(_, rest)| rest);
            let address = if listener == Listener::Raft { own } else { peer };
            address.split(':').next().unwrap_or_default().trim().to_owned()
        };
        let mut values = files.iter().filter_map(|file| self.found.setting(*file, key));
        if values.any(|value| value.split(';').any(|peer| self.is_meant_by(&host(peer)))) {
            let word = listener.word();
            let way = format!("give them a headless Service, then take the {word} out");
            return Err(format!("`{key}` names this Service, so members talk over it; {way}"));
        }
        Ok(())
    }

    /// `b-0.mq` is Service b-0 in namespace mq, unless mq is the headless Service that names Pod b-0.
    fn is_meant_by(&self, host: &str) -> bool {
        let own = &self.service.identity.name;
        let is_headless =
            |name: &str| self.found.services.iter().any(|other| other.is_headless && other.identity.name == name);
        match host.split_once('.') {
            None => host == own,
            Some((first, rest)) => first == own && !is_headless(rest.split('.').next().unwrap_or_default()),
        }
    }

    /// Gives a broker's port the node port that clients are told: there is no other way to tell them.
    fn node_port(&self, port: &ServicePort, number: u16, label: &str, steps: &mut Steps) {
        let Self { found, service, broker, workload } = self;
        if service.kind != "NodePort" || port.node_port.as_ref().is_some_and(|own| own.value == number) {
            return;
        }
        if service.ordinal(workload).is_none() && workload.count() > 1 {
            let why = "several brokers stand behind one node port; each needs a Service of its own";
            return steps.leave(format!("port {label} stays as it is: {why}"));
        }
        let range = DEFAULT_NODE_PORT_RANGE;
        if !range.contains(number) {
            let why = format!("clients are told {number}, which is no node port ({} to {})", range.first, range.last);
            let way = "write the node port as `listenPort` into the config file of the broker";
            return steps.leave(format!("port {label} cannot be reached from outside: {why}; {way}"));
        }
        if let Some(owner) = found.node_ports.get(&number).filter(|owner| **owner != service.identity) {
            return steps.leave(format!("port {label} cannot be {number} on the nodes, which {owner} has"));
        }
        let path = FieldPath::from(["spec", "ports"]).index(port.index).key("nodePort");
        let why = format!("name servers tell clients port {number} of the {}", broker.role);
        steps.set_because(path, Node::generated(i64::from(number)), Effect::None, why);
    }
}

fn is_internal_name(port: &ServicePort) -> bool {
    let name = port.name.as_deref().unwrap_or_default().to_ascii_lowercase();
    ["dledger", "dleger", "raft"].iter().any(|word| name.contains(word)) || name == "ha"
}

fn ordinals(workload: &Workload) -> Vec<u32> {
    if workload.is_stateful() { (0..workload.count().min(MOST_PODS)).collect() } else { vec![0] }
}

/// Takes internal ports out of a Service.
fn close(service: &Service, object: &Object<'_>, closed: Vec<(usize, Listener)>, steps: &mut Steps) {
    let list = FieldPath::from(["spec", "ports"]);
    let count = object.node.at(&list).and_then(Node::as_sequence).map_or(0, <[Node]>::len);
    if !closed.is_empty() && closed.len() == count {
        let kind = &service.kind;
        return steps
            .leave(format!("all its ports are for members of the group only; make it no {kind}, or take it out"));
    }
    // From the end, so that the indices before stay right.
    for (index, listener) in closed.into_iter().rev() {
        let why = format!("the {} is for members of the group only", listener.word());
        steps.remove_because(list.clone().index(index), Effect::None, why);
    }
}

/// Takes declared ports away on which nothing listens.
fn declared(found: &Found, subject: &Subject<'_>, object: &Object<'_>, steps: &mut Steps) {
    let containers = subject.containers(object);
    for (part, container, node) in &containers {
        let is_shared = containers.iter().filter(|(_, other, _)| other.path == container.path).count() > 1;
        let listens = ordinals(subject.workload).into_iter().map(|ordinal| found.listens(part, ordinal));
        let Some(listens) = listens.collect::<Option<Vec<Listens>>>().filter(|_| !is_shared) else { continue };
        let stale = stale(node, &listens);
        match opens_ports(node).filter(|_| !stale.is_empty()) {
            Some(option) => {
                steps.leave(format!("ports of container {} stay: `{option}` can open some", container.name));
            }
            None => take_away(found, subject, node, &container.path, stale, steps),
        }
    }
}

/// A declared port: its index, name and number.
type Declared<'a> = (usize, Option<&'a str>, u16);

/// Returns the declared ports on which no Pod listens, the last one first.
fn stale<'a>(node: &'a Node, listens: &[Listens]) -> Vec<Declared<'a>> {
    let ports = node.get("ports").and_then(Node::as_sequence).unwrap_or_default();
    let port = |(index, port): (usize, &'a Node)| {
        let Value::Int(number) = port.get("containerPort")?.value else { return None };
        Some((index, port.get("name").and_then(Node::as_str), u16::try_from(number).ok()?))
    };
    let is_open = |number: u16| listens.iter().flatten().any(|(_, port)| *port == number);
    ports.iter().enumerate().rev().filter_map(port).filter(|(_, _, number)| !is_open(*number)).collect()
}

fn take_away(
    found: &Found,
    subject: &Subject<'_>,
    node: &Node,
    container: &FieldPath,
    stale: Vec<Declared<'_>>,
    steps: &mut Steps,
) {
    let is_used = |name: Option<&str>| name.is_some_and(|name| is_named(found, subject.workload, node, name));
    let (used, unused): (Vec<_>, Vec<_>) = stale.into_iter().partition(|(_, name, _)| is_used(*name));
    for (_, name, number) in used {
        let name = name.unwrap_or_default();
        steps.leave(format!("port {number} stays, though nothing listens on it: `{name}` is used"));
    }
    let list = container.clone().key("ports");
    let count = node.get("ports").and_then(Node::as_sequence).map_or(0, <[Node]>::len);
    if !unused.is_empty() && unused.len() == count {
        // An API server drops an empty list, and others would see a difference for ever.
        let numbers: Vec<String> = unused.iter().rev().map(|(_, _, number)| number.to_string()).collect();
        return steps.remove_because(list, subject.effect, format!("nothing listens on {}", numbers.join(", ")));
    }
    for (index, _, number) in unused {
        steps.remove_because(list.clone().index(index), subject.effect, format!("nothing listens on {number}"));
    }
}

fn opens_ports(node: &Node) -> Option<&'static str> {
    let mut texts: Vec<&str> = Vec::new();
    for field in ["command", "args"] {
        texts.extend(node.get(field).and_then(Node::as_sequence).unwrap_or_default().iter().filter_map(Node::as_str));
    }
    let entries = node.get("env").and_then(Node::as_sequence).unwrap_or_default();
    texts.extend(entries.iter().filter_map(|entry| entry.get("value").and_then(Node::as_str)));
    OPENING.into_iter().find(|option| texts.iter().any(|text| text.contains(option)))
}

/// Returns true when a Service or a probe calls a port by its name.
fn is_named(found: &Found, workload: &Workload, node: &Node, name: &str) -> bool {
    let wanted = Target::Name(name.to_owned());
    let by_service = found.services_of(workload).flat_map(|service| &service.ports).any(|port| port.target == wanted);
    let by_probe = ["startupProbe", "livenessProbe", "readinessProbe", "lifecycle"].iter().any(|field| {
        node.get(field).is_some_and(|probe| crate::yaml::write::flow(probe).contains(&format!("\"{name}\"")))
    });
    by_service || by_probe
}
