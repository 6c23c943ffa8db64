//! A small real kubelet for all nodes: it runs the Pods that the scheduler has bound and reports what became of them.
//!
//! Flow: a watch of Pods makes one [`pods::Entry`] and one thread ([`worker`]) for each Pod; the worker prepares network,
//! volumes and environment, starts containers ([`container`], which become their command in [`root`]), probes them and
//! patches the status. It reads its orders from the API server only; a test can hold, kill and cut what it runs.
//!
//! **Invariant:** a field of a Pod that is not honoured is a failure of the run, never passed over ([`spec`]).

pub mod client_container;
pub mod container;
mod create;
mod environment;
pub mod image;
mod image_files;
mod pod_sandbox;
pub mod pods;
mod probe;
pub mod root;
mod spec;
mod status;
pub mod volumes;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::network::Network;
use crate::plane::client::{Client, Event};
use crate::sandbox::Scratch;
use crate::tools::Tools;
use image::Image;
use pods::{Ended, Entry};
use worker::Worker;

/// The kubelet of all nodes of a run.
#[derive(Debug)]
pub struct Kubelet {
    shared: Arc<Shared>,
}

/// What all workers share.
#[derive(Debug)]
pub struct Shared {
    client: Client,
    tools: Tools,
    scratch: Scratch,
    network: Arc<Network>,
    logs: PathBuf,
    state: Mutex<State>,
    ended: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    pods: BTreeMap<String, Arc<Entry>>,
    /// The address of each node.
    nodes: BTreeMap<String, String>,
    down: BTreeSet<String>,
    /// Nodes whose kubelet does not reach the API server.
    silent: BTreeSet<String>,
    failures: Vec<String>,
    notes: Vec<String>,
    history: Vec<Ended>,
    not_runnable: BTreeSet<String>,
}

impl Kubelet {
    /// Starts it; containers log to files in `logs`.
    pub fn start(
        client: &Client,
        tools: &Tools,
        scratch: &Scratch,
        network: &Arc<Network>,
        logs: PathBuf,
    ) -> Result<Self> {
        std::fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
        let shared = Arc::new(Shared {
            client: client.clone(),
            tools: tools.clone(),
            scratch: scratch.clone(),
            network: Arc::clone(network),
            logs,
            state: Mutex::default(),
            ended: AtomicBool::default(),
        });
        let watching = Arc::clone(&shared);
        thread::spawn(move || watching.watch());
        Ok(Self { shared })
    }

    /// Tells it of a node and its address.
    pub fn add_node(&self, name: &str, address: &str) {
        self.shared.state().nodes.insert(name.to_owned(), address.to_owned());
    }

    /// Takes the power from a node: its processes end at once, its status is no longer reported.
    pub fn power_off(&self, node: &str) {
        self.shared.state().down.insert(node.to_owned());
    }

    /// Gives it back: the Pods of the node are started again with new addresses.
    pub fn power_on(&self, node: &str) {
        self.shared.state().down.remove(node);
    }

    /// Cuts the kubelet of a node off the API server, or connects it again; its Pods go on.
    pub fn set_silent(&self, node: &str, silent: bool) {
        let mut state = self.shared.state();
        if silent {
            state.silent.insert(node.to_owned())
        } else {
            state.silent.remove(node)
        };
    }

    /// Returns true while nothing is reported of a node.
    pub fn is_silent(&self, node: &str) -> bool {
        self.shared.is_silent(node)
    }

    /// Returns the Pod of this name, if one is bound to a node.
    pub fn pod(&self, namespace: &str, name: &str) -> Option<Arc<Entry>> {
        let state = self.shared.state();
        let mut pods = state.pods.values().filter(|pod| !pod.gone.load(Ordering::Relaxed));
        pods.find(|pod| pod.namespace == namespace && pod.name == name).cloned()
    }

    /// Returns the Pods of a namespace.
    pub fn pods(&self, namespace: &str) -> Vec<Arc<Entry>> {
        let state = self.shared.state();
        let pods = state.pods.values().filter(|pod| !pod.gone.load(Ordering::Relaxed));
        pods.filter(|pod| pod.namespace == namespace).cloned().collect()
    }

    /// Returns the Pods of a node.
    pub fn pods_on(&self, node: &str) -> Vec<Arc<Entry>> {
        let state = self.shared.state();
        let pods = state.pods.values().filter(|pod| !pod.gone.load(Ordering::Relaxed));
        pods.filter(|pod| pod.node == node).cloned().collect()
    }

    /// Returns the containers that have ended since the last call of this.
    pub fn take_history(&self) -> Vec<Ended> {
        std::mem::take(&mut self.shared.state().history)
    }

    /// Returns how the last container of a Pod ended, since the last call of [`Self::take_history`].
    pub fn ended(&self, uid: &str) -> Option<Ended> {
        self.shared.state().history.iter().rfind(|ended| ended.uid == uid).cloned()
    }

