//! Looks at objects one after another and puts together what they tell.

use std::collections::{BTreeMap, BTreeSet};

use super::config::{Config, ConfigMap, FileId};
use super::container::{Around, Container, Target};
use super::evidence::{Evidence, Role, Sign, Verdict, Weight, weigh};
use super::network::{Budget, Service};
use super::volume::{self, Mount, POD, Volume};
use super::{Found, Part, Place, Unsure, Workload, is_same_namespace};
use crate::documents::{Identity, Object, Origin};
use crate::yaml::Node;

/// The API group of the RocketMQ operator.
const OPERATOR: &str = "rocketmq.apache.org";

/// Kinds of the operator, each with the part that it makes.
const RESOURCES: [(&str, Role); 4] = [
    ("NameService", Role::NameServer),
    ("Broker", Role::Broker),
    ("Controller", Role::Controller),
    ("Console", Role::Console),
];

/// So many Pods of one StatefulSet have config files of their own that are looked for.
const MOST_PODS: u32 = 1000;

/// Looks at the objects of a stream, one after another.
#[derive(Debug, Default)]
pub struct Finder {
    candidates: Vec<Candidate>,
    services: Vec<Service>,
    budgets: Vec<Budget>,
    maps: Vec<(Place, Identity, Text)>,
    node_ports: BTreeMap<u16, Identity>,
}

/// A workload that can be of RocketMQ.
#[derive(Debug)]
struct Candidate {
    workload: Workload,
    containers: Vec<Container>,
    resource: Option<Evidence>,
}

/// Where the text comes from that an object was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The input: places in it can be shown.
    Input,
    /// `rmq` made it.
    Made,
}

impl Finder {
    /// Looks at one object of a document; `document` is the number by which it is asked for again.
    pub fn look(&mut self, document: usize, origin: &Origin, object: &Object<'_>, text: Text) {
        let place = Place { document, path: object.path.clone() };
        let identity = &object.identity;
        let around = Around { volumes: &[], workload: &identity.name, text };
        if identity.is_kind("", "ConfigMap") {
            self.maps.push((place, identity.clone(), text));
        } else if identity.is_kind("", "Service") {
            self.service(Service::of(place, identity.clone(), object.node, &around));
        } else if identity.is_kind("policy", "PodDisruptionBudget") {
            self.budgets.push(Budget::of(identity.clone(), object.node));
        } else {
            self.workload(place, origin, object, around);
        }
    }

    fn service(&mut self, service: Service) {
        for port in service.ports.iter().filter_map(|port| port.node_port.as_ref()) {
            self.node_ports.entry(port.value).or_insert_with(|| service.identity.clone());
        }
        self.services.push(service);
    }

    fn workload(&mut self, place: Place, origin: &Origin, object: &Object<'_>, around: Around<'_>) {
        let resource = resource(object, &around);
        let null = Node::generated(crate::yaml::Value::Null);
        let pod = Workload::pod(object);
        if pod.is_none() && resource.is_none() {
            return;
        }
        let (path, pod) = pod.unwrap_or((place.path.clone(), &null));
        let spec = pod.get("spec").unwrap_or(&null);
        let volumes = volume::volumes(object.node, spec);
        let around = Around { volumes: &volumes, ..around };
        let list = path.key("spec").key("containers");
        let nodes = spec.get("containers").and_then(Node::as_sequence).unwrap_or_default();
        let containers = nodes.iter().enumerate().map(|(i, node)| Container::of(node, list.clone().index(i), &around));
        let containers: Vec<Container> = containers.filter(|container| container.is_candidate(&volumes)).collect();
        if containers.is_empty() && resource.is_none() {
            return;
        }
        let mut workload = Workload::of(object, place, pod, volumes.clone(), &around);
        workload.template = origin.template().map(str::to_owned);
        self.candidates.push(Candidate { workload, containers, resource });
    }

    /// Puts together what was seen; `read` reads a document again, for the `ConfigMaps` in it that matter.
    #[must_use]
    pub fn finish(self, read: &mut dyn FnMut(usize) -> Option<Node>) -> Found {
        let mut found = Found {
            config_maps: config_maps(&self.candidates, &self.maps, read),
            services: self.services,
            budgets: self.budgets,
            node_ports: self.node_ports,
            ..Found::default()
        };
        for candidate in self.candidates {
            add(&mut found, candidate);
        }
        let mounted: Vec<bool> = found.config_maps.iter().map(|map| is_mounted(&found.workloads, map)).collect();
        found.forget(&mounted);
        found
    }
}

