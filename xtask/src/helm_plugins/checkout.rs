//! A checkout as a plugin: its hook builds what a package holds already.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::home::{Helm, VERSIONS, Version, folder};
use crate::{build, process};

/// Without cargo the hook says what to do, and Helm reports the failure.
pub fn says_why(version: Version) -> Result<()> {
    let helm = Helm::new(version, "no-cargo")?;
    let (checkout, path) = (helm.home().join("checkout"), helm.home().join("path"));
    for file in ["plugin.yaml", "packaging/build-helm-plugin.sh"] {
        let to = checkout.join(file);
        std::fs::create_dir_all(to.parent().unwrap_or(&checkout))?;
        std::fs::copy(process::project_root().join(file), to)?;
    }
    std::fs::create_dir_all(&path)?;
    symlink(process::find("sh").context("no sh")?, path.join("sh"))?;
    let helm = helm.with_path(path);
    let answer = helm.install(&checkout, &[])?;
    answer.failure(1, "there is no cargo to build it", "a checkout without cargo")?;
    ensure!(answer.stderr.contains("helm plugin uninstall rmq"), "no way out:\n{}", answer.stderr);
    helm.call(&["plugin", "uninstall", "rmq"])?.success("the way out").map(drop)
}

/// With cargo the hook builds the program, and the plugin works.
pub fn builds() -> Result<()> {
    let checkout = folder().join("checkout");
    if checkout.is_dir() {
        std::fs::remove_dir_all(&checkout)?;
    }
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "--depth", "1"]).arg(format!("file://{}", process::project_root().display()));
    process::run(git.arg(&checkout))?;
    VERSIONS.iter().try_for_each(|version| build_in(*version, &checkout))
}

fn build_in(version: Version, checkout: &Path) -> Result<()> {
    let helm = Helm::new(version, "checkout")?;
    let source = checkout.to_str().context("a path that is no text")?;
    let mut install = helm.command(&["plugin", "install", source]);
    // The cargo of this user, who has the crates, and a folder in which the second Helm finds what the first built.
    for variable in ["HOME", "CARGO_HOME", "RUSTUP_HOME"] {
        install.envs(std::env::var_os(variable).map(|value| (variable, value)));
    }
    install.env("CARGO_TARGET_DIR", build::target().join("helm-plugins-checkout"));
    super::Answer::of(&mut install)?.success("helm plugin install CHECKOUT")?;
    helm.call(&["rmq", "version"])?.success("helm rmq version").map(drop)
}
