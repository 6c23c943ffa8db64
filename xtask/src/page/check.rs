//! The step `page`: what tests/page does with the page in the real browser.

use std::process::Command;

use anyhow::Result;

use super::Page;
use crate::build::{self, Profile};
use crate::needs::chromium;
use crate::process;

/// Tests the page with the module that the tests of parity take too.
pub fn run() -> Result<()> {
    check(Profile::Release)
}

/// Tests the page as it is shipped.
pub fn run_shipped() -> Result<()> {
    check(Profile::Dist)
}

fn check(profile: Profile) -> Result<()> {
    let native = build::native("rmq", profile)?;
    let Page { site, file } = super::build(profile)?;
    let mut node = Command::new("node");
    node.arg(process::project_root().join("tests/page/run.mjs"));
    node.arg("--chromium").arg(chromium::program()?).arg("--site").arg(site).arg("--file").arg(file);
    node.arg("--rmq").arg(native).arg("--out").arg(build::target().join("page/shots"));
    process::run(&mut node)
}
