//! `cargo xtask judges pin`: writes go.mod and go.sum of the control plane.
//!
//! Kubernetes takes its own libraries from a folder of its repository, which no other module can. Each of them is also
//! published, as 0.37.2 for Kubernetes 1.37.2, and the new go.mod replaces it by that.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{KUBERNETES, requirements, sources};
use crate::judges::go;
use crate::process;

/// What `go mod download -json` says.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Downloaded {
    go_mod: PathBuf,
}

/// Writes both files for the versions of this program, and lets `go mod tidy` add all that they need.
pub fn pin() -> Result<()> {
    let published = published()?;
    let module = sources().join("go.mod");
    std::fs::write(&module, go_mod(&published)?).with_context(|| format!("cannot write {}", module.display()))?;
    process::run_long("go mod tidy", go::reproducible("mod").arg("tidy").current_dir(sources()))
}

/// Returns the go.mod that Kubernetes is published with.
fn published() -> Result<String> {
    let mut go = Command::new("go");
    go.args(["mod", "download", "-json", &format!("k8s.io/kubernetes@v{KUBERNETES}")]);
    // Outside a module, so that the go.mod that is about to be replaced has no say.
    let downloaded = process::output(go.env("GOTOOLCHAIN", "local").current_dir(std::env::temp_dir()))?;
    let Downloaded { go_mod } = serde_json::from_slice(&downloaded)?;
    std::fs::read_to_string(&go_mod).with_context(|| format!("cannot read {}", go_mod.display()))
}

fn go_mod(published: &str) -> Result<String> {
    let version = published.lines().find(|line| line.starts_with("go ")).context("no line `go VERSION`")?;
    let libraries: Vec<&str> = published.lines().filter_map(library).collect();
    ensure!(!libraries.is_empty(), "Kubernetes {KUBERNETES} has no libraries of its own");
    let (_, minor_and_patch) = KUBERNETES.split_once('.').context("a version without a dot")?;
    let replace = |library: &&str| format!("\t{library} => {library} v0.{minor_and_patch}\n");
    let require = |line: &String| format!("\t{line}\n");
    Ok(format!(
        "module rmq.test/kubernetes\n\n{version}\n\nrequire (\n{})\n\nreplace (\n{})\n",
        requirements().iter().map(require).collect::<String>(),
        libraries.iter().map(replace).collect::<String>(),
    ))
}

/// Returns the module that a line replaces by a folder of the repository.
fn library(line: &str) -> Option<&str> {
    let (module, folder) = line.trim().trim_start_matches("replace ").split_once(" => ")?;
    folder.starts_with("./staging/").then_some(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_libraries_of_the_repository_are_replaced() {
        let published = "module k8s.io/kubernetes\n\ngo 1.99.0\n\nreplace (\n\tk8s.io/api => ./staging/src/k8s.io/api\n\
                         \texample.test/a => example.test/b v1.0.0\n)\n\nreplace k8s.io/kms => ./staging/src/k8s.io/kms\n";
        let made = go_mod(published).unwrap();
        let (_, replaced) = made.split_once("replace (\n").unwrap();
        let version = KUBERNETES.replacen("1.", "0.", 1);
        assert_eq!(
            replaced,
            format!("\tk8s.io/api => k8s.io/api v{version}\n\tk8s.io/kms => k8s.io/kms v{version}\n)\n")
        );
        assert!(made.contains("\ngo 1.99.0\n"));
        assert!(go_mod("module k8s.io/kubernetes\n\ngo 1.99.0\n").is_err());
    }
}
