//! The YAML module against the answers of Kubernetes' own Go code, which `cargo xtask go-oracle` asks.

#![expect(clippy::disallowed_methods, reason = "tests read their cases from files")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod editing;
mod hostile;
mod peer;
mod reading;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml").join(name)
}

/// Returns the files of a folder with this ending, as pairs of bare name and content.
fn files(name: &str, ending: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Returns the reading cases by name.
fn cases() -> &'static [(String, String)] {
    static CASES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| files("cases", "yaml"));
    &CASES
}

/// Returns the texts of the documents of a stream; none for a broken one.
fn documents(text: &str) -> impl Iterator<Item = &str> {
    rmq::yaml::split(text).unwrap_or_default().into_iter().filter_map(|chunk| text.get(chunk.content.range()))
}
