//! What one container of a Pod tells.

use super::Text;
use super::evidence::{Evidence, Role, Sign, Weight};
use super::image::Image;
use super::shell;
use super::start::{Program, Start};
use super::variables::Variables;
use super::volume::{self, Mount, Mounted, POD, Volume};
use crate::cluster::Fact;
use crate::rocketmq::{Version, ports};
use crate::source::Location;
use crate::yaml::{FieldPath, Node, Value};

/// A container as far as its manifest tells.
#[derive(Clone, Debug)]
pub struct Container {
    /// Its name in the Pod.
    pub name: String,
    /// Where it stands in the object.
    pub path: FieldPath,
    /// Its image.
    pub image: Option<Fact<Image>>,
    /// What it runs.
    pub start: Start,
    /// The ports that it declares, with their names.
    pub ports: Vec<(Option<String>, Fact<u16>)>,
    /// What is mounted in it.
    pub mounts: Vec<Mount>,
    /// What tells that it is of RocketMQ.
    pub(super) evidence: Vec<Evidence>,
    /// The config file of each of its programs, in their order; of a container without any, one.
    pub(super) targets: Vec<Target>,
}

/// The config file that a program is told to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// None.
    None,
    /// A key of one of these `ConfigMaps`; [`POD`] stands in it for the name of the Pod.
    Keys(Vec<(String, String)>),
    /// One that the manifest does not tell; why, as a clause.
    Unknown(&'static str),
}

/// Ports by convention, each with the part that listens on it.
const PORTS: [(u16, Role); 8] = [
    (ports::NAME_SERVER, Role::NameServer),
    (ports::BROKER, Role::Broker),
    (ports::BROKER - 2, Role::Broker),
    (ports::BROKER + 1, Role::Broker),
    (ports::DLEDGER, Role::Broker),
    (ports::CONTROLLER, Role::Controller),
    (ports::PROXY_GRPC, Role::Proxy),
    (ports::METRICS, Role::Exporter),
];

/// Words in names, each with its part.
const NAMES: [(&str, Role); 11] = [
    ("namesrv", Role::NameServer),
    ("nameserver", Role::NameServer),
    ("name-server", Role::NameServer),
    ("nameservice", Role::NameServer),
    ("name-service", Role::NameServer),
    ("exporter", Role::Exporter),
    ("dashboard", Role::Console),
    ("console", Role::Console),
    ("controller", Role::Controller),
    ("proxy", Role::Proxy),
    ("broker", Role::Broker),
];

/// Images that hold one part, by the last part of their path.
const IMAGES: [(&str, Role); 9] = [
    ("rocketmq-dashboard", Role::Console),
    ("rocketmq-console", Role::Console),
    ("rocketmq-console-ng", Role::Console),
    ("rocketmq-exporter", Role::Exporter),
    ("rocketmq-nameserver", Role::NameServer),
    ("rocketmq-namesrv", Role::NameServer),
    ("rocketmq-broker", Role::Broker),
    ("rocketmq-controller", Role::Controller),
    ("rocketmq-proxy", Role::Proxy),
];

/// What is around a container.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) volumes: &'a [Volume],
    pub(super) workload: &'a str,
    pub(super) text: Text,
}

impl Around<'_> {
    fn location(&self, node: Option<&Node>) -> Option<Location> {
        node.and_then(|node| node.location).filter(|_| self.text == Text::Input)
    }

    /// Makes a fact of a value; it has no place in a text that `rmq` made.
    pub(super) fn fact<T>(&self, value: T, field: &FieldPath, node: &Node) -> Fact<T> {
        Fact { value, field: field.to_string(), location: self.location(Some(node)), section: None }
    }
}

impl Container {
    /// Reads a container.
    pub(super) fn of(node: &Node, path: FieldPath, around: &Around<'_>) -> Self {
        let mut variables = Variables::of(node);
        let name = node.get("name").and_then(Node::as_str).unwrap_or_default().to_owned();
        let image_node = node.get("image").filter(|image| image.as_str().is_some());
        let image = image_node
            .map(|found| around.fact(Image::of(found.as_str().unwrap_or_default()), &path.clone().key("image"), found));
        let start = Start::of(node, |word| variables.expanded(word));
        let mounts = volume::mounts(node, |text| variables.expanded(text));
        let ports = declared_ports(node, &path, around);
        preset(&mut variables, image.as_deref());
        let mut container = Self { name, path, image, start, ports, mounts, evidence: Vec::new(), targets: Vec::new() };
        let target = |program: &Program| container.target(program, node, &variables, around.volumes);
        let targets: Vec<Target> = container.start.programs.iter().map(target).collect();
        container.targets = if targets.is_empty() { vec![container.default_target()] } else { targets };
        container.evidence = evidence(&container, node, around);
        container
    }