/// Returns the sign of a resource of the operator.
fn resource(object: &Object<'_>, around: &Around<'_>) -> Option<Evidence> {
    let kind = object.identity.kind.as_str();
    let (_, role) = RESOURCES.iter().find(|(name, _)| object.identity.is_kind(OPERATOR, name))?;
    let at = object.node.get("kind").and_then(|kind| kind.location).filter(|_| around.text == Text::Input);
    let text = format!("it is a `{kind}` of the group `{OPERATOR}`");
    Some(Evidence { sign: Sign::Resource, weight: Weight::Strong, role: Some(*role), text, location: at })
}

/// Reads the `ConfigMaps` that candidates mount.
fn config_maps(
    candidates: &[Candidate],
    maps: &[(Place, Identity, Text)],
    read: &mut dyn FnMut(usize) -> Option<Node>,
) -> Vec<ConfigMap> {
    let is_wanted = |identity: &Identity| candidates.iter().any(|one| mounts(&one.workload, identity));
    let wanted: Vec<&(Place, Identity, Text)> = maps.iter().filter(|(_, identity, _)| is_wanted(identity)).collect();
    let mut documents = BTreeSet::new();
    documents.extend(wanted.iter().map(|(place, ..)| place.document));
    let mut found = Vec::new();
    for number in documents {
        let Some(document) = read(number) else { continue };
        for (place, identity, text) in wanted.iter().filter(|(place, ..)| place.document == number) {
            let Some(node) = document.at(&place.path) else { continue };
            found.push(ConfigMap::of(place.clone(), identity.clone(), node, *text));
        }
    }
    found
}

fn mounts(workload: &Workload, map: &Identity) -> bool {
    let is_named = workload.volumes.iter().flat_map(Volume::config_maps).any(|source| source.name == map.name);
    is_named && is_same_namespace(&workload.identity, map)
}

fn is_mounted(workloads: &[Workload], map: &ConfigMap) -> bool {
    workloads.iter().any(|workload| mounts(workload, &map.identity))
}

/// Adds the parts of a workload to what was found.
fn add(found: &mut Found, candidate: Candidate) {
    let Candidate { workload, containers, resource } = candidate;
    let index = found.workloads.len();
    let mut parts = Vec::new();
    if let Some(evidence) = resource.filter(|_| containers.is_empty()) {
        let config = Config::Unknown("the operator writes it".to_owned());
        let role = evidence.role.unwrap_or(Role::Broker);
        let evidence = vec![evidence];
        parts.push(Part {
            role,
            workload: index,
            container: None,
            evidence,
            config,
            mounted: Vec::new(),
            program: None,
        });
    }
    for mut container in containers {
        let mut evidence = std::mem::take(&mut container.evidence);
        let mounted = mounted_files(&container, &workload, &found.config_maps);
        evidence.extend(config_signs(&mounted, &found.config_maps));
        match weigh(&evidence) {
            Verdict::Stranger => {}
            Verdict::Unsure if container.start.is_idle => {}
            Verdict::Unsure => found.unsure.push(Unsure {
                text: workload.text,
                identity: workload.identity.clone(),
                template: workload.template.clone(),
                container: container.name,
                evidence,
            }),
            Verdict::Roles(roles) => {
                let part = |role| part(role, index, &container, &evidence, &workload, &found.config_maps);
                let own = |role| mounted.iter().filter(move |(own, ..)| *own == role).map(|(_, file, _)| *file);
                parts.extend(roles.into_iter().map(|role| Part { mounted: own(role).collect(), ..part(role) }));
            }
        }
    }
    if !parts.is_empty() {
        found.parts.extend(parts);
        found.workloads.push(workload);
    }
}

fn part(
    role: Role,
    workload: usize,
    container: &Container,
    evidence: &[Evidence],
    owner: &Workload,
    maps: &[ConfigMap],
) -> Part {
    let program = container.start.programs.iter().position(|program| program.role == role);
    let target = container.targets.get(program.unwrap_or_default());
    let signs = evidence.iter().filter(|sign| sign.role.is_none_or(|own| own == role));
    Part {
        role,
        workload,
        container: Some(container.clone()),
        evidence: signs.cloned().collect(),
        config: target.map_or(Config::None, |target| config(target, owner, maps)),
        mounted: Vec::new(),
        program,
    }
}

/// A mounted config file, with the part whose file it is and the keys that tell it.
type MountedFile = (Role, FileId, Vec<String>);

