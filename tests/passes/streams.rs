//! Whole streams of charts that are not ours: `NAME.yaml` in, `NAME.hardened.yaml` and `NAME.report.txt` out.
//!
//! `RMQ_BLESS=1` writes what comes out, and then fails once.

use std::path::{Path, PathBuf};

use rmq::{passes, yaml};

use crate::run::{assert_typed, harden, indented, pass};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/streams")
}

/// Returns the streams by name.
fn streams() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().strip_suffix(".yaml").map(str::to_owned);
    let named = paths.iter().filter_map(|path| Some((name(path)?, std::fs::read_to_string(path).unwrap())));
    let streams: Vec<_> = named.filter(|(name, _)| !name.ends_with(".hardened")).collect();
    assert!(streams.len() > 3, "{streams:?}");
    streams
}

#[test]
fn streams_become_what_the_golden_files_hold() {
    let is_blessing = std::env::var("RMQ_BLESS").is_ok_and(|value| value == "1");
    let mut changed = Vec::new();
    for (name, stream) in streams() {
        let done = harden(&stream);
        for (ending, text) in [("hardened.yaml", &done.text), ("report.txt", &done.report)] {
            let path = folder().join(format!("{name}.{ending}"));
            if std::fs::read_to_string(&path).ok().as_ref() != Some(text) {
                changed.push(path.display().to_string());
                if is_blessing {
                    std::fs::write(&path, text).unwrap();
                }
            }
        }
    }
    assert!(changed.is_empty(), "RMQ_BLESS=1 writes\n{}", changed.join("\n"));
}

#[test]
fn hardening_twice_is_hardening_once_and_what_comes_out_is_valid() {
    for (name, stream) in streams() {
        let once = harden(&stream).text;
        assert_typed(&name, &once);
        assert_eq!(harden(&once).text, once, "{name}");
    }
}

#[test]
fn each_pass_alone_is_the_same_twice() {
    for (name, stream) in streams() {
        for one in passes::ALL.iter().filter(|pass| pass.extent.is_hardening()) {
            let once = pass(one.name, &stream).text;
            assert_eq!(pass(one.name, &once).text, once, "{name}: {}", one.name);
        }
    }
}

#[test]
fn what_rmq_renders_is_hardened_once_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let values = indented(&std::fs::read_to_string(&path).unwrap(), 2);
        let spec = if values.trim().is_empty() { "spec: {}\n".to_owned() } else { format!("spec:\n{values}") };
        let head = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nmetadata: {name: mq, namespace: prod}\n";
        let once = harden(&(head.to_owned() + &spec)).text;
        assert_typed(&path.display().to_string(), &once);
        assert!(once.contains("kind: StatefulSet\n"), "{once}");
        assert_eq!(harden(&once).text, once, "{}", path.display());
    }
}

#[test]
fn documents_of_others_keep_their_bytes() {
    for (name, stream) in streams() {
        let done = harden(&stream).text;
        let chunks = yaml::split(&stream).unwrap();
        let foreign: Vec<&str> = chunks
            .iter()
            .map(|chunk| stream.get(chunk.whole.range()).unwrap())
            .filter(|document| document.contains("foreign"))
            .collect();
        assert!(!foreign.is_empty(), "{name} has no foreign document");
        for document in foreign {
            assert!(done.contains(document), "{name}: {document}");
        }
    }
}
