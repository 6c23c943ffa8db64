//! A guest that tries to leave the sandbox, in the place of `rmq`: what it gets is what the call names, and no more.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use rmq_launcher::limits::Limits;
use rmq_launcher::{Call, artifact, engine};
use wasmtime::Engine;

use super::{NAMES, precompile, replace};
use crate::build::{self, Profile};

/// What the guest is told to try, behind the words that the launcher reads; and every line that it may say.
const TRIALS: &[(&str, &[&str])] = &[
    ("render -- see / . .. /etc /etc/passwd values.yaml {} {}/values.yaml out /proc/self/environ", &[]),
    ("render -f - --context . -- see . values.yaml", &[]),
    (
        "render -f values.yaml -- see values.yaml ./values.yaml other.yaml . .. {}/values.yaml out/../values.yaml",
        &["read values.yaml: 3", "found values.yaml", "read ./values.yaml: 3", "found ./values.yaml"],
    ),
    ("render -f . -- see . values.yaml ./values.yaml ..", &["found ."]),
    ("render -f out -- see out out/a out/link values.yaml", &["found out"]),
    ("render -f values.yaml -- write values.yaml other.yaml . out/a", &[]),
    ("render --set a=values.yaml -- write values.yaml", &[]),
    (
        "render --output-dir out -- see out out/a out/link values.yaml out/../values.yaml {}/out out/sub/b",
        &["listed out: 3", "found out", "read out/a: 1", "found out/a", "found out/link"],
    ),
    // A link may be renamed; what it leads to is not touched.
    (
        "render --output-dir out -- write out/a out/link out/../values.yaml values.yaml out/sub/b {}/out/c /c",
        &["written out/a", "renamed out/a", "renamed out/link"],
    ),
    ("init new.yaml -- write new.yaml other.yaml new.yaml/x ../new.yaml", &["written new.yaml"]),
];

/// How a guest ends that breaks a limit or breaks down.
const ENDS: &[(&str, &str)] = &[
    ("swell", "the work needs more than 1024 MiB"),
    ("sink", "the input is nested deeper than the sandbox allows"),
    ("break", "the program has broken down"),
];

/// Tries everything with the launcher in this folder.
pub fn check(launcher: &Path) -> Result<()> {
    let place = Place::make(launcher)?;
    for (call, want) in TRIALS {
        place.reset()?;
        let output = place.call(&call.replace("{}", &place.folder.display().to_string()))?;
        let said = String::from_utf8(output.stdout)?;
        let mut got: Vec<&str> = said.lines().filter(|line| !line.starts_with("variable ")).collect();
        let mut want: Vec<&str> = want.to_vec();
        got.sort_unstable();
        want.sort_unstable();
        ensure!(got == want, "a hostile guest, called with `{call}`, got {got:?} instead of {want:?}");
        let variables: Vec<&str> = said.lines().filter(|line| line.starts_with("variable ")).collect();
        ensure!(!call.contains("see") || variables == ["variable LANG=C"], "the guest sees {variables:?}");
        ensure!(
            place.outside_is_untouched()?,
            "a hostile guest, called with `{call}`, has changed what is not its own"
        );
    }
    for (what, want) in ENDS {
        let Output { status, stdout, stderr } = place.call(&format!("render -- {what}"))?;
        let said = String::from_utf8(stderr)?;
        let is_right =
            status.code() == Some(2) && stdout.is_empty() && said.lines().count() == 1 && said.contains(want);
        ensure!(is_right, "a guest that does `{what}` ends with {status}:\n{said}");
    }
    let ended = place.call("render -- exit")?;
    ensure!(ended.status.code() == Some(77), "exit code 77 comes out as {}", ended.status);
    place.time_limit()?;
    println!("    a hostile guest got what {} calls name, and no more; {} limits hold", TRIALS.len(), ENDS.len() + 1);
    Ok(())
}

/// The launcher with the hostile guest, and a folder with something to take.
struct Place {
    root: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn make(launcher: &Path) -> Result<Self> {
        let root = build::target().join("launcher-hostile");
        fs::create_dir_all(&root)?;
        replace(&launcher.join(NAMES[0]), &root.join(NAMES[0]))?;
        let wasm = build::hostile(Profile::Release)?;
        precompile(&fs::read(&wasm)?, &root.join(artifact::NAME))?;
        Ok(Self { folder: root.join("place"), root })
    }

    fn reset(&self) -> Result<()> {
        if self.folder.is_dir() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(self.folder.join("out/sub"))?;
        for file in ["values.yaml", "other.yaml"] {
            fs::write(self.folder.join(file), "a: ")?;
        }
        fs::write(self.folder.join("out/a"), "a")?;
        fs::write(self.folder.join("out/sub/b"), "b")?;
        Ok(symlink("../values.yaml", self.folder.join("out/link"))?)
    }

    fn outside_is_untouched(&self) -> Result<bool> {
        let texts = ["values.yaml", "other.yaml", "out/sub/b"].map(|file| fs::read_to_string(self.folder.join(file)));
        let names = fs::read_dir(&self.folder)?.count();
        let new = usize::from(self.folder.join("new.yaml").exists());
        Ok(matches!(texts, [Ok(a), Ok(b), Ok(c)] if (&*a, &*b, &*c) == ("a: ", "a: ", "b")) && names == 3 + new)
    }

    fn call(&self, words: &str) -> Result<Output> {
        let mut command = Command::new(self.root.join(NAMES[0]));
        command.args(words.split(' ')).env_clear().env("LANG", "C").env("SECRET", "1").env("HOME", "/");
        command.current_dir(&self.folder).stdin(std::process::Stdio::null()).output().context("the launcher")
    }

    /// The limit of time, in this process, because nobody waits a minute for a test.
    fn time_limit(&self) -> Result<()> {
        let engine = Engine::new(&engine::config())?;
        let module =
            artifact::load(&engine, &self.root.join(artifact::NAME)).map_err(|error| anyhow::anyhow!("{error}"))?;
        let words = ["rmq", "render", "--", "spin"].map(Into::into).to_vec();
        let limits = Limits { seconds: 1, ..Limits::default() };
        let ended = rmq_launcher::run(&engine, &module, &Call { words, environment: Vec::new() }, limits);
        let said = ended.err().map(|refusal| refusal.to_string()).unwrap_or_default();
        ensure!(said.starts_with("the work takes more than 1 s"), "a guest that spins ends with `{said}`");
        Ok(())
    }
}
