//! The steps of the page: what tests/page does with it in the real browser, and what an API server says of a download.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::Page;
use crate::build::{self, Profile};
use crate::e2e;
use crate::needs::{Need, chromium};
use crate::process;

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

/// Downloads the manifests from the page, as a site and as one file, and gives them to an API server.
pub fn run_applied() -> Result<()> {
    let out = build::target().join("page/applied");
    browse(Profile::Release, &out, &["tour: preset", "tour: the same from one file"])?;
    let downloads = ["site", "file"].map(|name| out.join(format!("download-{name}.yaml")));
    for download in &downloads {
        ensure!(download.is_file(), "the browser left no {}", download.display());
    }
    e2e::take(&downloads)
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
