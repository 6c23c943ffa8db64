//! The Go tools: what every judge that is written in Go is built with.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{cache, process};

/// The modules of Helm 3 and Helm 4, each in its version.
pub const HELM: [&str; 2] = ["helm.sh/helm/v3/cmd/helm@v3.22.0", "helm.sh/helm/v4/cmd/helm@v4.3.1"];
/// The module of kustomize.
pub const KUSTOMIZE: &str = "sigs.k8s.io/kustomize/kustomize/v5@v5.8.2";
/// The module of kubeconform.
pub const KUBECONFORM: &str = "github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0";

/// Keeps the compiler from optimising and from describing the code for debuggers: a third less work.
pub const UNOPTIMISED: &str = "-gcflags=all=-N -l -dwarf=false";

/// How a Go program is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compiler {
    /// As users have it: the only kind whose time may be taken.
    Default,
    /// Soon ready, and slow when it runs.
    Quick,
}

impl Compiler {
    fn name(self) -> &'static str {
        match self {
            Self::Default => "default compiler flags",
            Self::Quick => "unoptimised",
        }
    }
}

/// Returns what `go version` prints: a part of the recipe of everything that is built here.
pub fn version() -> Result<String> {
    let printed = process::output(Command::new("go").arg("version").env("GOTOOLCHAIN", "local"))?;
    Ok(String::from_utf8(printed)?.trim().to_owned())
}

/// Returns a call of `go` whose result depends on nothing of this machine but the Go tools.
pub fn reproducible(subcommand: &str) -> Command {
    let mut go = Command::new("go");
    go.arg(subcommand).env("CGO_ENABLED", "0").env("GOFLAGS", "-trimpath -buildvcs=false").env("GOTOOLCHAIN", "local");
    go
}

/// Installs a program in the version that the module names, unless the cache has it, and returns its path.
pub fn installed(program: &str, module: &str, compiler: Compiler) -> Result<PathBuf> {
    let go = version()?;
    let folder = cache::keyed(program, &[module, compiler.name(), &go], |folder| {
        let title = format!("go install {module}");
        process::step(&title, || process::run_long(module, &mut install(module, compiler, folder)))
    })?;
    Ok(folder.join(program))
}

fn install(module: &str, compiler: Compiler, folder: &Path) -> Command {
    let mut go = match compiler {
        Compiler::Quick => reproducible("install"),
        Compiler::Default => Command::new("go"),
    };
    match compiler {
        Compiler::Quick => go.args([UNOPTIMISED, "-ldflags=-s -w"]),
        Compiler::Default => go.arg("install").env_remove("GOFLAGS").env_remove("CGO_ENABLED"),
    };
    go.arg(module).env("GOBIN", folder);
    go
}
