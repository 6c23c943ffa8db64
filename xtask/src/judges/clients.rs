//! The programs that `rmq client` prints, built as they are: with their own build files, unchanged.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::{go, maven};
use crate::{cache, process};

/// Every language of `rmq client`.
pub const LANGUAGES: [&str; 3] = ["java", "spring", "go"];
/// Every position of `rmq client`.
pub const POSITIONS: [&str; 3] = ["inside", "other-namespace", "outside"];

/// The Kubernetes namespace that the programs are for.
const NAMESPACE: &str = "mq";

/// A program that was built, in the shape that tests/e2e/src/tools.rs reads.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Program {
    /// The words that start it.
    pub command_line: Vec<String>,
    /// The folders that it needs; the first holds its files as they were printed.
    pub folders: Vec<PathBuf>,
}

/// Builds the program of a language for clients of an example at a position, unless the cache has it.
pub fn built(rmq: &Path, example: &str, position: &str, language: &str) -> Result<Program> {
    let files = printed(rmq, example, position, language)?;
    let mut recipe = vec![language];
    recipe.extend(files.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]));
    let folder = cache::keyed(&format!("client-{language}"), &recipe, |folder| {
        for (name, text) in &files {
            std::fs::write(folder.join(name), text)?;
        }
        process::step(&format!("compile the {language} client {position}"), || compile(language, folder))
    })?;
    let text_of = |name: &str| files.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
    match text_of("pom.xml") {
        None => Ok(Program { command_line: vec![text(&folder.join("client"))?], folders: vec![folder] }),
        Some(pom) => {
            let title = format!("libraries of the {language} client");
            let libraries = maven::libraries(&format!("client-{language}-lib"), &title, pom)?;
            let class_path = format!("{}:{}/*", text(&folder.join("target/classes"))?, text(&libraries)?);
            let main = if language == "spring" { "com.example.Application" } else { "Client" };
            let words = ["java", "-cp", &class_path, main].map(str::to_owned);
            Ok(Program { command_line: words.into(), folders: vec![folder, libraries] })
        }
    }
}

/// Returns the files as `rmq client` writes them.
fn printed(rmq: &Path, example: &str, position: &str, language: &str) -> Result<Vec<(String, String)>> {
    let folder = std::env::temp_dir().join(format!("rmq-client-{}-{position}-{language}", std::process::id()));
    let values = process::project_root().join(format!("examples/{example}.yaml"));
    let mut command = Command::new(rmq);
    command.args(["client", "-q", "-n", NAMESPACE, "--lang", language, "--from", position, "-f"]).arg(values);
    process::output(command.arg("--output-dir").arg(&folder))?;
    let files = read(&folder);
    std::fs::remove_dir_all(&folder)?;
    let files = files?;
    ensure!(files.len() > 1, "rmq client wrote {} files", files.len());
    Ok(files)
}

fn read(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.push((text(Path::new(&entry.file_name()))?, std::fs::read_to_string(entry.path())?));
    }
    files.sort();
    Ok(files)
}

fn compile(language: &str, folder: &Path) -> Result<()> {
    if language != "go" {
        return maven::compile(folder);
    }
    let formatted = process::output(Command::new("gofmt").arg("-l").arg(folder))?;
    ensure!(formatted.is_empty(), "gofmt would change {}", String::from_utf8_lossy(&formatted));
    process::output(go::reproducible("vet").arg("./...").current_dir(folder))?;
    process::output(go::reproducible("build").args(["-o", "client", "."]).current_dir(folder)).map(drop)
}

fn text(path: &Path) -> Result<String> {
    Ok(path.to_str().context("a path that is no text")?.to_owned())
}
