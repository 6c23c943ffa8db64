//! The private namespaces in which a run lives, so that nothing of it can outlive it.
//!
//! The program starts itself again as the first process of new PID, mount, network, UTS and IPC namespaces. When that
//! process ends, however it ends, the kernel kills every process of the run and drops its network and its files, which
//! all lie on a tmpfs. Two runs share nothing, and a run that is cut short leaves nothing to clean up.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use nix::mount::{MsFlags, mount};

/// The subcommand of the second start.
pub const INSIDE: &str = "inside";

/// A copy of this program: whoever builds it anew while a run goes on replaces only the original.
const PROGRAM: &str = "/run/e2e/program";

/// Starts this program again inside new namespaces and returns how it ended.
///
/// The signal that a closed terminal or Ctrl-C sends ends this process; by the parent-death signals along the chain
/// that is the end of the run.
pub fn enter(args: &[String]) -> Result<ExitCode> {
    let this = std::env::current_exe().context("cannot find this program's own file")?;
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork"]);
    command.args(["--kill-child=KILL", "--propagation", "private", "--mount-proc"]);
    command.arg(this).arg(INSIDE).args(args);
    let status = command.status().context("cannot run setpriv and unshare of util-linux")?;
    let signalled = status.signal().map(|signal| u8::try_from(signal).unwrap_or(u8::MAX).saturating_add(128));
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.or(signalled).unwrap_or(1)))
}

/// The folder of a run: everything that it writes, gone with it.
#[derive(Clone, Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder; this process must be the first one of its namespaces.
    pub fn new() -> Result<Self> {
        ensure!(std::process::id() == 1, "`e2e {INSIDE}` is not for the shell: run `cargo xtask e2e`");
        // `ip netns` keeps its names in /run/netns: a tmpfs of our own makes them ours alone.
        tmpfs(Path::new("/run"), "mode=755")?;
        let scratch = Self(PathBuf::from("/run/e2e"));
        std::fs::create_dir(&scratch.0)?;
        std::fs::create_dir("/run/netns")?;
        std::fs::copy("/proc/self/exe", PROGRAM).context("cannot copy this program")?;
        Ok(scratch)
    }

    /// Returns the path of this name inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Makes a folder of this name inside.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }
}

/// Mounts a tmpfs.
pub fn tmpfs(target: &Path, options: &str) -> Result<()> {
    mount(Some("tmpfs"), target, Some("tmpfs"), MsFlags::empty(), Some(options))
        .with_context(|| format!("cannot mount a tmpfs on {}", target.display()))
}

/// Returns the command line of this program with another subcommand.
pub fn this_program(subcommand: &str) -> Vec<OsString> {
    vec![PROGRAM.into(), subcommand.into()]
}
