//! What the kubelet and the tests know together of each Pod.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::container::Inside;
use super::status::Slot;
use crate::network::Host;

/// One Pod that was bound to a node.
#[derive(Debug)]
pub struct Entry {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its uid: a Pod of the same name that comes later is another one.
    pub uid: String,
    /// The node to which it is bound.
    pub node: String,
    /// The object is no longer there.
    pub gone: AtomicBool,
    /// The test wants that no container of it is started.
    pub(super) held: AtomicBool,
    asked_to_kill: AtomicBool,
    deletion: Mutex<Option<u64>>,
    view: Mutex<View>,
    peak_memory: AtomicU64,
    host: Mutex<Weak<Host>>,
}

/// What a test may look at.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The address, once it has one.
    pub address: Option<Ipv4Addr>,
    /// All containers run.
    pub is_running: bool,
    /// The probes say ready.
    pub is_ready: bool,
    /// How often containers were started again.
    pub restarts: u32,
    /// Why a container does not run.
    pub waiting: Option<String>,
    /// The volumes as folders of this machine.
    pub volumes: BTreeMap<String, PathBuf>,
    /// The way into the container that was started last.
    pub inside: Option<Inside>,
}

/// A container that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its Pod.
    pub pod: String,
    /// The uid of that.
    pub uid: String,
    /// Its name.
    pub container: String,
    /// 143 after SIGTERM, 137 after SIGKILL.
    pub exit_code: i32,
    /// The RocketMQ store had its `abort` file: the next start recovers.
    pub left_abort: bool,
    /// The most memory that it had resident, in KiB.
    pub peak_memory: u64,
}

impl Entry {
    /// Returns the entry of a Pod that is bound; nothing for one that is not.
    pub fn of(object: &Value) -> Option<Self> {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            node: text("/spec/nodeName")?,
            namespace: text("/metadata/namespace")?,
            name: text("/metadata/name")?,
            uid: text("/metadata/uid")?,
            gone: AtomicBool::default(),
            held: AtomicBool::default(),
            asked_to_kill: AtomicBool::default(),
            deletion: Mutex::default(),
            view: Mutex::default(),
            peak_memory: AtomicU64::default(),
            host: Mutex::default(),
        })
    }

    /// Notes what the API server says of it.
    pub fn observe(&self, object: &Value) {
        if object["metadata"]["deletionTimestamp"].is_string() {
            let grace = object["metadata"]["deletionGracePeriodSeconds"].as_u64().unwrap_or_default();
            *self.deletion.lock().unwrap_or_else(PoisonError::into_inner) = Some(grace);
        }
    }

    /// Returns true when it is to be stopped.
    pub fn is_deleted(&self) -> bool {
        self.grace().is_some()
    }

    /// Returns the seconds that a deletion gives.
    pub fn grace(&self) -> Option<u64> {
        *self.deletion.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps its containers from being started again.
    pub fn hold(&self) {
        self.held.store(true, Ordering::Relaxed);
    }

    /// Lets them be started again.
    pub fn release(&self) {
        self.held.store(false, Ordering::Relaxed);
    }

    /// Asks that its processes be killed as by a crash.
    pub fn kill(&self) {
        self.asked_to_kill.store(true, Ordering::Relaxed);
    }

    pub(super) fn signal_asked(&self) -> bool {
        self.asked_to_kill.swap(false, Ordering::Relaxed)
    }

    /// Returns what is known of it now.
    pub fn view(&self) -> View {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns its network, while it has one.
    pub fn host(&self) -> Result<Arc<Host>> {
        let host = self.host.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        host.with_context(|| format!("Pod {} has no network", self.name))
    }

    pub(super) fn publish_host(&self, host: &Arc<Host>) {
        *self.host.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(host);
    }

    /// Returns the most memory that one of its containers had resident, in KiB.
    pub fn peak_memory(&self) -> u64 {
        self.peak_memory.load(Ordering::Relaxed)
    }

    pub(super) fn remember_memory(&self, peak: u64) {
        self.peak_memory.fetch_max(peak, Ordering::Relaxed);
    }

    pub(super) fn publish(&self, address: Option<Ipv4Addr>, containers: &[Slot]) {
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        view.address = address;
        view.is_running = containers.iter().all(|slot| slot.running.is_some());
        view.is_ready = containers.iter().all(Slot::is_ready);
        view.restarts = containers.iter().map(|slot| slot.restarts).sum();
        view.waiting =
            containers.iter().find_map(|slot| slot.waiting.as_ref().map(|(why, text)| format!("{why}: {text}")));
    }

    pub(super) fn publish_container(&self, volumes: BTreeMap<String, PathBuf>, inside: &Inside) {
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        view.volumes = volumes;
        view.inside = Some(inside.clone());
    }

    /// Returns what names the object.
    pub fn object(&self) -> Value {
        let metadata = json!({"name": self.name, "namespace": self.namespace});
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata})
    }
}

impl Ended {
    pub(super) fn new(entry: &Entry, container: &str, exit_code: i32) -> Self {
        let volumes = entry.view().volumes;
        Self {
            pod: entry.name.clone(),
            uid: entry.uid.clone(),
            container: container.to_owned(),
            exit_code,
            left_abort: volumes.get("store").is_some_and(|store| store.join("abort").exists()),
            peak_memory: entry.peak_memory(),
        }
    }
}
