//! Corefiles against the answers of CoreDNS' own parser, which `cargo xtask go-oracle` asks.

#![expect(clippy::disallowed_methods, reason = "tests read their cases from files")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod answer;
mod manifests;
mod merging;

use std::path::Path;

/// Returns the cases by name, with the Corefile and the answer.
fn cases() -> Vec<(String, String, serde_json::Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corefile/cases");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "corefile") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let answer = std::fs::read(path.with_extension("answer")).unwrap();
            cases.push((name, std::fs::read_to_string(&path).unwrap(), serde_json::from_slice(&answer).unwrap()));
        }
    }
    cases.sort_by(|one, other| one.0.cmp(&other.0));
    cases
}

#[test]
fn every_case_is_read_as_coredns_reads_it() {
    let cases = cases();
    assert!(cases.len() >= 60, "{}", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .map(|(name, text, theirs)| (name, text, answer::answer(text), theirs))
        .filter(|(_, text, ours, theirs)| !answer::is_same(text, ours, theirs))
        .map(|(name, _, ours, theirs)| format!("{name}\n  ours   {ours}\n  theirs {theirs}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_answers_are_of_every_kind() {
    let cases = cases();
    let count = |word: &str| cases.iter().filter(|(.., theirs)| theirs.as_str() == Some(word)).count();
    assert!(count(answer::REFUSED) >= 20, "{} refused", count(answer::REFUSED));
    assert!((1..5).contains(&count(answer::UNSEEN)), "{} unseen", count(answer::UNSEEN));
}
