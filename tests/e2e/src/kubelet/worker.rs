//! One Pod from its binding to a node until its end, in a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use super::container::{Container, log_path};
use super::pod_sandbox::PodSandbox;
use super::pods::{Ended, Entry};
use super::probe::Prober;
use super::spec::{Pod, RestartPolicy};
use super::status::{Report, Slot};
use super::volumes::{Source, bytes};
use super::{Shared, create};

/// The first pause before a container that ended is started again; it doubles. A kubelet begins with 10 s.
const BACK_OFF: Duration = Duration::from_secs(1);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);
/// After so long a run the next pause is the first again.
const FORGIVEN_AFTER: Duration = Duration::from_mins(1);

pub(super) struct Worker {
    shared: Arc<Shared>,
    entry: Arc<Entry>,
    pod: Pod,
    folder: PathBuf,
    source: Source,
    sandbox: Option<PodSandbox>,
    init: Vec<Slot>,
    containers: Vec<Slot>,
    not_before: Instant,
    back_off: Duration,
    started_at: String,
    reported: Value,
    stopped: bool,
}

impl Worker {
    pub(super) fn new(shared: Arc<Shared>, entry: Arc<Entry>, object: &Value) -> Result<Self> {
        let pod = serde_json::from_value::<Pod>(object.clone())
            .with_context(|| format!("the kubelet of these tests cannot honour every field of Pod {}", entry.name))?;
        let source = Source {
            client: shared.client.clone(),
            namespace: entry.namespace.clone(),
            node: entry.node.clone(),
            scratch: shared.scratch.clone(),
        };
        let slots = |containers: &[super::spec::Container]| containers.iter().cloned().map(Slot::new).collect();
        Ok(Self {
            folder: shared.scratch.folder(&format!("pods/{}", entry.uid))?,
            init: slots(&pod.spec.init_containers),
            containers: slots(&pod.spec.containers),
            not_before: Instant::now(),
            back_off: BACK_OFF,
            started_at: now(),
            reported: json!({"conditions": pod.status.conditions}),
            sandbox: None,
            stopped: false,
            shared,
            entry,
            pod,
            source,
        })
    }