/// Returns the config files that are mounted in a container.
fn mounted_files(container: &Container, workload: &Workload, maps: &[ConfigMap]) -> Vec<MountedFile> {
    let volume = |mount: &Mount| workload.volumes.iter().find(|volume| volume.name == mount.volume);
    let sources = container.mounts.iter().filter_map(volume).flat_map(Volume::config_maps);
    let names: Vec<&str> = sources.map(|source| source.name.as_str()).collect();
    let is_mounted = |map: &ConfigMap| {
        names.contains(&map.identity.name.as_str()) && is_same_namespace(&map.identity, &workload.identity)
    };
    let entries = maps.iter().enumerate().filter(|(_, map)| is_mounted(map)).flat_map(|(index, map)| {
        map.entries.iter().enumerate().map(move |(entry, text)| (FileId { map: index, entry }, text))
    });
    entries.filter_map(|(file, text)| text.telling_keys().map(|(role, keys)| (role, file, keys))).collect()
}

/// Returns a sign for the first file of each part.
fn config_signs(mounted: &[MountedFile], maps: &[ConfigMap]) -> Vec<Evidence> {
    let mut roles = BTreeSet::new();
    let first = mounted.iter().filter(|(role, ..)| roles.insert(*role));
    first
        .filter_map(|(role, file, keys)| {
            let map = maps.get(file.map)?;
            let entry = map.entries.get(file.entry)?;
            let text = format!("`{}` of ConfigMap {} sets {}", entry.key, map.identity.name, listed(keys));
            let location = entry.text.location;
            Some(Evidence { sign: Sign::Config, weight: Weight::Middling, role: Some(*role), text, location })
        })
        .collect()
}

/// Returns the first two of several keys.
fn listed(keys: &[String]) -> String {
    match keys {
        [one, two, rest @ ..] if !rest.is_empty() => format!("`{one}`, `{two}` and {} more", rest.len()),
        [one, two] => format!("`{one}` and `{two}`"),
        _ => keys.join(", "),
    }
}

fn config(target: &Target, workload: &Workload, maps: &[ConfigMap]) -> Config {
    let keys = match target {
        Target::None => return Config::None,
        Target::Unknown(why) => return Config::Unknown((*why).to_owned()),
        Target::Keys(keys) => keys,
    };
    let is_per_pod = keys.iter().any(|(_, key)| key.contains(POD));
    if is_per_pod && !workload.is_stateful() {
        return Config::Unknown("it is named like the Pod, and these Pods have no names that stay".to_owned());
    }
    let pods = if is_per_pod { workload.count().min(MOST_PODS) } else { 1 };
    let file = |ordinal: u32| {
        let own = |key: &str| key.replace(POD, &workload.pod_name(ordinal));
        keys.iter().find_map(|(map, key)| file_id(maps, workload, map, &own(key)))
    };
    let missing = || {
        let is_there = |(name, _): &&(String, String)| maps.iter().any(|map| map.identity.name == *name);
        let names: Vec<&str> = keys.iter().map(|(map, _)| map.as_str()).collect();
        Config::Unknown(match keys.iter().find(is_there) {
            Some((map, key)) => format!("ConfigMap {map} has no `{}`", key.replace(POD, &workload.pod_name(0))),
            None => format!("ConfigMap {} is not in the stream", names.join(", ")),
        })
    };
    (0..pods).map(file).collect::<Option<Vec<FileId>>>().map_or_else(missing, Config::Files)
}

fn file_id(maps: &[ConfigMap], workload: &Workload, name: &str, key: &str) -> Option<FileId> {
    let is_it = |map: &ConfigMap| map.identity.name == name && is_same_namespace(&map.identity, &workload.identity);
    // Of two objects of one name the API server keeps the last.
    let map = maps.iter().rposition(is_it)?;
    let entry = maps.get(map)?.entries.iter().position(|entry| entry.key == key)?;
    Some(FileId { map, entry })
}

impl Found {
    /// Drops the `ConfigMaps` that no part mounts.
    fn forget(&mut self, mounted: &[bool]) {
        let before = |index: usize| mounted.iter().take(index).filter(|is_kept| **is_kept).count();
        for part in &mut self.parts {
            let read = match &mut part.config {
                Config::Files(files) => files.as_mut_slice(),
                Config::None | Config::Unknown(_) => &mut [],
            };
            for file in read.iter_mut().chain(&mut part.mounted) {
                file.map = before(file.map);
            }
        }
        let mut kept = mounted.iter();
        self.config_maps.retain(|_| kept.next().copied().unwrap_or_default());
    }
}
