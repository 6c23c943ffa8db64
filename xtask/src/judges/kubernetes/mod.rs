//! The control plane of Kubernetes with etcd, kubectl and CoreDNS: one Go binary and a link for each program.

mod pin;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::go;
use crate::{cache, process};

pub use pin::pin;

/// The version of Kubernetes, without the `v`.
const KUBERNETES: &str = "1.37.2";
const ETCD: &str = "3.7.0";
const COREDNS: &str = "1.15.0";

/// The names that main.go knows.
const PROGRAMS: [&str; 6] =
    ["coredns", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"];

/// Builds the programs, unless the cache has them, and returns the folder in which they are.
pub fn build() -> Result<PathBuf> {
    let sources = sources();
    let read = |name: &str| std::fs::read_to_string(sources.join(name)).with_context(|| format!("cannot read {name}"));
    let module = read("go.mod")?;
    for pinned in requirements() {
        ensure!(module.contains(&format!("\t{pinned}\n")), "go.mod lacks `{pinned}`: run `cargo xtask judges pin`");
    }
    let recipe = [
        module,
        read("go.sum")?,
        read("main.go")?,
        read("dns/dns.go")?,
        link_flags(),
        PROGRAMS.concat(),
        go::version()?,
    ];
    let recipe: Vec<&str> = recipe.iter().map(String::as_str).chain([go::UNOPTIMISED]).collect();
    cache::keyed("kubernetes", &recipe, |folder| {
        process::step(&format!("go build Kubernetes {KUBERNETES}"), || compile(&sources, folder))
    })
}

fn sources() -> PathBuf {
    process::project_root().join("tests/judges/kubernetes")
}

/// Returns the lines of go.mod that choose the versions.
fn requirements() -> [String; 3] {
    [
        format!("github.com/coredns/coredns v{COREDNS}"),
        format!("go.etcd.io/etcd/server/v3 v{ETCD}"),
        format!("k8s.io/kubernetes v{KUBERNETES}"),
    ]
}

fn compile(sources: &Path, folder: &Path) -> Result<()> {
    let mut go = go::reproducible("build");
    go.args([go::UNOPTIMISED, "-ldflags", &link_flags(), "-o"]).arg(folder.join("kubernetes")).arg(".");
    process::run_long("go build", go.current_dir(sources))?;
    for program in PROGRAMS {
        std::os::unix::fs::symlink("kubernetes", folder.join(program))?;
    }
    Ok(())
}

/// Stamps the version, as the released programs are: clients such as Helm ask the API server for it.
fn link_flags() -> String {
    let package = "k8s.io/component-base/version";
    let mut numbers = KUBERNETES.split('.');
    let [major, minor] = [numbers.next(), numbers.next()].map(Option::unwrap_or_default);
    format!("-s -w -X {package}.gitVersion=v{KUBERNETES} -X {package}.gitMajor={major} -X {package}.gitMinor={minor}")
}
