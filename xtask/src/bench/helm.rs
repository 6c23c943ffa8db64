//! Helm, built as its users have it, and our own chart with as many objects as `rmq` renders.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::needs::{Need, Needs};
use crate::{build, cache, process};

/// The Helm versions that are measured.
pub const VERSIONS: [&str; 2] = ["helm.sh/helm/v3/cmd/helm@v3.22.0", "helm.sh/helm/v4/cmd/helm@v4.3.1"];

/// Returns Helm in this version, built with the default compiler flags.
pub fn program(module: &str) -> Result<PathBuf> {
    if let Err(lack) = Needs::new().provide(&[Need::Go]) {
        anyhow::bail!("{}: {}", lack.why, lack.how);
    }
    let go = String::from_utf8(process::output(Command::new("go").arg("version"))?)?;
    let folder = cache::keyed("helm", &[module, "default compiler flags", go.trim()], |folder| {
        process::step(&format!("go install {module}"), || process::run_long(module, &mut install(module, folder)))
    })?;
    Ok(folder.join("helm"))
}

fn install(module: &str, folder: &Path) -> Command {
    let mut go = Command::new("go");
    go.args(["install", module]).env("GOBIN", folder).env_remove("GOFLAGS").env_remove("CGO_ENABLED");
    go
}

/// Returns the call that renders our chart, with so many more objects beside its fixed objects.
pub fn template(helm: &Path, extra: usize) -> Command {
    let home = build::target().join("bench").join("helm-home");
    let mut command = Command::new(helm);
    command.args(["template", "rocketmq"]).arg(process::project_root().join("xtask/bench/chart"));
    command.arg("--set").arg(format!("extraConfigs={extra}"));
    for variable in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
        command.env(variable, home.join(variable));
    }
    command
}

/// Returns how many more objects make the chart as large as `objects`: none when it is larger by itself.
pub fn extra_for(helm: &Path, objects: usize) -> Result<usize> {
    let fixed = count_objects(&process::output(&mut template(helm, 0))?);
    Ok(objects.saturating_sub(fixed))
}

/// Counts the objects of a manifest stream.
pub fn count_objects(manifests: &[u8]) -> usize {
    String::from_utf8_lossy(manifests).lines().filter(|line| line.starts_with("kind:")).count()
}
