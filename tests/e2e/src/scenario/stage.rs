//! Where scenarios take place: the world and its shared cluster.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::faults;
use crate::options::Given;
use crate::process::wait_for;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::{Measured, Seconds};
use crate::world::World;

/// The values of the shared cluster: volumes are local, so that a broker shares its node with its address (RMQ501).
pub const THREE_NODES: &[&str] = &["-f", "examples/three-nodes.yaml", "--set", "broker.persistence.type=local"];

/// The broker group of every cluster with one group.
pub const GROUP: &str = "rocketmq-broker";

/// How long a cluster may take until it takes messages. A single one needs 20 s; many share two cores here.
const BOOT: Duration = Duration::from_mins(2);

/// The place of all scenarios of a run.
pub struct Stage {
    /// The world.
    pub world: Arc<World>,
    shared: Option<Release>,
    /// What the call gives to scenarios that are named.
    pub given: Given,
    /// Where the logs of a failed scenario are kept.
    keep_logs: PathBuf,
}

impl Stage {
    /// Takes a world and the files of the call; logs of failed scenarios are copied to `keep_logs`.
    pub fn new(world: World, given: Given, keep_logs: PathBuf) -> Self {
        Self { world: Arc::new(world), shared: None, given, keep_logs }
    }

    /// Returns the shared cluster of examples/three-nodes.yaml, whole: booted at the first call.
    pub fn three_nodes(&mut self, measured: &mut Measured) -> Result<&Release> {
        let is_new = self.shared.is_none();
        if is_new {
            let release = Release::install(&self.world, "mq", THREE_NODES);
            self.shared = Some(Assertion::ApiServer.holds_if(release)?);
        }
        let release = self.shared.as_ref().context("no shared cluster")?;
        if is_new {
            boot(release, measured)?;
        } else {
            faults::whole(release, GROUP, 3)?;
        }
        Ok(release)
    }

    /// Installs a cluster with one group for one scenario and waits until it is there.
    pub fn own(&self, namespace: &str, arguments: &[&str], measured: &mut Measured) -> Result<Release> {
        let release = Assertion::ApiServer.holds_if(Release::install(&self.world, namespace, arguments))?;
        boot(&release, measured)?;
        Ok(release)
    }

    /// Ends such a cluster.
    pub fn end(&self, release: &Release) -> Result<()> {
        self.world.delete_namespace(&release.namespace)
    }

    /// Ends the shared cluster, so that the next scenario that wants one gets a new one.
    pub fn spend(&mut self) -> Result<()> {
        match self.shared.take() {
            Some(release) => self.world.delete_namespace(&release.namespace),
            None => Ok(()),
        }
    }

    /// Fails when a part of the world has broken.
    pub fn check(&self) -> Result<()> {
        Assertion::Kubelet.holds_if(self.world.check())
    }

    /// Notes what the kubelet saw during a scenario.
    pub fn note(&self, measured: &mut Measured) {
        measured.notes.extend(self.world.kubelet.take_notes());
        for ended in self.world.kubelet.take_history() {
            measured.note_memory(&ended.pod, ended.peak_memory / 1024);
        }
        for pod in self.shared.iter().flat_map(|release| self.world.kubelet.pods(&release.namespace)) {
            if pod.peak_memory() > 0 {
                measured.note_memory(&pod.name, pod.peak_memory() / 1024);
            }
        }
    }

    /// What each client logged, and the journals of what was acknowledged and read.
    fn copy_client_logs(&self, target: &std::path::Path) -> Result<()> {
        let Ok(clients) = std::fs::read_dir(self.world.scratch.path("clients")) else { return Ok(()) };
        for client in clients {
            let client = client?;
            let name = client.file_name().to_string_lossy().into_owned();
            let has_logs = client.path().join("stderr.log").is_file();
            if has_logs {
                copy_files(&client.path(), target, &format!("{name}_"))?;
            }
        }
        Ok(())
    }

    /// After a failure: keeps the logs and gives the shared cluster up, whatever state it is in.
    pub fn abandon(&mut self, scenario: &str) {
        let target = self.keep_logs.join(scenario);
        let containers = copy_files(&self.world.kubelet.logs(), &target, "");
        match containers.and_then(|()| self.copy_client_logs(&target)) {
            Ok(()) => say(&format!("logs: {}", target.display())),
            Err(error) => say(&format!("no logs were kept: {error:#}")),
        }
        self.shared = None;
        let cleared = self.world.restore_nodes().and_then(|()| self.world.delete_namespaces());
        if let Err(error) = cleared {
            say(&format!("what the scenario has left cannot be cleared away: {error:#}"));
        }
    }
}

/// Waits until a cluster with one group is there, and notes how long it took.
pub fn boot(release: &Release, measured: &mut Measured) -> Result<()> {
    boot_groups(release, &[GROUP], 3, measured)
}

/// Waits until each group has this many members and a leader, and all Pods are ready.
pub fn boot_groups(release: &Release, groups: &[&str], members: usize, measured: &mut Measured) -> Result<()> {
    let brokers = groups.len() * members;
    let running = wait_for("running name servers and brokers", BOOT, || {
        release.world.kubelet.check()?;
        let up = |component: &str| release.pods(component).iter().filter(|pod| pod.view().is_running).count();
        Ok((up("namesrv") > 0 && up("broker") >= brokers).then_some(()))
    });
    Assertion::Boot.holds_if(running)?;
    for group in groups {
        let found = release.cluster(|cluster| cluster.wait_for_members(group, members, left(release.applied)));
        Assertion::OneLeader.holds_if(found)?;
    }
    measured.one_leader = Some(Seconds::from(release.applied.elapsed()));
    let ready = wait_for("ready Pods", left(release.applied), || {
        release.world.kubelet.check()?;
        let mut pods = release.pods("namesrv");
        pods.extend(release.pods("broker"));
        Ok(pods.iter().all(|pod| pod.view().is_ready).then_some(()))
    });
    Assertion::Ready.holds_if(ready)?;
    measured.boot = Some(Seconds::from(release.applied.elapsed()));
    Ok(())
}

fn left(since: Instant) -> Duration {
    BOOT.saturating_sub(since.elapsed()).max(Duration::from_secs(5))
}

/// Copies the files of a folder, each with a prefix to its name.
fn copy_files(from: &std::path::Path, to: &std::path::Path, prefix: &str) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(format!("{prefix}{}", entry.file_name().to_string_lossy())))?;
        }
    }
    Ok(())
}