    /// Runs the Pod until it is deleted.
    pub(super) fn live(mut self) -> Result<()> {
        loop {
            if self.entry.gone.load(Ordering::Relaxed) {
                return Ok(());
            }
            if self.shared.is_down(&self.entry.node) {
                self.lose_power();
            } else if self.entry.is_deleted() {
                return self.stop();
            } else {
                self.tick()?;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn tick(&mut self) -> Result<()> {
        self.reap()?;
        if self.entry.signal_asked() {
            for (container, _) in self.containers.iter().filter_map(|slot| slot.running.as_ref()) {
                container.signal(Signal::SIGKILL);
            }
        }
        if !self.entry.held.load(Ordering::Relaxed) && Instant::now() >= self.not_before {
            self.start_what_is_due()?;
        }
        self.publish();
        if self.shared.is_silent(&self.entry.node) {
            // Others may write the status meanwhile: all of it is reported anew.
            self.reported = Value::Null;
            return Ok(());
        }
        self.report()
    }

    /// A node without power: its processes end at once and nobody reports it.
    fn lose_power(&mut self) {
        for slot in self.init.iter_mut().chain(&mut self.containers) {
            if let Some((container, _)) = slot.running.take() {
                drop(container);
                slot.ended = Some((137, now()));
                slot.restarts += 1;
            }
        }
        self.sandbox = None;
        self.reported = Value::Null;
        self.publish();
    }

    /// Notes the containers that have ended, and stops those whose probes have given up.
    fn reap(&mut self) -> Result<()> {
        for slot in self.init.iter_mut().chain(&mut self.containers) {
            let Some((container, prober)) = &mut slot.running else { continue };
            if prober.findings().failed.swap(false, Ordering::Relaxed) {
                self.shared.note(&format!("{}: a probe of {} has failed", self.entry.name, slot.spec.name));
                container.signal(Signal::SIGTERM);
            }
            if let Some(peak) = container.peak_memory() {
                self.entry.remember_memory(peak);
                within_limit(&slot.spec, peak)?;
            }
            let Some(code) = container.ended()? else { continue };
            self.shared.remember(Ended::new(&self.entry, &slot.spec.name, code));
            self.back_off = if container.age() > FORGIVEN_AFTER { BACK_OFF } else { self.back_off };
            self.not_before = Instant::now() + self.back_off;
            self.back_off = (self.back_off * 2).min(LONGEST_BACK_OFF);
            slot.running = None;
            slot.ended = Some((code, now()));
        }
        Ok(())
    }

    fn start_what_is_due(&mut self) -> Result<()> {
        if self.sandbox.is_none() {
            self.sandbox = Some(PodSandbox::new(&self.shared, &self.entry, &self.pod, &self.folder)?);
        }
        let policy = self.pod.spec.restart_policy;
        let init_policy = if policy == RestartPolicy::Always { RestartPolicy::OnFailure } else { policy };
        for index in 0..self.init.len() {
            if self.init[index].is_done(init_policy)
                && self.init[index].ended.as_ref().is_some_and(|(code, _)| *code == 0)
            {
                continue;
            }
            return if self.init[index].running.is_some() { Ok(()) } else { self.start(index, true) };
        }
        for index in 0..self.containers.len() {
            if self.containers[index].running.is_none() && !self.containers[index].is_done(policy) {
                self.start(index, false)?;
            }
        }
        Ok(())
    }

    fn start(&mut self, index: usize, init: bool) -> Result<()> {
        let folders = self.source.prepare(&self.pod, &self.folder.join("volumes"))?;
        let sandbox = self.sandbox.as_ref().context("a container without its Pod")?;
        let slots = if init { &mut self.init } else { &mut self.containers };
        let slot = &mut slots[index];
        let folders = match folders {
            Ok(folders) => folders,
            Err(reason) => {
                slot.waiting = Some(("ContainerCreating", reason));
                self.not_before = Instant::now() + Duration::from_millis(500);
                return Ok(());
            }
        };
        let name = format!("{}-{}", slot.spec.name, slot.restarts);
        let root = create::root(&slot.spec, &self.pod, sandbox, &folders, &self.source, &self.shared.tools, &name);
        let root = match root {
            Ok(root) => root,
            Err(reason) => {
                slot.waiting = Some(("CreateContainerConfigError", format!("{reason:#}")));
                self.not_before = Instant::now() + Duration::from_millis(500);
                return Ok(());
            }
        };
        let log = log_path(&self.shared.logs, &self.entry.namespace, &self.entry.name, &slot.spec.name);
        let container = Container::start(&sandbox.namespace(), &root, &log)?;
        let prober = Prober::start(&slot.spec, create::probe_target(&slot.spec, &container, sandbox))?;
        slot.restarts += u32::from(slot.ended.is_some());
        slot.started_at = now();
        slot.waiting = None;
        self.entry.publish_container(folders, container.inside());
        slot.running = Some((container, prober));
        Ok(())
    }

    /// The orderly end: hook, SIGTERM, grace, SIGKILL; then the object goes.
    fn stop(mut self) -> Result<()> {
        let grace = Duration::from_secs(self.entry.grace().unwrap_or(self.pod.spec.termination_grace_period_seconds));
        let deadline = Instant::now() + grace;
        self.run_pre_stop();
        self.signal_all(Signal::SIGTERM);
        while Instant::now() < deadline && self.is_running() && !self.entry.gone.load(Ordering::Relaxed) {
            self.reap()?;
            self.stopped = true;
            self.report()?;
            thread::sleep(Duration::from_millis(50));
        }
        self.signal_all(Signal::SIGKILL);
        while self.is_running() {
            self.reap()?;
            thread::sleep(Duration::from_millis(20));
        }
        self.stopped = true;
        self.report()?;
        let options = json!({"gracePeriodSeconds": 0, "preconditions": {"uid": self.entry.uid}});
        match self.shared.client.delete(&self.entry.object(), &options) {
            Err(error) if crate::plane::client::is_refused_with(&error, 409) => Ok(()),
            done => done,
        }
    }

    fn run_pre_stop(&self) {
        for slot in &self.containers {
            let (Some(hook), Some((container, _))) = (&slot.spec.lifecycle.pre_stop, &slot.running) else { continue };
            // A hook that fails does not keep a Pod from stopping.
            if let Err(error) = container.run_inside(&hook.exec.command) {
                self.shared.note(&format!("{}: preStop: {error:#}", self.entry.name));
            }
        }
    }

    fn signal_all(&self, signal: Signal) {
        let running = self.init.iter().chain(&self.containers).filter_map(|slot| slot.running.as_ref());
        running.for_each(|(container, _)| container.signal(signal));
    }

    fn is_running(&self) -> bool {
        self.init.iter().chain(&self.containers).any(|slot| slot.running.is_some())
    }

    fn publish(&self) {
        self.entry.publish(self.sandbox.as_ref().map(PodSandbox::address), &self.containers);
    }

    fn report(&mut self) -> Result<()> {
        let now = now();
        let node_address = self.shared.node_address(&self.entry.node)?;
        let report = Report {
            policy: self.pod.spec.restart_policy,
            pod_address: self.sandbox.as_ref().map(|sandbox| sandbox.address().to_string()),
            node_address: &node_address,
            started_at: &self.started_at,
            init: &self.init,
            containers: &self.containers,
            previous: &self.reported,
            now: &now,
            stopped: self.stopped,
        };
        let status = report.status();
        if status != self.reported {
            self.shared.report_status(&self.entry, &status)?;
            self.reported = status;
        }
        Ok(())
    }
}

/// A kernel would end the container; here it is the manifest's fault, and said so.
fn within_limit(container: &super::spec::Container, peak: u64) -> Result<()> {
    let Some(limit) = container.resources.limits.get("memory") else { return Ok(()) };
    ensure!(peak * 1024 <= bytes(limit)?, "{} has used {peak} KiB of memory, its limit is {limit}", container.name);
    Ok(())
}

/// Returns the time as Kubernetes writes it.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
