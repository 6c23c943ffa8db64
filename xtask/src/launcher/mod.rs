//! The launcher with what it runs: `kubectl-rmq`, `rmq-post-renderer` and the precompiled `rmq.cwasm` in one folder.

mod hostile;
mod refusals;
mod same;
mod terminal;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use rmq_launcher::{artifact, engine};
use sha2::{Digest, Sha256};
use wasmtime::Engine;

use crate::build::{self, Profile};
use crate::process;

/// The program under the names by which kubectl and Helm find it.
///
/// The second is a copy: Helm 4 does not install a plugin whose folder holds a link.
pub const NAMES: [&str; 2] = ["kubectl-rmq", "rmq-post-renderer"];

/// Builds everything and returns the folder: `target/launcher` for what is shipped.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let (program, wasm) = (build::launcher(profile)?, build::wasi(profile)?);
    let folder = build::target().join(match profile {
        Profile::Release => "launcher-release",
        Profile::Dist | Profile::Plugin | Profile::Web => "launcher",
    });
    std::fs::create_dir_all(&folder)?;
    for name in NAMES {
        replace(&program, &folder.join(name))?;
    }
    let file = folder.join(artifact::NAME);
    let wasm = std::fs::read(&wasm).with_context(|| format!("no {}", wasm.display()))?;
    precompile(&wasm, &file)?;
    prove_that_it_runs(&folder)?;
    Ok(folder)
}

/// Holds the launcher against the native program, a hostile guest, and files that must not be run.
pub fn check() -> Result<()> {
    let (native, folder) = (build::native("rmq", Profile::Release)?, build(Profile::Release)?);
    let launcher = folder.join(NAMES[0]);
    process::step("files that must not be run", || refusals::check(&folder))?;
    process::step("a hostile guest", || hostile::check(&folder))?;
    process::step("on a terminal", || terminal::check(&native, &launcher))?;
    process::step("the same calls", || same::check(&native, &launcher))
}

/// Compiles a module for the launcher, for any processor of this architecture, unless that has been done.
pub fn precompile(wasm: &[u8], file: &Path) -> Result<()> {
    let engine = compiler()?;
    let made_from = file.with_extension("cwasm.from");
    let key = key(&engine, wasm);
    if file.is_file() && std::fs::read_to_string(&made_from).is_ok_and(|old| old == key) {
        return Ok(());
    }
    let code = process::step("compile rmq.wasm ahead of time", || Ok(engine.precompile_module(wasm)?))?;
    // The launcher maps the file: one that runs keeps the old one.
    let aside = file.with_extension("cwasm.part");
    std::fs::write(&aside, artifact::seal(code, artifact::VERSION, &artifact::machine()))?;
    std::fs::rename(&aside, file)?;
    Ok(std::fs::write(made_from, key)?)
}

/// Returns the engine of the launcher with the compiler.
///
/// With a target that is named, the compiler takes only what every processor of the architecture has.
fn compiler() -> Result<Engine> {
    let mut config = engine::config();
    config.target(&target_triple())?;
    Ok(Engine::new(&config)?)
}

fn target_triple() -> String {
    let system = match std::env::consts::OS {
        "linux" => "unknown-linux-gnu",
        "macos" => "apple-darwin",
        "windows" => "pc-windows-msvc",
        other => other,
    };
    format!("{}-{system}", std::env::consts::ARCH)
}

/// Returns what the file depends on: the module, the compiler with its settings, and the footer.
fn key(engine: &Engine, wasm: &[u8]) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut settings = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut settings);
    let module = Sha256::digest(wasm);
    format!("{module:?} {:x} {} {}\n", settings.finish(), artifact::VERSION, artifact::machine())
}

fn replace(from: &Path, to: &Path) -> Result<()> {
    let _ = std::fs::remove_file(to);
    std::fs::copy(from, to).with_context(|| format!("cannot write {}", to.display()))?;
    Ok(())
}

/// A module that wants a function which the launcher does not give is seen here, not by a user.
fn prove_that_it_runs(folder: &Path) -> Result<()> {
    for name in NAMES {
        let printed = process::output(std::process::Command::new(folder.join(name)).arg("--help"))?;
        ensure!(!printed.is_empty(), "{name} --help prints nothing");
    }
    Ok(())
}

/// Returns the first lines of a text that is shown to a person.
fn start(text: &str) -> String {
    text.lines().take(20).collect::<Vec<_>>().join("\n")
}

/// Returns the first line in which the launcher differs.
fn first_difference(native: &str, launcher: &str) -> String {
    let ends = |text: &str| text.lines().map(str::to_owned).chain(["(the end)".to_owned()]).collect::<Vec<_>>();
    let (native, launcher) = (ends(native), ends(launcher));
    let place = native.iter().zip(&launcher).enumerate().find(|(_, (one, other))| one != other);
    let (line, (one, other)) = place.unwrap_or((0, (&native[0], &launcher[0])));
    format!("line {} is `{one}`, and in the launcher `{other}`", line + 1)
}
