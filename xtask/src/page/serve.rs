//! `cargo xtask web --serve`: the page for whoever works on it.
//!
//! Vite reloads what changes in www; the module is built anew when the library or the edge changes.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::build::Profile;
use crate::{npm, process};

/// Where the sources of the module are, from the project's root.
const SOURCES: [&str; 3] = ["src", "templates", "edges/web/src"];
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until somebody ends it.
pub fn run(port: &str) -> Result<()> {
    let mut built = newest()?;
    super::engine(Profile::Release)?;
    let mut vite = npm::node(&["node_modules/vite/bin/vite.js", "--port", port, "--strictPort", "--host", "127.0.0.1"])
        .spawn()
        .context("cannot start Vite")?;
    loop {
        sleep(PAUSE);
        if let Some(status) = vite.try_wait()? {
            bail!("Vite ended: {status}");
        }
        let now = newest()?;
        if now != built {
            built = now;
            // A mistake in the sources is told, and mended by the next change.
            if let Err(error) = super::engine(Profile::Release) {
                eprintln!("    {error:#}");
            }
        }
    }
}

/// Returns when the sources of the module changed last.
fn newest() -> Result<Option<SystemTime>> {
    let mut newest = None;
    for folder in SOURCES {
        visit(&process::project_root().join(folder), &mut newest)?;
    }
    Ok(newest)
}

fn visit(folder: &Path, newest: &mut Option<SystemTime>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    for path in paths {
        if path.is_dir() {
            visit(&path, newest)?;
        } else if let Ok(metadata) = path.metadata() {
            // A file may be gone again: editors write that way.
            *newest = (*newest).max(metadata.modified().ok());
        }
    }
    Ok(())
}
