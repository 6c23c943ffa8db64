//! What is said about manifests is said of something that is in them.

#![allow(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by a panic")]

use std::collections::BTreeSet;

use rmq::cluster::{RequestedRelease, checks};
use rmq::pipeline;
use rmq::reasons::{self, At};
use rmq::render::Rendered;
use rmq::source::Sources;
use rmq::values::Input;

/// Returns every object of every example, the smoke test too.
fn objects() -> Vec<Rendered> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut objects = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let mut sources = Sources::new();
        let file = sources.add("values.yaml", std::fs::read_to_string(entry.unwrap().path()).unwrap());
        for only in [&[][..], &["smoke-test".to_owned()]] {
            let release = RequestedRelease::default();
            objects.extend(pipeline::render(&sources, &[Input::File(file)], &release, only).value.unwrap().objects);
        }
    }
    objects
}

#[test]
fn every_reason_shows_in_an_object_of_its_template() {
    let objects = objects();
    let templates: BTreeSet<&str> = objects.iter().map(|object| object.template).collect();
    for template in templates {
        let of_template: Vec<&Rendered> = objects.iter().filter(|object| object.template == template).collect();
        let found: BTreeSet<&str> =
            of_template.iter().flat_map(|object| reasons::of(object)).map(|one| one.at).collect();
        let all = reasons::all(template);
        assert!(!all.is_empty(), "{template} has no reason");
        for reason in all {
            let (At::Field(at) | At::Line(at)) = reason.at;
            assert!(found.contains(at), "{template}: no {at} in any example");
        }
    }
}

#[test]
fn a_place_is_that_of_its_key() {
    for object in objects() {
        let all = reasons::of(&object);
        assert!(all.windows(2).all(|pair| pair[0].range.start <= pair[1].range.start));
        for one in all {
            let text = &object.text[one.range.clone()];
            assert!(one.at.trim_end_matches(']').ends_with(text) || text.starts_with(one.at), "{}: {text}", one.at);
        }
    }
}

#[test]
fn every_reason_is_told_in_both_languages_and_its_rule_exists() {
    let templates: BTreeSet<&str> = objects().iter().map(|object| object.template).collect();
    for reason in templates.into_iter().flat_map(reasons::all) {
        assert!(reason.text.ends_with('.') && reason.text_zh.ends_with('。'), "{reason:?}");
        let is_rule = |rule: &str| checks::ALL.iter().any(|check| check.code.to_string() == rule);
        assert!(reason.rule.is_none_or(is_rule), "{reason:?}");
    }
}
