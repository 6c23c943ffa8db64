//! The packages of npm that www/package-lock.json pins: what the page is made of, and what makes it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::process;

/// Returns the folder of the page.
pub fn folder() -> PathBuf {
    process::project_root().join("www")
}

/// Installs the packages, unless those of this lockfile are there.
pub fn install() -> Result<()> {
    let folder = folder();
    let lock = std::fs::read(folder.join("package-lock.json")).context("cannot read www/package-lock.json")?;
    let wanted = format!("{:x?}\n", Sha256::digest(&lock));
    let stamp = folder.join("node_modules/.rmq-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    process::step("npm ci", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
        process::output(&mut npm).map(drop)
    })?;
    Ok(std::fs::write(stamp, wanted)?)
}

/// Runs a script of www with node, its words shown.
pub fn node(args: &[&str]) -> Command {
    let mut node = Command::new("node");
    node.args(args).current_dir(folder());
    node
}