    /// Returns true when it can be of RocketMQ, before the config files are known.
    pub(super) fn is_candidate(&self, volumes: &[Volume]) -> bool {
        let is_map = |mount: &Mount| {
            let volume = volumes.iter().find(|volume| volume.name == mount.volume);
            volume.is_some_and(|volume| matches!(volume.source, volume::VolumeSource::ConfigMaps(_)))
        };
        let has_more = self.evidence.iter().any(|sign| sign.weight > Weight::Weak);
        has_more || (!self.evidence.is_empty() && self.mounts.iter().any(is_map))
    }

    /// Without a known program the file is unknown, as the image decides.
    fn default_target(&self) -> Target {
        Target::Unknown(if self.start.has_command {
            "its command starts no program of RocketMQ that `rmq` knows"
        } else {
            "the entrypoint of the image chooses it"
        })
    }

    /// Returns the folder in which the command starts, unless it changes it.
    fn folder(&self, node: &Node, variables: &Variables) -> Option<String> {
        let line = self.start.line.as_ref().map_or("", |line| &line.text);
        let changes = shell::read(line).commands.iter().any(|command| command.words.first().is_some_and(|w| w == "cd"));
        let chosen = node.get("workingDir").and_then(Node::as_str).map(str::to_owned);
        let of_image = || variables.get("ROCKETMQ_HOME").map(|home| format!("{home}/bin"));
        chosen.or_else(of_image).filter(|_| !changes)
    }

    fn target(&self, program: &Program, node: &Node, variables: &Variables, volumes: &[Volume]) -> Target {
        let Some(written) = program.config_path() else {
            return match program.role {
                Role::Proxy => Target::Unknown("the command does not name it, so it is the one in the image"),
                _ => Target::None,
            };
        };
        let in_shell = self.start.line.as_ref().map_or(Some(written.to_owned()), |_| variables.in_shell(written));
        let Some(path) = in_shell else {
            return Target::Unknown("its path is put together by a shell");
        };
        let Some(path) = absolute(&path, self.folder(node, variables).as_deref()) else {
            return Target::Unknown("its path depends on the working directory");
        };
        match volume::file_at(volumes, &self.mounts, &path) {
            Mounted::ConfigMaps(maps, file) => {
                let keys = maps.iter().filter_map(|map| Some((map.name.clone(), map.key(&file)?.to_owned())));
                Target::Keys(keys.collect())
            }
            Mounted::Volume(_) => Target::Unknown("it lies in a volume that is no ConfigMap, so it is made elsewhere"),
            Mounted::Image => Target::Unknown("it is a file of the image"),
        }
    }
}

/// What the image and the kubelet set: the home of the official image, and the name of the Pod as the host name.
fn preset(variables: &mut Variables, image: Option<&Image>) {
    variables.preset("HOSTNAME", POD);
    let home = image.filter(|image| image.is_official()).and_then(Image::version).map(Version::image_home);
    if let Some(home) = home {
        variables.preset("ROCKETMQ_HOME", home);
    }
}

/// Returns a path from the root, without `.` and `..`.
fn absolute(path: &str, folder: Option<&str>) -> Option<String> {
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", folder?) };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Some(format!("/{}", parts.join("/")))
}

fn declared_ports(node: &Node, path: &FieldPath, around: &Around<'_>) -> Vec<(Option<String>, Fact<u16>)> {
    let declared = node.get("ports").and_then(Node::as_sequence).unwrap_or_default();
    let port = |(index, port): (usize, &Node)| {
        let number = port.get("containerPort")?;
        let Value::Int(value) = number.value else { return None };
        let field = path.clone().key("ports").index(index).key("containerPort");
        let name = port.get("name").and_then(Node::as_str).map(str::to_owned);
        Some((name, around.fact(u16::try_from(value).ok()?, &field, number)))
    };
    declared.iter().enumerate().filter_map(port).collect()
}

