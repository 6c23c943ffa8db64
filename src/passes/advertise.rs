//! `advertise`: brokers tell name servers an address that stays, where they tell none.
//!
//! Without `brokerIP1` a broker takes an address of its Pod, sometimes the wrong one, and clients keep it until the Pod
//! is another.

use super::{Context, Effect, Extent, Pass, Steps};
use crate::cluster::recognise::{Config, FileId, Found, Part, Place, Role, Workload};
use crate::documents::Object;
use crate::rocketmq::properties;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "advertise",
    about: "Writes brokerIP1 and brokerIP2 where they are missing and a headless Service gives the Pod a name",
    extent: Extent::Hardening,
    run,
};

const KEYS: [&str; 2] = ["brokerIP1", "brokerIP2"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let place = Place { document: context.document, path: object.path.clone() };
    let found = context.found;
    let Some(map) = found.config_maps.iter().position(|map| map.place == place) else { return };
    let is_immutable = object.node.get("immutable").is_some_and(|flag| flag.value == Value::Bool(true));
    let effect = if is_immutable { Effect::Immutable } else { Effect::RollingRestart };
    let entries = found.config_maps.get(map).map(|map| map.entries.len()).unwrap_or_default();
    for file in (0..entries).map(|entry| FileId { map, entry }) {
        let Some(key) = found.file(file).map(|file| file.key.clone()) else { continue };
        let path = FieldPath::from(["data"]).key(key.as_str());
        let Some(text) = object.node.at(&path).and_then(Node::as_str) else { continue };
        let missing = missing(text);
        let Some(reader) = found.readers(file).find(|part| part.role == Role::Broker) else { continue };
        if missing.is_empty() {
            continue;
        }
        match address(context, file, reader) {
            Ok(address) => {
                let why = format!("clients and other brokers are told {address} in place of an address of the Pod");
                steps.set_because(path, Node::generated(with(text, &missing, &address)), effect, why);
            }
            Err(why) => steps.leave(format!("`{key}` gets no {}: {why}", missing.join(" and "))),
        }
    }
}

fn missing(text: &str) -> Vec<&'static str> {
    let entries = properties::read(text);
    KEYS.into_iter().filter(|key| !entries.iter().any(|entry| entry.key == *key)).collect()
}

/// Returns the text with the keys behind the others.
fn with(text: &str, keys: &[&str], address: &str) -> String {
    let lines = properties::write(keys.iter().map(|key| (*key, address)));
    if text.is_empty() || text.ends_with('\n') {
        return text.to_owned() + &lines;
    }
    format!("{text}\n{}", lines.trim_end())
}

/// Returns the name of the only Pod that reads a file.
///
/// It ends in `.svc`: every Pod's DNS completes it, whatever the domain of the Kubernetes cluster is.
fn address(context: &Context<'_>, file: FileId, part: &Part) -> Result<String, String> {
    let found = context.found;
    let workload = found.workload(part).ok_or("nothing makes its Pods")?;
    if found.readers(file).count() > 1 {
        return Err("several workloads read it".to_owned());
    }
    let ordinal = only_pod(part, workload, file)?;
    if workload.is_on_host_network {
        return Err("its Pods have the addresses of their nodes".to_owned());
    }
    if !workload.has_cluster_dns {
        return Err("its Pods do not use the DNS of the Kubernetes cluster as it is".to_owned());
    }
    let outside = found.services_of(workload).filter(|service| service.is_outside());
    if let Some(service) = outside.min_by_key(|service| service.ordinal(workload) != Some(ordinal)) {
        let why = "clients outside come in over it, and they do not know the names of Pods";
        return Err(format!("{} stands before it: {why}", service.identity));
    }
    let service = headless(found, workload)?;
    let namespace = workload.identity.namespace.as_deref().or(context.namespace);
    let namespace = namespace.ok_or("its Kubernetes namespace is not known; give it with -n")?;
    Ok(format!("{}.{service}.{namespace}.svc", workload.pod_name(ordinal)))
}

fn only_pod(part: &Part, workload: &Workload, file: FileId) -> Result<u32, String> {
    if !workload.is_stateful() {
        return Err(format!("Pods of a {} have no names that stay", workload.identity.kind));
    }
    let Config::Files(files) = &part.config else { return Err("no Pod is known to read it".to_owned()) };
    let is_shared = files.len() == 1 && workload.count() > 1;
    let mut own = files.iter().enumerate().filter(|(_, id)| **id == file);
    match (own.next(), own.next()) {
        (Some((ordinal, _)), None) if !is_shared => u32::try_from(ordinal).map_err(|error| error.to_string()),
        _ => Err("several Pods read it, and each needs an address of its own".to_owned()),
    }
}

/// Returns the Service that gives the Pods their names before they are ready: a broker looks its own name up at start.
fn headless<'a>(found: &'a Found, workload: &'a Workload) -> Result<&'a str, String> {
    let name = workload.service_name.as_ref().ok_or("its StatefulSet names no Service")?;
    let mut services = found.services_of(workload).filter(|service| service.identity.name == name.value);
    let service =
        services.next().ok_or_else(|| format!("Service {} of its StatefulSet is not in the stream", name.value))?;
    if !service.is_headless {
        return Err(format!("{} is not headless, so it names no Pods", service.identity));
    }
    if !service.publishes_unready {
        return Err(format!("{} names Pods only when they are ready; set publishNotReadyAddresses", service.identity));
    }
    Ok(&service.identity.name)
}
