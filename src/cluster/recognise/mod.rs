//! Manifests of anyone → what there is of RocketMQ in them, each fact with the place it came from.
//!
//! A [`Cluster`](super::Cluster) is complete, because values leave nothing open: whoever checks or renders it may rely on
//! every field. A manifest of others leaves most of that open, so this model is another one: [`Found`] holds what was
//! read and nothing that was guessed. What a config file says is in it as text, and what is not known is a value too
//! ([`Config::Unknown`], no version, no replicas). The two meet in the manifests: those of a `Cluster` are recognised
//! as its groups, members, listeners and addresses, and a test holds every example to that.
//!
//! Objects are shown to a [`Finder`] one after another, and it keeps facts, not trees. What suffices to be a part of
//! RocketMQ is written in [`evidence`].

mod config;
mod container;
pub mod evidence;
mod finder;
mod group;
mod image;
mod labels;
mod listen;
mod network;
pub mod shell;
mod start;
#[cfg(test)]
mod tests;
mod variables;
pub mod volume;
mod workload;

use std::collections::BTreeMap;

pub use config::{Config, ConfigMap, ConfigText, FileId};
pub use container::Container;
pub use evidence::{Evidence, Role, Sign};
pub use finder::{Finder, Text};
pub use image::Image;
pub use labels::{Expression, Labels, POD_NAME, Selector, includes};
pub use listen::{Listener, Listens};
pub use network::{Budget, Service, ServicePort, Target};
pub use start::{Call, Line, Program, Start};
pub use variables::Variables;
pub use workload::Workload;

use crate::documents::Identity;
use crate::yaml::FieldPath;

/// Where an object stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of its document, as whoever shows the objects counts them.
    pub document: usize,
    /// Where it stands in the document: the root, or an item of a list.
    pub path: FieldPath,
}

/// What there is of RocketMQ in a stream of manifests.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The parts, in the order of the stream.
    pub parts: Vec<Part>,
    /// The containers of RocketMQ of which nothing tells what they run.
    pub unsure: Vec<Unsure>,
    /// What makes the Pods of the parts.
    pub workloads: Vec<Workload>,
    /// The Services of the stream, whatever stands behind them.
    pub services: Vec<Service>,
    /// The disruption budgets of the stream.
    pub budgets: Vec<Budget>,
    /// The `ConfigMaps` that the parts mount.
    pub config_maps: Vec<ConfigMap>,
    /// The node ports of the stream, each with its Service.
    pub node_ports: BTreeMap<u16, Identity>,
}

/// A part of RocketMQ: one program in one container.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it does.
    pub role: Role,
    /// What makes its Pods: the index in [`Found::workloads`].
    pub workload: usize,
    /// The container; nothing for a resource of the RocketMQ operator, which makes the Pods of it.
    pub container: Option<Container>,
    /// Why it is this part.
    pub evidence: Vec<Evidence>,
    /// The config file that it reads.
    pub config: Config,
    /// The mounted files that are config files of this part by their keys, whether it reads them or not.
    pub mounted: Vec<FileId>,
    /// The index of its program in [`Start::programs`], where the command tells it.
    pub program: Option<usize>,
}

/// A container of RocketMQ of which nothing tells what it runs.
#[derive(Clone, Debug)]
pub struct Unsure {
    /// Who wrote the text in which it stands.
    pub text: Text,
    /// What makes its Pods.
    pub identity: Identity,
    /// The template that it came from, where Helm says.
    pub template: Option<String>,
    /// The name of the container.
    pub container: String,
    /// Why it is of RocketMQ.
    pub evidence: Vec<Evidence>,
}

impl Found {
    /// Returns the workload of a part.
    #[must_use]
    pub fn workload(&self, part: &Part) -> Option<&Workload> {
        self.workloads.get(part.workload)
    }

    /// Returns the parts whose Pods the object at this place makes.
    pub fn parts_at(&self, place: Place) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| self.workload(part).is_some_and(|workload| workload.place == place))
    }

    /// Returns the workloads near another one whose Pods a selector matches; of one that stands twice, the first.
    #[must_use]
    pub fn workloads_of(&self, near: &Workload, selector: &Selector) -> Vec<&Workload> {
        let is_near = |other: &&Workload| is_same_namespace(&other.identity, &near.identity);
        once(self.workloads.iter().filter(is_near).filter(|other| selector.matches(&other.labels)))
    }

    /// Returns the `ConfigMap` of this name that Pods of the workload mount: of two the last, as for the API server.
    #[must_use]
    pub fn config_map(&self, workload: &Workload, name: &str) -> Option<&ConfigMap> {
        let is_it =
            |map: &&ConfigMap| map.identity.name == name && is_same_namespace(&map.identity, &workload.identity);
        self.config_maps.iter().rev().find(is_it)
    }

    /// Returns the parts that read a config file, each once.
    pub fn readers(&self, id: FileId) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| matches!(&part.config, Config::Files(files) if files.contains(&id)))
    }

    /// Returns the Services behind which Pods of the workload stand.
    pub fn services_of<'a>(&'a self, workload: &'a Workload) -> impl Iterator<Item = &'a Service> {
        self.services.iter().filter(|service| service.selects(workload))
    }
}

impl Part {
    /// Returns the program that its command starts.
    #[must_use]
    pub fn program(&self) -> Option<&Program> {
        self.container.as_ref()?.start.programs.get(self.program?)
    }

    /// Returns the image.
    #[must_use]
    pub fn image(&self) -> Option<&Image> {
        self.container.as_ref()?.image.as_deref()
    }
}

/// Returns each workload once, even if its object stands twice.
fn once<'a>(workloads: impl Iterator<Item = &'a Workload>) -> Vec<&'a Workload> {
    let mut seen: Vec<&Workload> = Vec::new();
    for workload in workloads {
        if !seen.iter().any(|known| known.identity == workload.identity) {
            seen.push(workload);
        }
    }
    seen
}

/// Returns true unless both objects name a namespace and it is another one.
fn is_same_namespace(one: &Identity, other: &Identity) -> bool {
    match (&one.namespace, &other.namespace) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
