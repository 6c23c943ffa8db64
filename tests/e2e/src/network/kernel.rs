//! What the kernel is told, by `ip` and `nft`.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

/// `nft` fails when the rules change between its reading and its writing.
static RULES: Mutex<()> = Mutex::new(());

/// Runs lines of `ip` in one process, in the namespace of this name or in the fabric; the first failure ends it.
pub fn ip(namespace: Option<&str>, lines: &[String]) -> Result<()> {
    let mut command = Command::new("ip");
    if let Some(namespace) = namespace {
        command.args(["-n", namespace]);
    }
    feed(command.args(["-batch", "-"]), &lines.join("\n"))
}

/// Applies a file of `nft` as one transaction: all of it, or nothing.
pub fn nft(ruleset: &str) -> Result<()> {
    let _one_at_a_time = RULES.lock();
    feed(Command::new("nft").args(["-f", "-"]), ruleset)
}

/// Sets a kernel parameter of the namespace in which this process is.
pub fn parameter(name: &str, value: &str) -> Result<()> {
    let path = format!("/proc/sys/{}", name.replace('.', "/"));
    std::fs::write(&path, value).with_context(|| format!("cannot set {name}: is this root in an own namespace?"))
}

fn feed(command: &mut Command, text: &str) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.with_context(|| format!("cannot start {name}: install iproute2 and nftables"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early says why on stderr; the broken pipe says nothing.
        let _ = stdin.write_all(format!("{text}\n").as_bytes());
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{name} refuses:\n{}\nof\n{text}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(())
}
