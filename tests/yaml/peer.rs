//! `serde_yaml` beside our reader: why it never touches a user's manifest.
//!
//! It is archived and reads YAML 1.2 with parts of 1.1. Where it differs in silence, a manifest would mean something
//! else to Kubernetes than to us.

use serde_json::Value as Json;

use crate::reading::{golden, is_same};

#[derive(Default)]
struct Tally {
    same: usize,
    other: Vec<&'static str>,
    refused: usize,
}

#[test]
fn serde_yaml_reads_other_values_in_silence() {
    let mut tally = Tally::default();
    for (name, text) in crate::cases() {
        let theirs = golden(name);
        if theirs.error.is_some() || theirs.documents.is_empty() {
            continue;
        }
        let parsed: Result<Vec<Json>, _> = theirs.documents.iter().map(|text| serde_json::from_str(text)).collect();
        // A case of depth is too deep for serde_json as well.
        let Ok(wanted) = parsed else { continue };
        match read(text) {
            None => tally.refused += 1,
            Some(found) if found.len() == wanted.len() && found.iter().zip(&wanted).all(|(a, b)| is_same(a, b)) => {
                tally.same += 1;
            }
            Some(_) => tally.other.push(name),
        }
    }
    assert_eq!((tally.same, tally.refused, tally.other.len()), (77, 15, 29), "same, refused, another value");
    for case in ["bool", "octal", "merge"] {
        assert!(tally.other.contains(&case), "serde_yaml now reads {case} as Kubernetes does: {:?}", tally.other);
    }
}

/// Reads every document that is not null, as our reader's test does.
fn read(text: &str) -> Option<Vec<Json>> {
    let documents = crate::documents(text).map(|document| serde_yaml::from_str::<Json>(document).ok());
    let values = documents.collect::<Option<Vec<Json>>>()?;
    Some(values.into_iter().filter(|value| !value.is_null()).collect())
}
