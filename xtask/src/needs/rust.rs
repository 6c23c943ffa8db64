//! The Rust toolchain of rust-toolchain.toml with its targets and components.
//!
//! rustup installs a missing toolchain by itself, but not a target or a component that is missing from one that is
//! there already; `rustup toolchain install` in the project's root does.

use std::path::Path;
use std::process::Command;

use super::Lack;
use crate::process;

/// The targets that the project builds for beside the native one.
pub const TARGETS: [&str; 2] = ["wasm32-unknown-unknown", "wasm32-wasip1"];

/// Makes sure that all targets and components are there.
pub fn provide() -> Result<(), Lack> {
    if missing().is_empty() {
        return Ok(());
    }
    if process::is_available("rustup") {
        eprintln!("    rustup toolchain install: {} missing", missing().join(", "));
        let mut install = Command::new("rustup");
        install.args(["toolchain", "install"]).env_remove("RUSTUP_TOOLCHAIN").current_dir(process::project_root());
        process::output(&mut install).map_err(|error| lack(format!("{error:#}")))?;
    }
    let missing = missing();
    if missing.is_empty() { Ok(()) } else { Err(lack(format!("the Rust toolchain lacks {}", missing.join(", ")))) }
}

fn lack(why: String) -> Lack {
    Lack { why, how: "install rustup, then run `rustup toolchain install` in the project's root".into() }
}

fn missing() -> Vec<&'static str> {
    let targets = TARGETS.into_iter().filter(|target| !has_target(target));
    let components = ["clippy", "fmt"].into_iter().filter(|component| !has_component(component));
    targets.chain(components).collect()
}

fn has_target(target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]).current_dir(process::project_root());
    process::output(&mut rustc).is_ok_and(|path| Path::new(String::from_utf8_lossy(&path).trim()).is_dir())
}

fn has_component(component: &str) -> bool {
    process::output(process::cargo().args([component, "--version"])).is_ok()
}
