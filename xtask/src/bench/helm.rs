//! Helm, built as its users have it, and our own chart with as many objects as `rmq` renders.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::judges::go::{self, Compiler};
use crate::needs::{self, Need};
use crate::{build, process};

/// Returns Helm in this version, built with the default compiler flags.
pub fn program(module: &str) -> Result<PathBuf> {
    needs::demand(&[Need::Go])?;
    go::installed("helm", module, Compiler::Default)
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
