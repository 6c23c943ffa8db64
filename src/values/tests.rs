//! The table, the structs and the forms agree.

use serde::Deserialize;

use super::complete::section;
use super::field::{Field, Fields, Kind, each};
use super::{ROOT, Values};
use crate::yaml::Node;

/// A row in every list and table, and an entry in every mapping, so that each field has a value to carry.
const FULL: &str = r#"{
    "nodes": [{"name": "a", "address": "10.0.0.1"}],
    "image": {"pullSecrets": ["s"]},
    "broker": {
        "groupOverrides": {"0": {"brokerName": "b", "peers": ["n0-a:1"], "storePath": "/a", "uid": 5}},
        "config": {"a": "1"}, "configUnchecked": {"b": "2"}, "labels": {"c": "d"},
        "affinity": {"nodeAffinity": {}}, "sidecars": [{"name": "x"}], "probes": {"startup": {"periodSeconds": 1}},
        "jvm": {"options": ["-Xss1m"]}
    },
    "metrics": {"exporter": {"tolerations": [{"key": "a"}]}},
    "smokeTest": {"nodeSelector": {"a": "b"}}
}"#;

fn visit(fields: Fields, path: &str, check: &mut impl FnMut(&Field, &str)) {
    for field in each(fields) {
        let path = super::path::join(path, field.name);
        check(field, &path);
        if let Kind::Section(below) | Kind::Rows(below) | Kind::Table { fields: below, .. } = &field.kind {
            visit(below, &path, check);
        }
    }
}

fn as_json(tree: &Node) -> serde_json::Value {
    serde_json::to_value(tree).expect("JSON")
}

#[test]
fn every_field_reaches_the_values_and_every_value_has_a_field() {
    for user in ["{}", FULL] {
        let user: Node = serde_json::from_str(user).expect("a tree");
        let tree = section(ROOT, Some(&user));
        let values = Values::deserialize(&tree).expect("values");
        let back = serde_json::to_value(&values).expect("JSON");
        assert_eq!(back, as_json(&tree));
    }
}

#[test]
fn every_field_is_documented_in_both_languages() {
    visit(ROOT, "", &mut |field, path| {
        assert!(field.doc.len() > 20 && field.doc.ends_with(['.', ')']), "{path}: {}", field.doc);
        assert!(field.doc_zh.ends_with('。'), "{path}: {}", field.doc_zh);
        assert!(!field.doc.contains("  ") && !field.doc_zh.contains("  "), "{path}");
        assert!(!field.doc.contains(['|', '\n']) && !field.doc_zh.contains(['|', '\n']), "{path}");
    });
}

#[test]
fn every_default_fits_its_own_field() {
    visit(ROOT, "", &mut |field, path| match &field.kind {
        Kind::Number { default, min, max } => {
            assert!(default.is_none_or(|number| (*min..=*max).contains(&number)), "{path}");
        }
        Kind::Text { default: Some(text), format } => assert!(text.is_empty() || format.accepts(text), "{path}"),
        Kind::Amount { default, format } => assert!(format.accepts(default), "{path}"),
        Kind::Choice { default, words } => assert!(words.contains(default), "{path}"),
        Kind::Amounts { key, value, default } => {
            assert!(default.iter().all(|(name, amount)| key.accepts(name) && value.accepts(amount)), "{path}");
        }
        _ => {}
    });
}

#[test]
fn no_section_has_a_key_twice() {
    visit(ROOT, "", &mut |field, path| {
        let Kind::Section(below) = &field.kind else { return };
        let mut names: Vec<&str> = each(below).map(|field| field.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{path}");
    });
}
