//! The sizes of what is shipped.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use rmq_launcher::artifact;

use crate::build::{self, Profile};
use crate::{launcher, process};

/// Builds what is shipped and prints the sizes; what the page loads is measured by [`super::page`].
pub fn print() -> Result<()> {
    let launcher = launcher::build(Profile::Dist)?;
    let rows = [
        ("native, release", build::native("rmq", Profile::Release)?),
        ("native, as shipped", build::native("rmq", Profile::Dist)?),
        ("kubectl-rmq, as shipped", launcher.join(launcher::NAMES[0])),
        ("rmq.cwasm, as shipped", launcher.join(artifact::NAME)),
        ("WASI, as shipped", build::wasi(Profile::Dist)?),
        ("Helm 4, as shipped", build::helm_wasm(Profile::Dist)?),
    ];
    println!("{:<26} {:>12} {:>12}", "size in bytes", "raw", "gzip -9");
    for (name, path) in rows {
        let raw = std::fs::metadata(&path).with_context(|| format!("no {}", path.display()))?.len();
        println!("{name:<26} {raw:>12} {:>12}", gzip(&path).map_or_else(|_| "no gzip".into(), |size| size.to_string()));
    }
    Ok(())
}

/// Returns how many bytes gzip makes of a file.
pub(super) fn gzip(path: &Path) -> Result<usize> {
    Ok(process::output(Command::new("gzip").args(["-9", "-n", "-c"]).arg(path))?.len())
}
