//! Kubernetes' own YAML reader and CoreDNS' own parser: a few lines of Go over them, asked about the cases of the tests.

#![expect(clippy::disallowed_methods, reason = "the rule is for the library")]

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::go;
use crate::{cache, process};

/// Whether answers that differ are written down or reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goldens {
    /// They are compared; a difference is an error.
    Check,
    /// They are rewritten.
    Bless,
}

/// What Kubernetes reads in a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The documents before the first error; those that are null do not count.
    pub documents: Vec<serde_json::Value>,
    /// True when an error ended the stream.
    pub is_refused: bool,
}

/// Builds the program, unless the cache has it, and returns its path.
pub fn build() -> Result<PathBuf> {
    let sources = process::project_root().join("tests/judges/go-oracle");
    let read = |name: &str| std::fs::read_to_string(sources.join(name)).with_context(|| format!("cannot read {name}"));
    let recipe = [read("go.mod")?, read("go.sum")?, read("main.go")?, read("corefile.go")?, go::version()?];
    let folder = cache::keyed("go-oracle", &recipe.each_ref().map(String::as_str), |folder| {
        process::run(go::reproducible("build").arg("-o").arg(folder.join("go-oracle")).arg(".").current_dir(&sources))
    })?;
    Ok(folder.join("go-oracle"))
}

/// Asks the program about every case and about everything that the writer wrote.
pub fn check(goldens: Goldens) -> Result<()> {
    let oracle = build()?;
    let corpus = process::project_root().join("tests/yaml");
    let stale = [
        cases(&oracle, &corpus.join("cases"), goldens)?,
        written(&oracle, &corpus.join("written"), goldens)?,
        corefiles(&oracle, &process::project_root().join("tests/corefile/cases"), goldens)?,
    ];
    let stale: Vec<String> = stale.concat();
    if !stale.is_empty() {
        bail!("Go answers otherwise: {}; see `cargo xtask go-oracle --bless`", stale.join(", "));
    }
    Ok(())
}

/// Returns the files of a folder with this ending, in order, and what is in them.
pub fn files(folder: &Path, ending: &str) -> Result<(Vec<PathBuf>, Vec<String>)> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == ending) {
            paths.push(path);
        }
    }
    paths.sort();
    let texts = paths.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    Ok((paths, texts))
}

fn corefiles(oracle: &Path, folder: &Path, goldens: Goldens) -> Result<Vec<String>> {
    let (paths, texts) = files(folder, "corefile")?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut stale = Vec::new();
    for (path, answer) in paths.iter().zip(read_corefiles(oracle, &texts)?) {
        let answer = serde_json::to_string_pretty(&answer)? + "\n";
        stale.extend(keep(&path.with_extension("answer"), answer.as_bytes(), goldens)?);
    }
    Ok(stale)
}

/// Returns what CoreDNS' parser reads in each text.
pub fn read_corefiles(oracle: &Path, texts: &[&str]) -> Result<Vec<serde_json::Value>> {
    let answers = process::filtered(Command::new(oracle).arg("corefile"), serde_json::to_vec(texts)?)?;
    Ok(serde_json::from_slice(&answers)?)
}

fn cases(oracle: &Path, folder: &Path, goldens: Goldens) -> Result<Vec<String>> {
    let (paths, streams) = files(folder, "yaml")?;
    let answers: Vec<String> = serde_json::from_slice(&ask(oracle, serde_json::to_vec(&streams)?)?)?;
    let mut stale = Vec::new();
    for (path, answer) in paths.iter().zip(&answers) {
        stale.extend(keep(&path.with_extension("answer"), answer.as_bytes(), goldens)?);
    }
    Ok(stale)
}

fn written(oracle: &Path, folder: &Path, goldens: Goldens) -> Result<Vec<String>> {
    let answers = ask(oracle, std::fs::read(folder.join("streams.json"))?)?;
    keep(&folder.join("answers.json"), &answers, goldens)
}

/// Compares or writes one golden file; returns its name when it differs.
fn keep(path: &Path, answer: &[u8], goldens: Goldens) -> Result<Vec<String>> {
    if std::fs::read(path).is_ok_and(|kept| kept == answer) {
        return Ok(Vec::new());
    }
    if goldens == Goldens::Bless {
        std::fs::write(path, answer)?;
        return Ok(Vec::new());
    }
    Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()).into_iter().collect())
}

/// Returns what the program reads in each stream: the documents, and whether an error ended them.
pub fn read(oracle: &Path, streams: &[&str]) -> Result<Vec<Reading>> {
    let answers: Vec<String> = serde_json::from_slice(&ask(oracle, serde_json::to_vec(streams)?)?)?;
    answers.iter().map(|answer| reading(answer)).collect()
}

fn reading(answer: &str) -> Result<Reading> {
    let mut reading = Reading::default();
    for line in answer.split_terminator('\n') {
        match line.strip_prefix("document ") {
            Some(json) => reading.documents.push(serde_json::from_str(json)?),
            None => reading.is_refused = true,
        }
    }
    Ok(reading)
}

/// Hands a JSON array of streams to the program and returns the JSON array of its answers.
fn ask(oracle: &Path, streams: Vec<u8>) -> Result<Vec<u8>> {
    process::filtered(&mut Command::new(oracle), streams)
}