fn evidence(container: &Container, node: &Node, around: &Around<'_>) -> Vec<Evidence> {
    let found = |sign, weight, role, text: String, at: Option<&Node>| Evidence {
        sign,
        weight,
        role,
        text,
        location: around.location(at),
    };
    let place = node.get("command").or_else(|| node.get("args"));
    let mut all: Vec<Evidence> = Vec::new();
    for program in &container.start.programs {
        let text = format!("its command runs `{}`", program.word);
        all.push(found(Sign::Command, Weight::Strong, Some(program.role), text, place));
    }
    if let Some(image) = &container.image {
        let text = || format!("its image is `{}`", image.reference);
        let known = IMAGES.iter().find(|(name, _)| image.name == *name);
        if let Some((_, role)) = known {
            all.push(found(Sign::Image, Weight::Strong, Some(*role), text(), node.get("image")));
        } else if image.name == "rocketmq" {
            all.push(found(Sign::Image, Weight::Middling, None, text(), node.get("image")));
        }
    }
    for (role, text, at) in entrypoint_roles(container, node) {
        all.push(found(Sign::Entrypoint, Weight::Weak, Some(role), text, Some(at)));
    }
    for (_, port) in &container.ports {
        let known = PORTS.iter().find(|(number, _)| *number == port.value);
        let sign = known.map(|(_, role)| (*role, format!("it declares port {}", port.value)));
        all.extend(sign.map(|(role, text)| Evidence {
            location: port.location,
            ..found(Sign::Port, Weight::Weak, Some(role), text, None)
        }));
    }
    for name in ["ROCKETMQ_HOME", "NAMESRV_ADDR"] {
        let text = format!("it has the variable `{name}`");
        let entry = entry(node, name);
        all.extend(entry.map(|entry| found(Sign::Variable, Weight::Weak, None, text, Some(entry))));
    }
    all.extend(named(&container.name, "the container", node, around));
    if !all.iter().any(|sign| sign.sign == Sign::Name) {
        all.extend(named(around.workload, "the workload", node, around));
    }
    all
}

fn entry<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let entries = node.get("env").and_then(Node::as_sequence).unwrap_or_default();
    entries.iter().find(|entry| entry.get("name").and_then(Node::as_str) == Some(name))
}

/// The entrypoint of newer official images takes the part as its first argument or in `NODE_ROLE`.
fn entrypoint_roles<'a>(container: &Container, node: &'a Node) -> Vec<(Role, String, &'a Node)> {
    let role = |word: &str| match word {
        "nameserver" => Some(Role::NameServer),
        "broker" => Some(Role::Broker),
        "controller" => Some(Role::Controller),
        _ => None,
    };
    let first = container.start.entrypoint_words.first().filter(|_| container.start.programs.is_empty());
    let argument = first.and_then(|word| Some((role(word)?, format!("its argument is `{word}`"), node.get("args")?)));
    let variable = entry(node, "NODE_ROLE").and_then(|entry| {
        let word = entry.get("value").and_then(Node::as_str)?;
        Some((role(word)?, format!("`NODE_ROLE` is `{word}`"), entry))
    });
    argument.into_iter().chain(variable).collect()
}

fn named(name: &str, what: &str, node: &Node, around: &Around<'_>) -> Option<Evidence> {
    let lower = name.to_ascii_lowercase();
    let (_, role) = NAMES.iter().find(|(word, _)| lower.contains(word))?;
    Some(Evidence {
        sign: Sign::Name,
        weight: Weight::Weak,
        role: Some(*role),
        text: format!("{what} is called `{name}`"),
        location: around.location(node.get("name")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_walked_from_the_root() {
        for (path, folder, want) in [
            ("/etc//mq/./a.conf", None, Some("/etc/mq/a.conf")),
            (
                "../conf/broker.conf",
                Some("/home/rocketmq/rocketmq-4.9.7/bin"),
                Some("/home/rocketmq/rocketmq-4.9.7/conf/broker.conf"),
            ),
            ("a.conf", None, None),
            ("/../a", None, Some("/a")),
        ] {
            assert_eq!(absolute(path, folder).as_deref(), want, "{path}");
        }
    }
}
