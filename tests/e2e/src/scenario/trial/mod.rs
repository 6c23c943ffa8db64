//! The same checks, one after the other, for a cluster as `rmq` rendered it and for its mutants.
//!
//! A check is held against one assertion, and the first that fails ends the trial: what comes later may lean on what
//! came before. Where a mutant is to fail, the deadline is one that the control keeps with ease, and no longer; where
//! none is, a busy machine gets the time that it needs.

mod clients;
mod group;
mod names;
mod start;
mod stop;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::Value;

use super::traffic::Traffic;
use crate::kubelet::pods::Entry;
use crate::manifest;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

/// A cluster on trial, and what is known of it so far.
struct Trial<'a> {
    release: &'a Release,
    measured: &'a mut Measured,
    /// Members of the one broker group.
    members: usize,
    topic: String,
    /// The client in the cluster, and the journal of the messages that are looked for at the end.
    inside: Option<(Traffic<'a>, PathBuf)>,
    /// The Pod that was stopped.
    stopped: Option<Arc<Entry>>,
}

/// A check and the assertion that it is held against.
type Check = (Assertion, fn(&mut Trial) -> Result<()>);

/// Everything that is checked.
const CHECKS: &[Check] = &[
    (Assertion::Started, start::all_started),
    (Assertion::DnsName, names::all_resolve),
    (Assertion::User, start::user_writes),
    (Assertion::Boot, start::ports_open),
    (Assertion::OneLeader, group::one_leader),
    (Assertion::NameServers, group::name_servers_agree),
    (Assertion::Ready, start::all_ready),
    (Assertion::ConfigKeys, group::settings_arrive),
    (Assertion::TopicSynced, group::topic_synced),
    (Assertion::InsideSends, clients::inside_sends),
    (Assertion::OutsideSends, clients::outside_sends),
    (Assertion::CleanStop, stop::clean_stop),
    (Assertion::DnsName, names::successor_resolves),
    (Assertion::OneLeader, group::led_again),
    (Assertion::Persistence, stop::messages_are_there),
];

/// Carries every check out; fails at the first assertion that does not hold.
pub fn run(release: &Release, measured: &mut Measured) -> Result<()> {
    let set = manifest::find(&release.objects, "StatefulSet", &format!("{}-broker", Release::NAME))?;
    let members = set["spec"]["replicas"].as_u64().context("a StatefulSet without replicas")?;
    let mut trial = Trial {
        release,
        measured,
        members: usize::try_from(members)?,
        topic: String::new(),
        inside: None,
        stopped: None,
    };
    for (assertion, check) in CHECKS {
        let begin = Instant::now();
        // What the kubelet cannot do is no finding about the cluster.
        Assertion::Kubelet.holds_if(release.world.check())?;
        assertion.holds_if(check(&mut trial))?;
        say(&format!("{assertion} holds ({:.1} s)", begin.elapsed().as_secs_f64()));
    }
    Ok(())
}

impl Trial<'_> {
    fn brokers(&self) -> Vec<Arc<Entry>> {
        self.release.pods("broker")
    }

    /// Returns the value of a key in the configuration file of a broker, as it was applied.
    fn setting(&self, pod: &str, key: &str) -> Result<&str> {
        let config = manifest::find(&self.release.objects, "ConfigMap", &format!("{}-broker-config", Release::NAME))?;
        let text = config["data"][format!("{pod}.conf")].as_str().with_context(|| format!("no file for {pod}"))?;
        let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        value.with_context(|| format!("no {key} for {pod}"))
    }

    /// Returns a node port of a Service, as it was applied.
    fn node_port(&self, service: &str) -> Result<u64> {
        let service = manifest::find(&self.release.objects, "Service", service)?;
        let port = service["spec"]["ports"].as_array().into_iter().flatten().find_map(|port| port["nodePort"].as_u64());
        port.with_context(|| format!("{} has no node port", service["metadata"]["name"]))
    }

    /// Returns the objects of a kind that are there.
    fn live(&self, api_version: &str, kind: &str) -> Result<Vec<Value>> {
        self.release.world.client().list(api_version, kind, Some(&self.release.namespace))
    }
}
