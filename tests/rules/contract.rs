//! What every rule owes: one name everywhere, its files, pages in two languages, and findings in good form.

use std::collections::BTreeSet;

use rmq::cluster::checks::ALL;
use rmq::diagnostic::code::{INPUT_CODES, MANIFEST_CODES};
use rmq::diagnostic::{Code, Diagnostic};

use crate::call::{names, path, read};
use crate::fixtures::{FOLDER, bad, folder};

const FILES: [&str; 6] = ["mod.rs", "doc.md", "doc.zh.md", "bad.yaml", "bad.snap", "good.yaml"];
const HEADINGS: [&str; 4] = ["## What it checks", "## Why", "## Fix", "## References"];
const HEADINGS_ZH: [&str; 4] = ["## 检查什么", "## 原因", "## 解决办法", "## 参考"];

#[test]
fn codes_ascend_and_no_number_or_name_is_used_twice() {
    let checks: Vec<Code> = ALL.iter().map(|check| check.code).collect();
    assert!(checks.is_sorted_by_key(|code| code.number), "{checks:?}");
    let codes: Vec<Code> = INPUT_CODES.iter().chain(MANIFEST_CODES).map(|(code, _)| *code).chain(checks).collect();
    assert_eq!(codes.iter().map(|code| code.number).collect::<BTreeSet<_>>().len(), codes.len());
    assert_eq!(codes.iter().map(|code| code.name).collect::<BTreeSet<_>>().len(), codes.len());
    for code in codes {
        let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(code.name.chars().all(is_kebab), "{}", code.name);
    }
}

#[test]
fn every_folder_is_a_rule_and_holds_its_files() {
    let folders: BTreeSet<String> = names(FOLDER).into_iter().filter(|name| path(FOLDER).join(name).is_dir()).collect();
    let rules: BTreeSet<String> = ALL.iter().map(|check| check.code.name.replace('-', "_")).collect();
    assert_eq!(folders, rules);
    for check in ALL {
        let folder = folder(check);
        let names = names(&folder);
        for file in FILES {
            assert!(names.iter().any(|name| name == file), "{folder}/{file} is missing");
        }
        for name in names.iter().filter(|name| !FILES.contains(&name.as_str())) {
            let pair = match name.rsplit_once('.') {
                Some((stem, "yaml")) if stem.starts_with("bad-") => format!("{stem}.snap"),
                Some((stem, "snap")) if stem.starts_with("bad-") => format!("{stem}.yaml"),
                _ => panic!("{folder}/{name} belongs to nothing"),
            };
            assert!(names.contains(&pair), "{folder}/{name} has no {pair}");
        }
    }
}

#[test]
fn pages_have_the_same_form_in_both_languages() {
    for check in ALL {
        let folder = folder(check);
        let (english, chinese) = (read(&format!("{folder}/doc.md")), read(&format!("{folder}/doc.zh.md")));
        assert_eq!(headings(&english), HEADINGS, "{folder}/doc.md");
        assert_eq!(headings(&chinese), HEADINGS_ZH, "{folder}/doc.zh.md");
        assert_eq!(shape(&english), shape(&chinese), "{folder}: sentences of each section");
        for line in english.lines().filter(|line| is_sentence(line)) {
            assert!(line.ends_with(['.', ':']), "{folder}/doc.md: {line}");
            let inner = line.split(". ").skip(1).any(|rest| rest.starts_with(|c: char| c.is_uppercase()));
            assert!(!inner, "{folder}/doc.md has two sentences in a line: {line}");
        }
        for line in chinese.lines().filter(|line| is_sentence(line)) {
            assert!(line.ends_with(['。', '：']), "{folder}/doc.zh.md: {line}");
            assert!(line.matches('。').count() <= 1, "{folder}/doc.zh.md has two sentences in a line: {line}");
        }
    }
}

fn headings(page: &str) -> Vec<&str> {
    page.lines().filter(|line| line.starts_with('#')).collect()
}

fn is_sentence(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// The number of lines in each section.
fn shape(page: &str) -> Vec<usize> {
    let section = |section: &str| section.lines().skip(1).filter(|line| is_sentence(line)).count();
    page.split("## ").skip(1).map(section).collect()
}

#[test]
fn findings_are_in_good_form() {
    for check in ALL {
        for (name, outcome) in bad(check) {
            for finding in outcome.diagnostics.iter() {
                assert_form(finding, &format!("{}/{name}", folder(check)));
            }
        }
    }
}

/// One thought, lower-case, without a final period or a code; with a way out.
pub(crate) fn assert_form(finding: &Diagnostic, place: &str) {
    let help = finding.help.as_deref().unwrap_or_else(|| panic!("{place}: no help: {}", finding.message));
    for text in finding.notes.iter().chain([&finding.message]).map(String::as_str).chain([help]) {
        let begins_well = text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '`' || c == '-');
        let is_name = ["RocketMQ", "Raft", "Java", "DLedger", "Kubernetes"].iter().any(|name| text.starts_with(name));
        assert!(begins_well || (is_name && text != finding.message), "{place}: begins with a capital: {text}");
        assert!(!text.ends_with('.') && !text.is_empty(), "{place}: ends with a period: {text}");
        assert!(!text.contains("RMQ"), "{place}: holds a code: {text}");
        assert!(text.matches('`').count() % 2 == 0, "{place}: a backtick is open: {text}");
    }
}
