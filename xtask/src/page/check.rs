//! The steps of the page: what tests/page does with it in the real browser, and what an API server and a shell say of what it offers.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Page;
use crate::build::{self, Profile};
use crate::judges::argo_cd;
use crate::needs::{Need, chromium};
use crate::{dist, e2e, process};

/// What the tests of the page need of the machine.
pub const NEEDS: &[Need] = &[Need::RustToolchain, Need::CCompiler, Need::Node, Need::Npm, Need::Chromium];

/// These and those of [`e2e::NEEDS`].
pub const APPLIED_NEEDS: &[Need] = &[
    Need::RustToolchain,
    Need::CCompiler,
    Need::Node,
    Need::Npm,
    Need::Chromium,
    Need::Go,
    Need::Jdk,
    Need::Maven,
    Need::Namespaces,
];

/// Tests the page with the module that the tests of parity take too.
pub fn run() -> Result<()> {
    check(Profile::Release)
}

/// Tests the page as it is shipped.
pub fn run_shipped() -> Result<()> {
    check(Profile::Dist)
}

/// Gives what the page offers to those for whom it is meant: its downloads to an API server, its commands to a shell.
pub fn run_applied() -> Result<()> {
    let out = build::target().join("page/applied");
    browse(Profile::Release, &out, &["tour: preset", "tour: the same from one file", "commands: every tool"])?;
    let downloads = ["site", "file"].map(|name| out.join(format!("download-{name}.yaml")));
    for download in &downloads {
        ensure!(download.is_file(), "the browser left no {}", download.display());
    }
    e2e::take(&downloads, &commands(&out)?)
}

/// Returns a folder with the commands that the browser has left, and what they name.
fn commands(out: &Path) -> Result<PathBuf> {
    let folder = out.join("commands");
    std::fs::create_dir(&folder)?;
    std::fs::rename(out.join("commands.json"), folder.join("commands.json")).context("the browser left no commands")?;
    dist::archive("rmq-post-renderer", Profile::Release, &folder)?;
    std::fs::copy(argo_cd::application_crd()?, folder.join("application-crd.yaml"))?;
    Ok(folder)
}

fn check(profile: Profile) -> Result<()> {
    browse(profile, &build::target().join("page/shots"), &[])
}

/// Runs the tests whose names have one of these words; without a word, all.
fn browse(profile: Profile, out: &Path, words: &[&str]) -> Result<()> {
    let native = build::native("rmq", profile)?;
    let Page { site, file } = super::build(profile)?;
    let mut node = Command::new("node");
    node.arg(process::project_root().join("tests/page/run.mjs"));
    node.arg("--chromium").arg(chromium::program()?).arg("--site").arg(site).arg("--file").arg(file);
    node.arg("--rmq").arg(native).arg("--out").arg(out).args(words);
    process::run(&mut node)
}
