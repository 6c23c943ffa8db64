//! `post-render` on manifests of others, as they are and hardened; the web module has no such function.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::case::Case;
use super::{Run, outputs};
use crate::build::{self, Profile};
use crate::process;

/// The ways in which every stream is changed, by what the case is called.
const WAYS: [(&str, &[&str]); 2] =
    [("plain", &["post-render"]), ("hardened", &["post-render", "--harden", "-n", "prod"])];

/// Compares the native program, the launcher and the program for WASI.
pub fn compare(profile: Profile, [native, launcher, wasi]: [&Path; 3]) -> Result<()> {
    let folder = build::target().join("parity").join(format!("{}-streams", profile.name()));
    let run = Run { folder, cases: cases(&process::project_root().join("tests/streams"))? };
    run.prepare()?;
    let want = run.processes("native", native)?;
    run.check_expectations(&want)?;
    for (edge, got) in [("launcher", run.processes("launcher", launcher)?), ("wasi", run.node("wasi", wasi)?)] {
        run.check_equal(edge, &want, &got)?;
        outputs::prove_that_differences_are_seen(&got)?;
    }
    println!("    {} streams, each the same bytes natively, in the launcher and under WASI", run.cases.len());
    Ok(())
}

/// `NAME.yaml` is a stream; files with two endings are what tests expect of one.
fn cases(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".yaml").filter(|name| !name.contains('.')) else { continue };
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        cases.extend(WAYS.map(|(way, words)| Case::of_stream(format!("{name}-{way}"), text.clone(), words)));
    }
    ensure!(cases.len() >= WAYS.len(), "no stream in {}", folder.display());
    Ok(cases)
}
