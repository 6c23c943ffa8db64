//! Probes: the kubelet's questions to a container, asked ten times as often as the manifest says.
//!
//! A liveness or readiness probe then also gives up ten times as early. A startup probe does not: a dozen JVMs that
//! boot on two cores take as long as one does on a disk full of messages.

use std::fs::File;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sched::{CloneFlags, setns};

use super::spec;

/// Times in manifests are for machines that run for years; here they are divided by this.
pub const SCALE: u32 = 10;

/// What the probes of one container have found; shared with the thread that asks.
#[derive(Debug, Default)]
pub struct Findings {
    /// The startup probe has succeeded, or there is none.
    pub started: AtomicBool,
    /// The readiness probe says ready, or there is none and it has started.
    pub ready: AtomicBool,
    /// The startup or the liveness probe has given up.
    pub failed: AtomicBool,
    ended: AtomicBool,
}

/// The thread that probes one container; it ends with this value.
#[derive(Debug)]
pub struct Prober(Arc<Findings>);

/// What is asked.
#[derive(Debug)]
pub struct Target {
    /// The network namespace of the Pod. Probes are asked in it, so that a cut network is no failed probe: a kubelet is
    /// on the same node.
    pub namespace: PathBuf,
    /// The address of the Pod.
    pub address: IpAddr,
    /// The command of each exec probe, ready to run, by its command line.
    pub exec: Vec<(Vec<String>, Command)>,
}

impl Prober {
    /// Starts probing a container.
    pub fn start(container: &spec::Container, target: Target) -> Result<Self> {
        let findings = Arc::new(Findings::default());
        let questions = Questions {
            startup: Question::new(container.startup_probe.as_ref(), container)?.map(Question::patient),
            liveness: Question::new(container.liveness_probe.as_ref(), container)?,
            readiness: Question::new(container.readiness_probe.as_ref(), container)?,
        };
        let shared = Arc::clone(&findings);
        thread::spawn(move || questions.ask_until_ended(target, &shared));
        Ok(Self(findings))
    }

    /// Returns what has been found so far.
    pub fn findings(&self) -> &Findings {
        &self.0
    }
}

impl Drop for Prober {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Relaxed);
    }
}

struct Questions {
    startup: Option<Question>,
    liveness: Option<Question>,
    readiness: Option<Question>,
}

/// One probe with its count of equal answers.
struct Question {
    probe: spec::Probe,
    port: Option<u16>,
    next: Instant,
    successes: u32,
    failures: u32,
}

impl Question {
    fn new(probe: Option<&spec::Probe>, container: &spec::Container) -> Result<Option<Self>> {
        let Some(probe) = probe.cloned() else { return Ok(None) };
        let port = match &probe.tcp_socket {
            None => None,
            Some(socket) => Some(container.port(&socket.port).context("a probe names a port that is not there")?),
        };
        if port.is_none() && probe.exec.is_none() {
            bail!("container {} has a probe that is neither tcpSocket nor exec", container.name);
        }
        let next = Instant::now() + scaled(probe.initial_delay_seconds);
        Ok(Some(Self { probe, port, next, successes: 0, failures: 0 }))
    }

    fn patient(mut self) -> Self {
        self.probe.failure_threshold = self.probe.failure_threshold.saturating_mul(SCALE);
        self
    }

    /// Asks when it is time to; the verdict once the threshold is reached.
    fn ask(&mut self, target: &mut Target) -> Option<bool> {
        if Instant::now() < self.next {
            return None;
        }
        let healthy = self.is_healthy(target);
        self.next = Instant::now() + scaled(self.probe.period_seconds).max(Duration::from_millis(100));
        (self.successes, self.failures) = if healthy { (self.successes + 1, 0) } else { (0, self.failures + 1) };
        if healthy {
            (self.successes >= self.probe.success_threshold).then_some(true)
        } else {
            (self.failures >= self.probe.failure_threshold).then_some(false)
        }
    }

    fn is_healthy(&self, target: &mut Target) -> bool {
        let timeout = Duration::from_secs(self.probe.timeout_seconds.into());
        if let Some(port) = self.port {
            return TcpStream::connect_timeout(&SocketAddr::new(target.address, port), timeout).is_ok();
        }
        let line = self.probe.exec.as_ref().map(|exec| &exec.command);
        let command = target.exec.iter_mut().find(|(known, _)| Some(known) == line);
        command.is_some_and(|(_, command)| succeeds_within(command, timeout))
    }
}

fn succeeds_within(command: &mut Command, timeout: Duration) -> bool {
    let Ok(mut child) = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn() else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < timeout {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

impl Questions {
    fn ask_until_ended(mut self, mut target: Target, findings: &Findings) {
        let entered = File::open(&target.namespace).is_ok_and(|file| setns(file, CloneFlags::CLONE_NEWNET).is_ok());
        findings.failed.store(!entered, Ordering::Relaxed);
        while entered && !findings.ended.load(Ordering::Relaxed) {
            self.ask_once(&mut target, findings);
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn ask_once(&mut self, target: &mut Target, findings: &Findings) {
        if !findings.started.load(Ordering::Relaxed) {
            match self.startup.as_mut().map_or(Some(true), |startup| startup.ask(target)) {
                None => return,
                Some(verdict) => record(&findings.started, &findings.failed, verdict),
            }
            if !findings.started.load(Ordering::Relaxed) {
                return;
            }
        }
        if let Some(ready) = self.readiness.as_mut().map_or(Some(true), |readiness| readiness.ask(target)) {
            findings.ready.store(ready, Ordering::Relaxed);
        }
        if self.liveness.as_mut().and_then(|liveness| liveness.ask(target)) == Some(false) {
            findings.failed.store(true, Ordering::Relaxed);
        }
    }
}

fn record(started: &AtomicBool, failed: &AtomicBool, verdict: bool) {
    let reached = if verdict { started } else { failed };
    reached.store(true, Ordering::Relaxed);
}

fn scaled(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into()) / SCALE
}
