//! Names that brokers are told: each stands for its Pod, also while that is not ready.
//!
//! Members of a group need each other's names to elect a leader. What CoreDNS answers comes from `EndpointSlice`s, and
//! answers, no less than the lack of one, are kept for seconds: so whether a name is published in time is read there.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Trial;
use crate::kubelet::pods::Entry;
use crate::network::dns;
use crate::process::wait_for;

/// CoreDNS keeps what it has answered for 5 s.
const RESOLVED: Duration = Duration::from_secs(20);

const PUBLISHED: Duration = Duration::from_secs(20);

/// Every member of the group and every name server in the brokers' files resolves to its Pod.
pub(super) fn all_resolve(trial: &mut Trial) -> Result<()> {
    for pod in trial.brokers() {
        published_before_ready(trial, &pod)?;
    }
    for (name, pod) in names(trial)? {
        resolves(trial, &name, &pod)?;
    }
    Ok(())
}

/// The Pod that has taken the place of the stopped one is known by the same name.
pub(super) fn successor_resolves(trial: &mut Trial) -> Result<()> {
    let stopped = trial.stopped.as_ref().context("no Pod was stopped")?;
    let pod = super::super::faults::successor(trial.release, stopped)?;
    published_before_ready(trial, &pod)?;
    for (name, _) in names(trial)?.iter().filter(|(_, stands_for)| stands_for.uid == pod.uid) {
        resolves(trial, name, &pod)?;
    }
    Ok(())
}

/// Waits until a Pod is published; fails when that happens only after it is ready.
///
/// A Pod that is ready when it is first looked at tells nothing about the time before.
fn published_before_ready(trial: &Trial, pod: &Entry) -> Result<()> {
    let was_ready = pod.view().is_ready;
    wait_for(&format!("published name of {}", pod.name), PUBLISHED, || {
        let is_published = is_published(trial, pod)?;
        // Whether it is ready is asked afterwards: a Pod becomes ready first and is published then.
        let in_time = was_ready || !pod.view().is_ready;
        ensure!(in_time, "{} is ready, and nobody could resolve its name before", pod.name);
        Ok(is_published.then_some(()))
    })
}

fn is_published(trial: &Trial, pod: &Entry) -> Result<bool> {
    let address = pod.view().address.with_context(|| format!("{} has no address", pod.name))?.to_string();
    for slice in trial.live("discovery.k8s.io/v1", "EndpointSlice")? {
        let service = slice["metadata"]["labels"]["kubernetes.io/service-name"].as_str().unwrap_or_default();
        let endpoints = slice["endpoints"].as_array().into_iter().flatten();
        let mut ready = endpoints.filter(|endpoint| endpoint["conditions"]["ready"] == true);
        if service.ends_with("-headless") && ready.any(|endpoint| endpoint["addresses"][0] == address) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn resolves(trial: &Trial, name: &str, pod: &Entry) -> Result<()> {
    let mut last = String::new();
    let found = wait_for("such answer", RESOLVED, || {
        let address = pod.view().address.as_ref().map(Ipv4Addr::to_string);
        // On a busy machine one question may go unanswered.
        let answer = dns::ask(&full(trial, name), "A");
        last = format!("{answer:?}");
        Ok(answer.is_ok_and(|found| found.len() == 1 && found.first() == address.as_ref()).then_some(()))
    });
    found.with_context(|| format!("{name} must resolve to {}; the last answer is {last}", pod.name))
}

/// Completes a short name as the search list of a Pod does.
fn full(trial: &Trial, name: &str) -> String {
    if name.ends_with(dns::DOMAIN) {
        return name.to_owned();
    }
    format!("{name}.{}.svc.{}", trial.release.namespace, dns::DOMAIN)
}

/// Returns the names in the files of all brokers with the Pods that they must stand for.
fn names(trial: &Trial) -> Result<BTreeMap<String, Arc<Entry>>> {
    let brokers = trial.brokers();
    let by_id = |id: &str| {
        let is_it = |pod: &&Arc<Entry>| trial.setting(&pod.name, "dLegerSelfId").is_ok_and(|own| own == id);
        brokers.iter().find(is_it).cloned().with_context(|| format!("no broker is {id}"))
    };
    let host = |text: &str| text.rsplit_once(':').map_or(text, |(host, _)| host).to_owned();
    let mut names = BTreeMap::new();
    for pod in &brokers {
        for peer in trial.setting(&pod.name, "dLegerPeers")?.split(';') {
            let (id, address) = peer.split_once('-').with_context(|| format!("{peer} is no peer"))?;
            names.insert(host(address), by_id(id)?);
        }
        for address in trial.setting(&pod.name, "namesrvAddr")?.split(';') {
            let name = host(address);
            let first = name.split('.').next().unwrap_or_default();
            let pod = trial.release.pod(first)?;
            names.insert(name, pod);
        }
    }
    Ok(names)
}
