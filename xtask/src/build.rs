//! The builds that more than one task needs: the program natively and for WASI, the modules for Helm and for browsers.

use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::process::{self, cargo};
use crate::wasm_opt::{self, Aim};

/// A cargo profile that we build for others to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build: what tests use.
    Release,
    /// Small: what is shipped.
    Dist,
    /// Smaller still: the web module that is shipped.
    Web,
    /// As small: the module for Helm that is shipped.
    Plugin,
}

impl Profile {
    /// Returns its name for cargo, which is also that of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dist => "dist",
            Self::Web => "web",
            Self::Plugin => "plugin",
        }
    }

    /// Returns the profile of the web module that belongs to programs of this one.
    fn of_web_module(self) -> Self {
        match self {
            Self::Release => Self::Release,
            Self::Dist | Self::Web | Self::Plugin => Self::Web,
        }
    }
}

/// Returns the folder in which cargo builds.
pub fn target() -> PathBuf {
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    process::project_root().join(folder)
}

/// Builds a program of the workspace natively and returns its path.
pub fn native(package: &str, profile: Profile) -> Result<PathBuf> {
    build(&["--package", package, "--bin", package], profile)?;
    Ok(target().join(profile.name()).join(package))
}

/// Builds the launcher, without what it runs, and returns its path.
pub fn launcher(profile: Profile) -> Result<PathBuf> {
    build(&["--package", "rmq-launcher", "--bin", "kubectl-rmq"], profile)?;
    Ok(target().join(profile.name()).join("kubectl-rmq"))
}

/// Builds the command line for WASI and returns the path of the module.
pub fn wasi(profile: Profile) -> Result<PathBuf> {
    build(&["--package", "rmq", "--bin", "rmq", "--target", "wasm32-wasip1"], profile)?;
    Ok(target().join("wasm32-wasip1").join(profile.name()).join("rmq.wasm"))
}

/// Builds the module for Helm 4 and returns its path; what is shipped has a profile of its own, as the web module has.
pub fn helm_wasm(profile: Profile) -> Result<PathBuf> {
    let profile = if profile == Profile::Release { Profile::Release } else { Profile::Plugin };
    build(&["--package", "rmq-helm-wasm", "--target", "wasm32-wasip1"], profile)?;
    let module = target().join("wasm32-wasip1").join(profile.name()).join("rmq_helm_wasm.wasm");
    if profile == Profile::Release {
        return Ok(module);
    }
    let small = module.with_file_name("plugin.wasm");
    wasm_opt::optimise(&module, &small, Aim::Size)?;
    Ok(small)
}

/// Builds the guest that tries to leave the sandbox and returns the path of the module.
pub fn hostile(profile: Profile) -> Result<PathBuf> {
    build(&["--package", "hostile", "--target", "wasm32-wasip1"], profile)?;
    Ok(target().join("wasm32-wasip1").join(profile.name()).join("hostile.wasm"))
}

/// What the glue of the web module is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glue {
    /// Node, where tests call it.
    Node,
    /// The page, with types.
    Page,
}

/// Builds the web module with its glue and returns the folder that holds `rmq_web.js` and `rmq_web_bg.wasm`.
///
/// What is shipped has a profile of its own, because the page waits for every byte of it.
pub fn web(profile: Profile, glue: Glue) -> Result<PathBuf> {
    let profile = profile.of_web_module();
    build(&["--package", "rmq-web", "--target", "wasm32-unknown-unknown"], profile)?;
    let module = target().join("wasm32-unknown-unknown").join(profile.name()).join("rmq_web.wasm");
    let (folder, is_page) = match glue {
        Glue::Node => (target().join("web").join(profile.name()).join("nodejs"), false),
        Glue::Page => (target().join("page").join("engine"), true),
    };
    process::step(&format!("wasm-bindgen ({})", profile.name()), || {
        let mut bindgen = Bindgen::new();
        let bindgen = bindgen.input_path(&module).typescript(is_page);
        if is_page { bindgen.web(true)? } else { bindgen.nodejs(true)? }.generate(&folder)
    })
    .with_context(|| format!("cannot make the glue for {}", module.display()))?;
    Ok(folder)
}

fn build(args: &[&str], profile: Profile) -> Result<()> {
    eprintln!("    cargo build --profile {} {}", profile.name(), args.join(" "));
    process::run(cargo().args(["build", "--profile", profile.name()]).args(args))
}
