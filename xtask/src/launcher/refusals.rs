//! Files that must not be run: each is refused in one line that tells the way out.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use rmq_launcher::{artifact, engine};
use wasmtime::{Engine, ModuleVersionStrategy};

use super::{NAMES, replace};
use crate::build;

/// Tries each with the launcher of this folder, and what it runs in that one.
pub fn check(launcher: &Path) -> Result<()> {
    let folder = build::target().join("launcher-refusals");
    fs::create_dir_all(&folder)?;
    for name in NAMES {
        replace(&launcher.join(name), &folder.join(name))?;
    }
    let sound = fs::read(launcher.join(artifact::NAME))?;
    let cases = cases(&sound)?;
    for (what, bytes, want) in &cases {
        let file = folder.join(artifact::NAME);
        let _ = fs::remove_file(&file);
        if let Some(bytes) = bytes {
            fs::write(&file, bytes)?;
        }
        for name in NAMES {
            refused(&folder.join(name), want).with_context(|| what.clone())?;
        }
    }
    through_a_link(launcher, &folder)?;
    println!("    {} files that must not be run are refused", cases.len());
    Ok(())
}

/// What is tried: its name, the file if there is one, and a part of the message.
type Case = (String, Option<Vec<u8>>, &'static str);

fn cases(sound: &[u8]) -> Result<Vec<Case>> {
    let mut cases = vec![
        ("no file".to_owned(), None, "is missing"),
        ("an empty file".to_owned(), Some(Vec::new()), "is not whole"),
        ("half a file".to_owned(), Some(sound[..sound.len() / 2].to_vec()), "is not whole"),
        ("a file without its last byte".to_owned(), Some(sound[..sound.len() - 1].to_vec()), "is not whole"),
        ("a byte too much".to_owned(), Some([sound, b"\n"].concat()), "is not whole"),
        ("a hole of a page".to_owned(), Some(with_hole(sound)), "is damaged"),
        ("another program".to_owned(), Some(fs::read("/bin/sh")?), "is not whole, or no file of this program"),
    ];
    let body = sound.len() - 88;
    for at in [0, 5, 0x41, body / 7, body / 3, body / 2, body - 1, sound.len() - 12, sound.len() - 1] {
        let mut bytes = sound.to_vec();
        bytes[at] ^= 1 << (at % 8);
        cases.push((format!("byte {at} flipped"), Some(bytes), "is damaged"));
    }
    let (version, machine) = (artifact::VERSION, artifact::machine());
    let sealed = |code: &[u8], version: &str, machine: &str| Some(artifact::seal(code.to_vec(), version, machine));
    cases.push(("another rmq".to_owned(), sealed(&sound[..body], "0.0.9", &machine), "is rmq 0.0.9"));
    cases.push((
        "another machine".to_owned(),
        sealed(&sound[..body], version, "s390x-linux"),
        "is made for s390x-linux",
    ));
    cases.push(("another wasmtime".to_owned(), sealed(&of_another_wasmtime()?, version, &machine), "does not fit"));
    cases.push(("other settings".to_owned(), sealed(&of_other_settings()?, version, &machine), "does not fit"));
    Ok(cases)
}

fn with_hole(sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    bytes.iter_mut().skip(0x10_0000).take(4096).for_each(|byte| *byte = 0);
    bytes
}

/// Compiles a module as another version of wasmtime does.
fn of_another_wasmtime() -> Result<Vec<u8>> {
    let mut config = engine::config();
    config.module_version(ModuleVersionStrategy::Custom("47".to_owned()))?;
    Ok(Engine::new(&config)?.precompile_module(EMPTY)?)
}

/// Compiles a module without the time limit.
fn of_other_settings() -> Result<Vec<u8>> {
    let mut config = engine::config();
    config.epoch_interruption(false);
    Ok(Engine::new(&config)?.precompile_module(EMPTY)?)
}

/// A module of WebAssembly that holds nothing.
const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

fn refused(program: &Path, want: &str) -> Result<()> {
    let output = Command::new(program).arg("version").output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let is_right = output.status.code() == Some(2) && output.stdout.is_empty() && said.lines().count() == 1;
    ensure!(is_right && said.contains(want), "{}: expected `{want}`, got\n{said}", output.status);
    ensure!(said.contains("use the native `rmq`"), "no way out in {said}");
    Ok(())
}

/// krew reaches the program through a link: what it runs lies beside the program, not beside the link.
fn through_a_link(launcher: &Path, folder: &Path) -> Result<()> {
    let link = folder.join("linked");
    let _ = fs::remove_file(&link);
    symlink(launcher.join(NAMES[0]), &link)?;
    let output = Command::new(&link).arg("version").output()?;
    ensure!(output.status.success(), "through a link: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
