//! What users do wrong: every answer is a snapshot of exit code, stdout and stderr, read as the person who gets it.
//!
//! A case is a values file with its name and the words of the call; `RMQ` runs in a folder that holds only that file.

#![allow(clippy::disallowed_methods, reason = "these tests make and read files")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by them")]

#[path = "../cli/call.rs"]
#[expect(dead_code, reason = "the calls of another test")]
mod call;
mod cases;
mod corefiles;
#[path = "../cli/folder.rs"]
#[expect(dead_code, reason = "the folders of another test")]
mod folder;

use std::collections::BTreeSet;
use std::path::Path;

use call::{Answer, rmq};
use cases::{CASES, Case, Ending};
use folder::Folder;

#[test]
fn every_answer_is_as_it_was_read() {
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        for case in CASES {
            insta::assert_snapshot!(case.name, snapshot(case));
        }
    });
}

/// An answer of a case that keeps the contract, with the manifests reduced to their number.
fn snapshot(case: &Case) -> String {
    let folder = Folder::new();
    if let Some(content) = case.content {
        std::fs::write(folder.path().join("values.yaml"), content()).expect("a file");
    }
    if case.name == "a-directory" {
        std::fs::create_dir(folder.path().join("values.yaml")).expect("a folder");
    }
    let answer = rmq(["render"].iter().chain(case.words)).in_folder(folder.path()).run();
    check(case, &answer);
    let documents = answer.stdout.lines().filter(|line| *line == "---").count();
    format!("exit {}\nstdout: {documents} documents\nstderr:\n{}", answer.code, answer.stderr)
}

fn check(case: &Case, answer: &Answer) {
    let all = answer.all();
    match case.ending {
        Ending::Refused => assert!(answer.code == 2 && answer.stdout.is_empty(), "{}: {all}", case.name),
        Ending::Warned => assert!(answer.code == 0 && answer.stdout.starts_with("---\n"), "{}: {all}", case.name),
    }
    assert!(answer.stderr.contains("help: "), "{}: {all}", case.name);
    assert!(!answer.stderr.contains("s3cr3t"), "{}: {all}", case.name);
    let is_about_content = case.content.is_some() && case.words.contains(&"values.yaml") && !case.without_place;
    let has_place = answer.stderr.contains("values.yaml:") || answer.stderr.contains("--set");
    assert!(!is_about_content || has_place, "{}: {all}", case.name);
}

#[test]
fn no_snapshot_is_left_over() {
    let all = || CASES.iter().map(|case| case.name).chain(corefiles::CASES.iter().map(|case| case.name));
    let names: BTreeSet<&str> = all().collect();
    assert_eq!(names.len(), all().count(), "two cases have one name");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input/snapshots");
    for entry in std::fs::read_dir(folder).expect("the snapshots").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = file.trim_end_matches(".new").trim_end_matches(".snap");
        assert!(names.contains(name), "{file} has no case");
    }
}
