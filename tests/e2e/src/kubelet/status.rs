//! The status of a Pod as the kubelet reports it.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::container::Container;
use super::probe::Prober;
use super::spec::{self, RestartPolicy};

/// What has become of one container of a Pod.
#[derive(Debug)]
pub struct Slot {
    /// What is to be run.
    pub spec: spec::Container,
    /// The running one, with the thread that probes it.
    pub running: Option<(Container, Prober)>,
    /// Since when it runs.
    pub started_at: String,
    /// The end of the last one: exit code and time.
    pub ended: Option<(i32, String)>,
    /// How often it was started again.
    pub restarts: u32,
    /// Why it does not run: `CreateContainerConfigError`, `CrashLoopBackOff`.
    pub waiting: Option<(&'static str, String)>,
}

impl Slot {
    /// Returns a slot in which nothing has been run.
    pub fn new(spec: spec::Container) -> Self {
        Self { spec, running: None, started_at: String::new(), ended: None, restarts: 0, waiting: None }
    }

    /// Returns true when the probes say that it is ready.
    pub fn is_ready(&self) -> bool {
        self.running.as_ref().is_some_and(|(_, prober)| prober.findings().ready.load(Ordering::Relaxed))
    }

    /// Returns true when it has ended and is not to be started again.
    pub fn is_done(&self, policy: RestartPolicy) -> bool {
        let Some((code, _)) = self.ended.as_ref().filter(|_| self.running.is_none()) else { return false };
        match policy {
            RestartPolicy::Always => false,
            RestartPolicy::OnFailure => *code == 0,
            RestartPolicy::Never => true,
        }
    }

    fn status(&self, done: bool) -> Value {
        let started =
            self.running.as_ref().is_some_and(|(_, prober)| prober.findings().started.load(Ordering::Relaxed));
        let last = self.ended.as_ref().map(|(code, at)| {
            let reason = if *code == 0 { "Completed" } else { "Error" };
            json!({"terminated": {"exitCode": code, "reason": reason, "startedAt": self.started_at, "finishedAt": at}})
        });
        let (state, last) = match (&self.running, last) {
            (Some(_), last) => (json!({"running": {"startedAt": self.started_at}}), last),
            (None, Some(last)) if done => (last, None),
            (None, last) => (self.waiting_state(), last),
        };
        json!({
            "name": self.spec.name,
            "image": self.spec.image,
            "imageID": format!("judge://{}", self.spec.image),
            "ready": self.is_ready() || (done && self.ended.as_ref().is_some_and(|(code, _)| *code == 0)),
            "started": started,
            "restartCount": self.restarts,
            "state": state,
            "lastState": last.unwrap_or_else(|| json!({})),
        })
    }

    fn waiting_state(&self) -> Value {
        match &self.waiting {
            None => json!({"waiting": {"reason": "ContainerCreating"}}),
            Some((reason, message)) => json!({"waiting": {"reason": reason, "message": message}}),
        }
    }
}

/// Where a Pod stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Something has to be there first.
    Pending,
    /// All containers have been started.
    Running,
    /// All have ended for good, each with 0.
    Succeeded,
    /// All have ended for good, one of them badly.
    Failed,
}

/// Everything of a Pod that its status tells.
pub struct Report<'a> {
    pub policy: RestartPolicy,
    pub pod_address: Option<String>,
    pub node_address: &'a str,
    pub started_at: &'a str,
    pub init: &'a [Slot],
    pub containers: &'a [Slot],
    /// The status that was reported before, and the conditions that others wrote.
    pub previous: &'a Value,
    pub now: &'a str,
    /// The Pod has been stopped; nothing will be started again.
    pub stopped: bool,
}

impl Report<'_> {
    /// Returns the phase.
    pub fn phase(&self) -> Phase {
        let done = |slot: &Slot| slot.is_done(self.policy) || (self.stopped && slot.ended.is_some());
        if self.containers.iter().all(done) {
            let clean = self.containers.iter().all(|slot| slot.ended.as_ref().is_some_and(|(code, _)| *code == 0));
            return if clean { Phase::Succeeded } else { Phase::Failed };
        }
        let was_started = |slot: &Slot| slot.running.is_some() || slot.ended.is_some();
        if self.containers.iter().all(was_started) { Phase::Running } else { Phase::Pending }
    }

    /// Returns the whole status.
    pub fn status(&self) -> Value {
        let phase = self.phase();
        let initialized = self.init.iter().all(|slot| slot.is_done(RestartPolicy::OnFailure));
        let ready = phase == Phase::Running && !self.stopped && self.containers.iter().all(Slot::is_ready);
        let statuses = |slots: &[Slot]| -> Vec<Value> {
            let done = |slot: &Slot| slot.is_done(self.policy) || self.stopped;
            slots.iter().map(|slot| slot.status(done(slot))).collect()
        };
        let conditions =
            [("PodScheduled", true), ("Initialized", initialized), ("ContainersReady", ready), ("Ready", ready)];
        json!({
            "phase": format!("{phase:?}"),
            "hostIP": self.node_address,
            "hostIPs": [{"ip": self.node_address}],
            "podIP": self.pod_address,
            "podIPs": self.pod_address.iter().map(|ip| json!({"ip": ip})).collect::<Vec<_>>(),
            "startTime": self.started_at,
            "conditions": conditions.map(|(name, is_true)| self.condition(name, is_true)),
            "initContainerStatuses": statuses(self.init),
            "containerStatuses": statuses(self.containers),
        })
    }

    /// The time of a condition is that of its last change.
    fn condition(&self, name: &str, is_true: bool) -> Value {
        let status = if is_true { "True" } else { "False" };
        let conditions = self.previous["conditions"].as_array();
        let same = conditions.into_iter().flatten().find(|known| known["type"] == name && known["status"] == status);
        let since = same.and_then(|known| known["lastTransitionTime"].as_str()).unwrap_or(self.now);
        json!({"type": name, "status": status, "lastTransitionTime": since})
    }
}
