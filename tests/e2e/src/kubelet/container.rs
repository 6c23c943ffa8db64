//! A container as the kubelet sees it: a process that is started, watched, signalled and measured.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::root::{CONTAINER, Identity, Root};
use crate::process::{exit_code, output};
use crate::sandbox::this_program;

/// The exit code after SIGKILL.
const KILLED: i32 = 137;

/// A running container; killed when dropped.
#[derive(Debug)]
pub struct Container {
    /// `unshare`, the parent of the container's process 1.
    child: Child,
    inside: Inside,
    started: Instant,
    /// SIGKILL was sent to the command.
    is_killed: AtomicBool,
}

/// The way into a container; after the container's end it leads nowhere.
#[derive(Clone, Debug)]
pub struct Inside {
    parent: u32,
    identity: Identity,
    variables: Vec<(String, String)>,
}

impl Container {
    /// Starts a container in the network namespace of its Pod; what it prints is added to `log`.
    pub fn start(namespace: &Path, root: &Root, log: &Path) -> Result<Self> {
        let log = File::options().append(true).create(true).open(log)?;
        let mut command = command(namespace, root)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = command.spawn().context("cannot start a container")?;
        let (identity, variables) = (root.identity.clone(), root.variables.clone());
        let inside = Inside { parent: child.id(), identity, variables };
        Ok(Self { child, inside, started: Instant::now(), is_killed: AtomicBool::default() })
    }

    /// Returns the way into it.
    pub fn inside(&self) -> &Inside {
        &self.inside
    }

    /// Returns how long it has run.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Returns the exit code when it has ended: 128 and the signal when a signal ended it.
    pub fn ended(&mut self) -> Result<Option<i32>> {
        // `unshare` ends by the signal that ended its child, but for SIGKILL: then it reports a failure of its own.
        let ended = self.child.try_wait()?.map(exit_code);
        Ok(ended.map(|code| if code == 1 && self.is_killed.load(Ordering::Relaxed) { KILLED } else { code }))
    }

    /// Sends a signal to the process of the command.
    pub fn signal(&self, signal: Signal) {
        if let Some(process) = self.inside.process() {
            self.is_killed.fetch_or(signal == Signal::SIGKILL, Ordering::Relaxed);
            // Gone in between is as good as gone by the signal.
            let _ = kill(process, signal);
        }
    }

    /// Returns the most memory that the command has had resident, in KiB.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.inside.process()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// Runs a hook inside to its end and returns what it printed.
    pub fn run_inside(&self, command_line: &[String]) -> Result<Vec<u8>> {
        output(&mut self.inside.exec(command_line).context("the container has ended")?)
    }
}

impl Inside {
    /// Returns the process of the command, seen from here; nothing before it is there or after its end.
    pub fn process(&self) -> Option<Pid> {
        let parent = self.parent;
        let children = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).ok()?;
        children.split_whitespace().next()?.parse().ok().map(Pid::from_raw)
    }

    /// Returns a command that runs another one inside, as `kubectl exec` does.
    pub fn exec(&self, command_line: &[String]) -> Option<Command> {
        let mut command = Command::new("nsenter");
        command.arg(format!("--target={}", self.process()?)).args(["--all", "--root", "--wd", "--"]);
        let inner = self.identity.command(command_line);
        command.arg(inner.get_program()).args(inner.get_args());
        command.env_clear().envs(self.variables.iter().cloned()).stdin(Stdio::null());
        Some(command)
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.signal(Signal::SIGKILL);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the command that starts a container; what is appended to it is appended to the container's command.
pub fn command(namespace: &Path, root: &Root) -> Result<Command> {
    std::fs::create_dir_all(&root.folder)?;
    let description = root.folder.with_extension("json");
    std::fs::write(&description, serde_json::to_string(root)?)?;
    let mut command = Command::new("nsenter");
    command.arg(format!("--net={}", namespace.display())).args(["unshare", "--mount", "--uts", "--ipc", "--pid"]);
    command.args(["--fork", "--kill-child=KILL", "--propagation", "private"]);
    command.args(this_program(CONTAINER)).arg(&description);
    Ok(command)
}

/// Returns the file to which a container logs.
pub fn log_path(folder: &Path, namespace: &str, pod: &str, container: &str) -> PathBuf {
    folder.join(format!("{namespace}_{pod}_{container}.log"))
}
