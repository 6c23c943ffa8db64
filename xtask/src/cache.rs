//! The folder outside the work tree in which built tools survive between runs.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Returns the user's cache folder for `rmq` by the XDG rules, made if need be.
pub fn root() -> Result<PathBuf> {
    let base = match std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
        Some(path) if path.is_absolute() => path,
        _ => PathBuf::from(std::env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?).join(".cache"),
    };
    let root = base.join("rmq");
    std::fs::create_dir_all(&root).with_context(|| format!("cannot make {}", root.display()))?;
    Ok(root)
}

/// Returns the folder of one tool, named after everything that its content depends on.
///
/// When it is there, it is complete: `make` fills a folder beside it, which is renamed at the end. Of several processes
/// that want it at once, one makes it and the others wait.
pub fn keyed(tool: &str, recipe: &[&str], make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let root = root()?;
    let name = format!("{tool}-{}", digest(recipe));
    let folder = root.join(&name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let _lock = locked(&root.join(format!(".{name}.lock")), tool)?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = root.join(format!(".{name}"));
    if partial.is_dir() {
        std::fs::remove_dir_all(&partial)?;
    }
    std::fs::create_dir_all(&partial)?;
    let filled = make(&partial);
    if filled.is_err() {
        let _ = std::fs::remove_dir_all(&partial);
    }
    filled?;
    std::fs::rename(&partial, &folder).with_context(|| format!("cannot keep {}", folder.display()))?;
    Ok(folder)
}

/// Holds the lock until it is dropped; the kernel drops it for a process that is killed.
fn locked(path: &Path, tool: &str) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("    waiting for another process that makes {tool}");
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

fn digest(recipe: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in recipe {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}
