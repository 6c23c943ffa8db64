//! The values in the folder of each rule: `bad*.yaml` break it, `good.yaml` breaks none.
//!
//! A comment that holds only codes names the findings of its line: `replicas: 2  # RMQ401`. Findings without a place
//! stand in the first line: `# RMQ401 without a place`.

use std::collections::BTreeSet;

use rmq::cluster::checks::{ALL, Check};
use rmq::diagnostic::Severity;

use crate::call::{Outcome, path, read, render, values_files};

pub(crate) const FOLDER: &str = "src/cluster/checks";

/// Returns the folder of a rule.
pub(crate) fn folder(check: &Check) -> String {
    format!("{FOLDER}/{}", check.code.name.replace('-', "_"))
}

/// Returns what came of each `bad*.yaml` of a rule, with its name.
pub(crate) fn bad(check: &Check) -> Vec<(String, Outcome)> {
    let folder = folder(check);
    let names = values_files(&folder, "bad");
    names.into_iter().map(|name| (name.clone(), render(&name, &read(&format!("{folder}/{name}")), None, &[]))).collect()
}

/// The codes that a text expects, each with its line.
fn expected(text: &str) -> BTreeSet<(Option<usize>, String)> {
    let mut expected = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, comment)) = line.rsplit_once("# ") else { continue };
        let (codes, place) = match comment.strip_suffix(" without a place") {
            Some(codes) => (codes, None),
            None => (comment, Some(index + 1)),
        };
        let is_code = |word: &&str| word.strip_prefix("RMQ").is_some_and(|number| number.len() == 3);
        expected.extend(codes.split(' ').filter(is_code).map(|code| (place, code.to_owned())));
    }
    expected
}

#[test]
fn bad_values_give_the_findings_that_they_are_marked_with() {
    for check in ALL {
        for (name, outcome) in bad(check) {
            let text = read(&format!("{}/{name}", folder(check)));
            let found: BTreeSet<_> =
                outcome.diagnostics.iter().map(|finding| (outcome.line(finding), finding.code.to_string())).collect();
            let all: Vec<String> = outcome.diagnostics.iter().map(|finding| outcome.concise(finding)).collect();
            assert_eq!(found, expected(&text), "{}/{name}\n{}", folder(check), all.join("\n"));
            assert!(outcome.diagnostics.iter().any(|finding| finding.code == check.code), "{}/{name}", folder(check));
            for finding in outcome.diagnostics.iter().filter(|finding| finding.code != check.code) {
                assert_ne!(finding.severity, Severity::Error, "{}/{name}: {}", folder(check), finding.message);
            }
        }
    }
}

#[test]
fn the_words_of_every_finding_are_known() {
    for check in ALL {
        for (name, outcome) in bad(check) {
            let own = outcome.diagnostics.iter().filter(|finding| finding.code == check.code);
            let text: String = own.map(|finding| outcome.explained(finding)).collect();
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(path(&folder(check)));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name.trim_end_matches(".yaml"), text));
        }
    }
}

#[test]
fn good_values_render_without_any_finding() {
    for check in ALL {
        let outcome = render("good.yaml", &read(&format!("{}/good.yaml", folder(check))), None, &[]);
        let findings: Vec<String> = outcome.diagnostics.iter().map(|finding| outcome.concise(finding)).collect();
        assert!(findings.is_empty(), "{}: {findings:?}", folder(check));
        assert!(outcome.manifests.is_some_and(|manifests| !manifests.objects.is_empty()), "{}", folder(check));
    }
}
