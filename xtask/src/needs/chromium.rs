//! A Chromium: Debian's, or whatever is on the path.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::Lack;
use super::apt::Packages;
use crate::process;

/// Names the program, where it is none of those that we look for.
const VARIABLE: &str = "RMQ_CHROMIUM";
/// In the order in which they are taken; Ubuntu's `chromium-browser` may be a script that only asks for a snap.
const PROGRAMS: [&str; 4] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];
/// Chinese text of the page needs a font for screenshots.
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-cjk"];

/// Returns the program.
pub fn program() -> Result<PathBuf> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    named.filter(works).or_else(found).context("no Chromium on the path")
}

pub(super) fn provide(packages: &Packages) -> Result<(), Lack> {
    if program().is_ok() {
        return Ok(());
    }
    let how = format!("{}, or name one in {VARIABLE}", packages.line("Chromium", &PACKAGES));
    if !packages.may_install() {
        return Err(Lack { why: "no Chromium on the path".into(), how });
    }
    match packages.install(&PACKAGES).and_then(|()| program()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Lack { why: format!("Chromium cannot be installed: {error:#}"), how }),
    }
}

fn found() -> Option<PathBuf> {
    PROGRAMS.into_iter().filter_map(process::find).find(works)
}

fn works(program: &PathBuf) -> bool {
    process::output(Command::new(program).arg("--version"))
        .is_ok_and(|text| text.starts_with(b"Chrom") || text.starts_with(b"Google Chrome"))
}
