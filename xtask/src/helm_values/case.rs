//! The table of cases.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail, ensure};
use rmq::source::{Sources, Span};
use rmq::yaml::{Duplicates, parse};
use serde::Deserialize;
use serde_json::Value;

use super::answer::Expected;
use crate::process;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    Helm3,
    Helm4,
    Rmq,
}

impl Party {
    pub const ALL: [Self; 3] = [Self::Helm3, Self::Helm4, Self::Rmq];

    pub fn name(self) -> &'static str {
        match self {
            Self::Helm3 => "Helm 3",
            Self::Helm4 => "Helm 4",
            Self::Rmq => "rmq",
        }
    }
}

/// One row; the head of the file says what each field means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    #[serde(rename = "case")]
    pub name: String,
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    #[serde(default)]
    pub stdin: String,
    pub args: Vec<String>,
    values: Option<Value>,
    #[serde(default)]
    refused: bool,
    helm4: Option<Differing>,
    pub rmq: Option<Deviation>,
    #[serde(default)]
    pub planted: bool,
}

/// What Helm 4 makes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Differing {
    values: Option<Value>,
    #[serde(default)]
    refused: bool,
}

/// What `rmq` makes of it, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    values: Option<Value>,
    refused: Option<String>,
    because: String,
}

/// Reads the table and refuses rows that say nothing, say two things, or stand twice.
pub fn read() -> Result<Vec<Case>> {
    let path = process::project_root().join("tests/judges/helm/cases.yaml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut sources = Sources::new();
    let source = sources.add("cases.yaml", text.as_str());
    let tree = parse(source, &text, Span::new(0, text.len()), Duplicates::Refuse);
    let tree = tree.map_err(|found| anyhow!("{}: {found:?}", path.display()))?;
    let cases: Vec<Case> = serde_json::from_value(serde_json::to_value(&tree)?)?;
    for (number, case) in cases.iter().enumerate() {
        for party in Party::ALL {
            case.expected(party).with_context(|| case.name.clone())?;
        }
        let stands_twice = cases[..number].iter().any(|other| other.name == case.name);
        ensure!(!stands_twice, "two cases are called `{}`", case.name);
    }
    Ok(cases)
}

impl Case {
    /// Returns what the table says about one of them.
    pub fn expected(&self, party: Party) -> Result<Expected> {
        let usual = || expected(self.values.as_ref(), self.refused);
        match (party, &self.helm4, &self.rmq) {
            (Party::Helm3, ..) | (Party::Helm4, None, _) => usual(),
            (Party::Helm4, Some(differing), _) => expected(differing.values.as_ref(), differing.refused),
            (Party::Rmq, _, Some(deviation)) => deviation.expected(),
            // The newer Helm is the one that rmq follows.
            (Party::Rmq, Some(differing), None) => {
                expected(differing.values.as_ref(), differing.refused).map(Expected::without_nothing)
            }
            (Party::Rmq, None, None) => usual().map(Expected::without_nothing),
        }
    }
}

impl Deviation {
    fn expected(&self) -> Result<Expected> {
        ensure!(!self.because.is_empty(), "a deviation without a reason");
        match (&self.values, &self.refused) {
            (Some(values), None) => Ok(Expected::Values(values.clone()).without_nothing()),
            (None, Some(code)) => Ok(Expected::Refused(Some(code.clone()))),
            _ => bail!("expected either `values` or `refused`"),
        }
    }
}

fn expected(values: Option<&Value>, refused: bool) -> Result<Expected> {
    match (values, refused) {
        (Some(values), false) => Ok(Expected::Values(values.clone())),
        (None, true) => Ok(Expected::Refused(None)),
        _ => bail!("expected either `values` or `refused: true`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str) -> Case {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn each_party_has_its_own_expectation() {
        let usual = case(r#"{"case": "a", "args": [], "values": {"a": null, "b": 1}}"#);
        assert_eq!(usual.expected(Party::Helm3).unwrap(), Expected::Values(serde_json::json!({"a": null, "b": 1})));
        assert_eq!(usual.expected(Party::Rmq).unwrap(), Expected::Values(serde_json::json!({"b": 1})));
        let newer = case(r#"{"case": "a", "args": [], "refused": true, "helm4": {"values": {}}}"#);
        assert_eq!(newer.expected(Party::Helm3).unwrap(), Expected::Refused(None));
        assert_eq!(newer.expected(Party::Rmq).unwrap(), newer.expected(Party::Helm4).unwrap());
    }

    #[test]
    fn rows_that_say_nothing_or_two_things_are_refused() {
        for text in [
            r#"{"case": "a", "args": []}"#,
            r#"{"case": "a", "args": [], "values": {}, "refused": true}"#,
            r#"{"case": "a", "args": [], "values": {}, "rmq": {"because": "b"}}"#,
            r#"{"case": "a", "args": [], "values": {}, "rmq": {"refused": "RMQ010", "because": ""}}"#,
        ] {
            assert!(Party::ALL.iter().any(|party| case(text).expected(*party).is_err()), "{text}");
        }
    }
}