    /// Returns what happened since the last call of this that was no failure.
    pub fn take_notes(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.state().notes)
    }

    /// Returns the images for which no artifact can be had.
    pub fn not_runnable(&self) -> Vec<String> {
        self.shared.state().not_runnable.iter().cloned().collect()
    }

    /// Returns the folder of the containers' logs.
    pub fn logs(&self) -> PathBuf {
        self.shared.logs.clone()
    }

    /// Fails when the kubelet could not do what a manifest asks.
    pub fn check(&self) -> Result<()> {
        match self.shared.state().failures.first() {
            None => Ok(()),
            Some(failure) => bail!("kubelet: {failure}"),
        }
    }
}

impl Drop for Kubelet {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_down(&self, node: &str) -> bool {
        self.state().down.contains(node)
    }

    fn is_silent(&self, node: &str) -> bool {
        let state = self.state();
        state.silent.contains(node) || state.down.contains(node)
    }

    fn node_address(&self, node: &str) -> Result<String> {
        self.state().nodes.get(node).cloned().with_context(|| format!("no node {node}"))
    }

    fn fail(&self, failure: String) {
        self.state().failures.push(failure);
    }

    fn note(&self, note: &str) {
        self.state().notes.push(note.to_owned());
    }

    fn remember(&self, ended: Ended) {
        self.state().history.push(ended);
    }

    fn report_status(&self, entry: &Entry, status: &Value) -> Result<()> {
        let patch = json!({"metadata": {"uid": entry.uid}, "status": status});
        match self.client.patch(&entry.object(), "/status", &patch) {
            // The Pod went, or another one has its name.
            Err(error) if [404, 409].iter().any(|status| crate::plane::client::is_refused_with(&error, *status)) => {
                Ok(())
            }
            done => done.map(drop),
        }
    }

    /// Follows the Pods until the run ends; a watch that breaks off is begun again.
    fn watch(self: Arc<Self>) {
        while !self.ended.load(Ordering::Relaxed) {
            self.forget_deleted();
            let ended = self.client.clone().watch("v1", "Pod", &mut |event| {
                self.observe(&event);
                !self.ended.load(Ordering::Relaxed)
            });
            if let Err(error) = ended {
                self.note(&format!("the watch of Pods: {error:#}"));
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// What was deleted between two watches is told by neither.
    fn forget_deleted(&self) {
        let Ok(all) = self.client.list("v1", "Pod", None) else { return };
        let is_there = |uid: &String| all.iter().any(|pod| pod["metadata"]["uid"] == **uid);
        self.state().pods.retain(|uid, entry| {
            entry.gone.fetch_or(!is_there(uid), Ordering::Relaxed);
            is_there(uid)
        });
    }

    fn observe(self: &Arc<Self>, event: &Event) {
        let Some(fresh) = Entry::of(&event.object) else { return };
        let known = self.state().pods.get(&fresh.uid).cloned();
        let entry = known.clone().unwrap_or_else(|| Arc::new(fresh));
        entry.observe(&event.object);
        if event.kind == "DELETED" {
            entry.gone.store(true, Ordering::Relaxed);
            self.state().pods.remove(&entry.uid);
        } else if known.is_none() {
            self.state().pods.insert(entry.uid.clone(), Arc::clone(&entry));
            let (shared, object) = (Arc::clone(self), event.object.clone());
            thread::spawn(move || shared.run(&entry, &object));
        }
    }

    fn run(self: Arc<Self>, entry: &Arc<Entry>, object: &Value) {
        let done = match self.image_that_cannot_run(object) {
            Ok(None) => Worker::new(Arc::clone(&self), Arc::clone(entry), object).and_then(Worker::live),
            Ok(Some(image)) => self.leave_unstarted(entry, object, &image),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            self.fail(format!("{}/{}: {error:#}", entry.namespace, entry.name));
        }
    }

    fn image_that_cannot_run(&self, object: &Value) -> Result<Option<String>> {
        for container in object["spec"]["containers"].as_array().into_iter().flatten() {
            let image = container["image"].as_str().unwrap_or_default();
            if Image::find(image, &self.tools)? == Image::NotRunnable {
                return Ok(Some(image.to_owned()));
            }
        }
        Ok(None)
    }

    /// A Pod whose image cannot be had stays as it does on a node without a way to the registry.
    fn leave_unstarted(&self, entry: &Entry, object: &Value, image: &str) -> Result<()> {
        self.state().not_runnable.insert(image.to_owned());
        let name = &object["spec"]["containers"][0]["name"];
        let waiting = json!({"reason": "ErrImagePull", "message": "no artifact can be had for this image"});
        let status = json!({"name": name, "image": image, "imageID": "", "ready": false, "restartCount": 0,
            "state": {"waiting": waiting}});
        self.report_status(entry, &json!({"phase": "Pending", "containerStatuses": [status]}))?;
        while !entry.gone.load(Ordering::Relaxed) && !self.ended.load(Ordering::Relaxed) {
            if entry.is_deleted() {
                let options = json!({"gracePeriodSeconds": 0, "preconditions": {"uid": entry.uid}});
                return self.client.delete(&entry.object(), &options);
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}
