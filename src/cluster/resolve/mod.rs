//! Values → [`Cluster`]: every derived name, port and address is worked out here, once.
//!
//! What contradicts itself is found by the checks on the finished cluster; what has no effect is found here, because
//! only the values know what was asked for.

mod brokers;
mod images;
mod parts;
mod release;
mod taken;
mod unused;
mod version;

use std::collections::BTreeMap;

use crate::cluster::{Advertised, Cluster, ClusterNode, External, Fact, Jvm, Resources};
use crate::diagnostic::{Diagnostic, Diagnostics, Report, code};
use crate::patches;
use crate::source::Location;
use crate::values::{self, Advertise, ExternalType, Loaded, Quantity, Values};

pub use release::RequestedRelease;

/// The values with their places: what every part of this module reads from.
struct Input<'a> {
    loaded: &'a Loaded,
    values: &'a Values,
}

impl Input<'_> {
    fn fact<T>(&self, field: &str, value: T) -> Fact<T> {
        let location = self.loaded.location(field).filter(|_| self.is_set(field));
        Fact { value, field: field.to_owned(), location, section: self.section(field) }
    }

    /// A fact whose value takes several lines: messages point at its key.
    fn block<T>(&self, field: &str, value: T) -> Fact<T> {
        let location = self.section(field).filter(|_| self.is_set(field));
        Fact { value, field: field.to_owned(), location, section: self.section(field) }
    }

    /// The nearest key that an input gives; the whole file is no place to point at.
    fn section(&self, field: &str) -> Option<Location> {
        self.loaded.key_location(field).filter(|location| Some(*location) != self.loaded.tree.location)
    }

    fn is_set(&self, field: &str) -> bool {
        self.loaded.is_set(field)
    }
}

/// Resolves values into the cluster that they describe.
///
/// # Diagnostics
/// RMQ013 for nodes without an address and for names that a Pod has already, RMQ015 and RMQ016 for the release, RMQ017 for keys without effect, RMQ018 and RMQ019 for the version.
#[must_use]
pub fn resolve(loaded: &Loaded, requested: &RequestedRelease) -> Report<Cluster> {
    let mut diagnostics = Diagnostics::new();
    let input = Input { loaded, values: &loaded.values };
    let release = release::release(&input, requested, &mut diagnostics);
    let version = version::version(&input, &mut diagnostics);
    let (Some(release), Some((version, keys))) = (release, version) else {
        return Report { value: None, diagnostics };
    };
    let Report { value: patches, diagnostics: found } = patches::read(loaded.tree.get("patches"));
    diagnostics.extend(found);
    let image = images::image(&input, &version);
    let external = external(&input);
    let cluster = Cluster {
        labels: loaded.labels.clone(),
        annotations: loaded.annotations.iter().filter(|(name, _)| is_for_all(name)).map(owned).collect(),
        cluster_name: input.values.cluster_name.clone(),
        accepts_data_loss: input.fact("acceptKnownDataLoss", input.values.accept_known_data_loss),
        timezone: input.values.timezone.clone(),
        cluster_domain: input.values.dns.cluster_domain.clone(),
        dns_strategy: input.fact("dns.strategy", input.values.dns.strategy),
        nodes: nodes(&input),
        name_servers: parts::name_servers(&input, &release, &external),
        groups: brokers::groups(&input, &release, &external),
        brokers: brokers::brokers(&input, &external),
        logs: parts::logs(&input),
        console: parts::console(&input, &version),
        metrics: parts::metrics(&input, &version),
        toolbox: parts::toolbox(&input),
        smoke_test: parts::smoke_test(&input),
        release,
        version,
        keys,
        patches: patches.unwrap_or_default(),
        image,
        external,
    };
    without_address(&cluster).for_each(|finding| diagnostics.push(finding));
    taken::check(&input, &cluster, &mut diagnostics);
    unused::check(&input, &cluster, &mut diagnostics);
    Report { value: Some(cluster), diagnostics }
}

/// Annotations with which kubectl and kustomize remember the document itself are not for the objects made of it.
fn is_for_all(annotation: &str) -> bool {
    let domain = annotation.split('/').next().unwrap_or_default();
    let of_kustomize =
        ["config.kubernetes.io", "internal.config.kubernetes.io", "config.k8s.io", "kustomize.config.k8s.io"];
    domain != "kubectl.kubernetes.io" && !of_kustomize.contains(&domain)
}

fn owned((name, value): (&String, &String)) -> (String, String) {
    (name.clone(), value.clone())
}

fn nodes(input: &Input<'_>) -> Fact<Vec<ClusterNode>> {
    let nodes = input.values.nodes.iter().enumerate().map(|(index, node)| ClusterNode {
        name: input.fact(&format!("nodes[{index}].name"), node.name.clone()),
        address: input.fact(&format!("nodes[{index}].address"), node.address.clone()),
    });
    input.block("nodes", nodes.collect())
}

/// With node ports every address is given to clients: as that of a broker, of a name server or of the console.
fn without_address(cluster: &Cluster) -> impl Iterator<Item = Diagnostic> {
    let nodes = cluster.nodes.iter().filter(|node| *cluster.external.node_ports && node.address.is_empty());
    nodes.map(|node| {
        node.address
            .error(
                code::INVALID_VALUE,
                format!("node `{}` has no address at which clients outside come in", *node.name),
            )
            .at(node.address.location.or(node.name.location))
            .help("write `address` beside its `name`")
    })
}

fn external(input: &Input<'_>) -> External {
    let external = &input.values.external;
    let node_ports = external.r#type == ExternalType::NodePort;
    let advertised = match external.advertise {
        Advertise::ByType if node_ports => Advertised::Address,
        Advertise::ByType | Advertise::Service => Advertised::Service,
        Advertise::Address => Advertised::Address,
        Advertise::Name => Advertised::Name,
    };
    External {
        node_ports: input.fact("external.type", node_ports),
        advertise: input.fact("external.advertise", advertised),
        domain: input.fact("external.domain", external.domain.clone()),
        node_port_range: input.fact("external.nodePortRange", external.node_port_range),
    }
}

fn jvm(input: &Input<'_>, field: &str, heap: &Quantity, direct: Option<&Quantity>, options: &[String]) -> Jvm {
    let amount = |name: &str, quantity: &Quantity| input.fact(&format!("{field}.{name}"), quantity.units());
    Jvm { heap: amount("heap", heap), direct: direct.map(|direct| amount("direct", direct)), options: options.to_vec() }
}

fn resources(input: &Input<'_>, field: &str, resources: &values::Resources) -> Resources {
    let amounts = |part: &str, amounts: &BTreeMap<String, Quantity>| {
        let fact = |name: &String, amount: &Quantity| input.fact(&format!("{field}.{part}.{name}"), amount.clone());
        let mut facts = BTreeMap::new();
        for (name, amount) in amounts {
            facts.insert(name.clone(), fact(name, amount));
        }
        facts
    };
    Resources { requests: amounts("requests", &resources.requests), limits: amounts("limits", &resources.limits) }
}
