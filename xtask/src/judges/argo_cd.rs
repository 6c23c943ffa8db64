//! The types of Argo CD, as its makers install them into a cluster.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cache, process};

/// The module that holds them.
const MODULE: &str = "github.com/argoproj/argo-cd/v3@v3.5.0";
/// The `CustomResourceDefinition` of Applications, in the module.
const APPLICATION: &str = "manifests/crds/application-crd.yaml";

/// Returns the path of the `CustomResourceDefinition` of Applications.
pub fn application_crd() -> Result<PathBuf> {
    let name = Path::new(APPLICATION).file_name().context("a path without a name")?;
    let folder = cache::keyed("argo-cd", &[MODULE, APPLICATION], |folder| {
        process::step(&format!("go mod download {MODULE}"), || {
            std::fs::copy(module()?.join(APPLICATION), folder.join(name)).context("no Application in it").map(drop)
        })
    })?;
    Ok(folder.join(name))
}

/// Returns the folder with the sources of the module.
fn module() -> Result<PathBuf> {
    let mut go = Command::new("go");
    // Outside of every module, and with whatever Go is here: nothing of it is compiled.
    go.args(["mod", "download", "-json", MODULE]).current_dir(cache::root()?).env("GOTOOLCHAIN", "local");
    let told: serde_json::Value = serde_json::from_slice(&process::output(&mut go)?)?;
    told["Dir"].as_str().map(PathBuf::from).with_context(|| format!("go does not tell where it is: {told}"))
}
