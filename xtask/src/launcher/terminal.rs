//! The launcher on a terminal: colours, next steps and questions, as the native program has them.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use nix::pty::openpty;

use super::{first_difference, start};
use crate::process;

/// A call, what a person types, and a part of what is seen.
const SESSIONS: &[(&str, &str, &str)] = &[
    ("render -f examples/by-address.yaml", "", "Send a message and read it back"),
    ("coredns rewrite -f examples/three-nodes.yaml", "", "dnsPolicy: ClusterFirstWithHostNet"),
    ("render -f nowhere.yaml", "", "\u{1b}["),
    ("render -f -", "", "stdin is a terminal"),
    ("post-render", "", "stdin is a terminal"),
    ("init", "node1=192.168.1.300\nnode1=192.168.1.176\n\nr:5000\nlocal\n/data\n", "expected an IPv4 address"),
    ("init", "node1=192.168.1.176\n\u{4}", "the answers end before the questions do"),
];

/// Runs every session with both programs.
pub fn check(native: &Path, launcher: &Path) -> Result<()> {
    for (call, typed, want) in SESSIONS {
        let (native, launcher) = (session(native, call, typed)?, session(launcher, call, typed)?);
        ensure!(native.contains(want), "`{call}` on a terminal shows no `{want}`, but\n{}", start(&native));
        ensure!(native == launcher, "`{call}` on a terminal: {}", first_difference(&native, &launcher));
    }
    println!("    {} sessions on a terminal, the same in the launcher as in the native program", SESSIONS.len());
    Ok(())
}

fn session(program: &Path, call: &str, typed: &str) -> Result<String> {
    let terminal = openpty(None, None)?;
    let side = || terminal.slave.try_clone().map(Stdio::from);
    let mut command = Command::new(program);
    command.arg0("rmq").args(call.split(' ')).env_clear().current_dir(process::project_root());
    let mut child = command.stdin(side()?).stdout(side()?).stderr(side()?).spawn()?;
    drop((command, terminal.slave));
    let mut master = File::from(terminal.master);
    master.write_all(typed.as_bytes())?;
    let mut seen = Vec::new();
    // The last one to close the other side ends the reading, with an error on Linux.
    let _ = master.read_to_end(&mut seen);
    let status = child.wait()?;
    Ok(format!("{}\n{status}", String::from_utf8_lossy(&seen)))
}
