//! No accepted key is without effect: every leaf of the field table is changed once, in values in which it acts.
//!
//! A row of `flips.txt` is PATH BASE VALUE: the base is a file in `bases` or in `examples`, the value is JSON. `{a,b}` in
//! a path stands for several rows, `[]` for the first item, `N` for group 0. `refused` before the value says that no
//! other value is accepted.

use std::collections::{BTreeMap, BTreeSet};

use rmq::diagnostic::{Diagnostic, code};
use rmq::values::{Field, Kind, ROOT};

use crate::call::{Outcome, path, read, render};
use crate::contract::assert_form;

struct Row {
    base: &'static str,
    is_refused: bool,
    value: &'static str,
}

const TABLE: &str = include_str!("flips.txt");

#[test]
fn every_value_has_an_effect() {
    let rows = rows();
    let (leaves, listed): (BTreeSet<String>, BTreeSet<String>) = (leaves(), rows.keys().cloned().collect());
    let differences: Vec<_> = leaves.symmetric_difference(&listed).collect();
    assert!(differences.is_empty(), "leaves without a row, or rows without a leaf: {differences:?}");
    let failures: Vec<String> = rows.iter().filter_map(|(path, row)| failure(path, row)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_value_without_effect_is_called_so() {
    let mut silent = BTreeSet::new();
    for name in ["minimal", "everything"] {
        let base = base(name);
        let before = both(&base, None);
        for (path, row) in rows().iter().filter(|(_, row)| !row.is_refused) {
            let after = both(&base, Some(&expression(path, row)));
            let is_named = |finding: &Diagnostic| {
                finding.code == code::IGNORED_KEY && finding.path.as_ref().is_some_and(|named| covers(named, path))
            };
            let is_said = after.iter().flat_map(|outcome| outcome.diagnostics.iter()).any(is_named);
            if effect(&before) == effect(&after) && !is_said {
                silent.insert(format!("{path} in `{name}`"));
            }
        }
    }
    let silent: Vec<&String> =
        silent.iter().filter(|case| !MAY_BE_SILENT.iter().any(|start| case.starts_with(start))).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

/// A permission that nothing needs, a part switched off that is not there, and values that the base has already.
const MAY_BE_SILENT: &[&str] = &[
    "acceptKnownDataLoss in",
    "broker.groups in `everything`",
    "console.service in `minimal`",
    "external.type in `minimal`",
    "metrics.enabled in `minimal`",
];

fn covers(named: &str, path: &str) -> bool {
    let path = instance(path);
    path == named || path.strip_prefix(named).is_some_and(|rest| rest.starts_with(['.', '[']))
}

#[test]
fn labels_and_annotations_reach_every_object_of_a_component() {
    for (value, word) in
        [("namesrv", "namesrv"), ("broker", "broker"), ("console", "console"), ("metrics.exporter", "metrics")]
    {
        for knob in ["labels", "annotations"] {
            let set = format!("{value}.{knob}={{\"example.com/team\": \"mq\"}}");
            let manifests = render("base.yaml", &base("everything"), Some(&set), &[word]).manifests.unwrap();
            for object in manifests.objects {
                assert!(object.text.contains("example.com/team: mq"), "{set}: {}/{}", object.kind, object.name);
            }
        }
    }
}

/// Why the flip of a row proves nothing, if it does not.
fn failure(path: &str, row: &Row) -> Option<String> {
    let base = base(row.base);
    let set = expression(path, row);
    let (before, after) = (both(&base, None), both(&base, Some(&set)));
    for finding in after.iter().flat_map(|outcome| outcome.diagnostics.iter()) {
        assert_form(finding, &set);
        if finding.code.number < 100 && finding.code != code::IGNORED_KEY && !row.is_refused {
            return Some(format!("{set} is not accepted in `{}`: {}", row.base, finding.message));
        }
    }
    (effect(&before) == effect(&after)).then(|| format!("{set} changes nothing in `{}`", row.base))
}

fn instance(path: &str) -> String {
    path.replace("[]", "[0]").replace(".N.", ".0.")
}

fn expression(path: &str, row: &Row) -> String {
    format!("{}={}", instance(path), row.value)
}

fn both(base: &str, set: Option<&str>) -> [Outcome; 2] {
    [render("base.yaml", base, set, &[]), render("base.yaml", base, set, &["smoke-test"])]
}

/// Everything that a change may show in, but that the key is without effect.
fn effect(outcomes: &[Outcome; 2]) -> Vec<String> {
    let mut effect = Vec::new();
    for outcome in outcomes {
        let findings = outcome.diagnostics.iter().filter(|finding| finding.code != code::IGNORED_KEY);
        effect.extend(findings.map(|finding| format!("{:?} {} {}", finding.severity, finding.code, finding.message)));
        let Some(manifests) = &outcome.manifests else { continue };
        effect.push(manifests.next_steps.clone());
        effect.extend(manifests.objects.iter().map(|object| object.text.clone()));
    }
    effect
}

fn base(name: &str) -> String {
    let own = format!("tests/rules/bases/{name}.yaml");
    if path(&own).is_file() { read(&own) } else { read(&format!("examples/{name}.yaml")) }
}

fn rows() -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (paths, rest) = line.split_once(' ').unwrap();
        let (base, value) = rest.trim_start().split_once(' ').unwrap();
        let value = value.trim_start();
        for path in expand(paths) {
            let (is_refused, value) = value.strip_prefix("refused ").map_or((false, value), |value| (true, value));
            assert!(rows.insert(path.clone(), Row { base, is_refused, value }).is_none(), "{path} stands twice");
        }
    }
    rows
}

/// Writes the first `{a,b}` of a path out, and the others of the results.
fn expand(path: &str) -> Vec<String> {
    let Some((before, (words, after))) =
        path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return vec![path.to_owned()];
    };
    words.split(',').flat_map(|word| expand(&format!("{before}{word}{after}"))).collect()
}

fn leaves() -> BTreeSet<String> {
    let mut leaves = BTreeSet::new();
    walk("", ROOT, &mut leaves);
    leaves
}

fn walk(path: &str, fields: &[&'static [Field]], leaves: &mut BTreeSet<String>) {
    for field in fields.iter().copied().flatten() {
        let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        match &field.kind {
            Kind::Section(fields) => walk(&path, fields, leaves),
            Kind::Rows(fields) => walk(&format!("{path}[]"), fields, leaves),
            Kind::Table { fields, .. } => walk(&format!("{path}.N"), fields, leaves),
            _ => {
                leaves.insert(path);
            }
        }
    }
}
