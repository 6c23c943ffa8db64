//! The sizes of what is shipped.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use rmq_launcher::artifact;

use crate::build::{self, Glue, Profile};
use crate::{launcher, process};

/// The page loads at most so many bytes of wasm, compressed.
const MOST_FOR_THE_PAGE: usize = 700_000;

/// Builds what is shipped and prints the sizes; returns true when the page's budget is met.
pub fn print() -> Result<bool> {
    let web = build::web(Profile::Dist, Glue::Node)?.join("rmq_web_bg.wasm");
    let launcher = launcher::build(Profile::Dist)?;
    let rows = [
        ("native, release", build::native("rmq", Profile::Release)?),
        ("native, as shipped", build::native("rmq", Profile::Dist)?),
        ("kubectl-rmq, as shipped", launcher.join(launcher::NAMES[0])),
        ("rmq.cwasm, as shipped", launcher.join(artifact::NAME)),
        ("WASI, as shipped", build::wasi(Profile::Dist)?),
        ("web, as shipped", web.clone()),
        ("Helm 4, as shipped", build::helm_wasm(Profile::Dist)?),
    ];
    println!("{:<26} {:>12} {:>12}", "size in bytes", "raw", "gzip -9");
    for (name, path) in rows {
        let raw = std::fs::metadata(&path).with_context(|| format!("no {}", path.display()))?.len();
        println!("{name:<26} {raw:>12} {:>12}", gzip(&path).map_or_else(|_| "no gzip".into(), |size| size.to_string()));
    }
    let page = gzip(&web)?;
    let is_met = page <= MOST_FOR_THE_PAGE;
    let word = if is_met { "met" } else { "MISSED" };
    println!("web, gzip -9: {page} bytes, budget at most {MOST_FOR_THE_PAGE}: {word}");
    Ok(is_met)
}

/// Returns how many bytes gzip makes of a file.
pub(super) fn gzip(path: &Path) -> Result<usize> {
    Ok(process::output(Command::new("gzip").args(["-9", "-n", "-c"]).arg(path))?.len())
}
