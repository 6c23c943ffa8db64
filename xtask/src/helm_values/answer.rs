//! What the programs answer, and whether it is what the table says.

use std::collections::BTreeSet;
use std::fmt;
use std::process::Output;

use anyhow::{Context, Result, anyhow, ensure};
use rmq::source::{Sources, Span};
use rmq::yaml::{self, Duplicates, Node, parse};
use serde_json::{Map, Value};

/// What the table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    Values(Value),
    /// It fails; `rmq` with this code, if there is one, and no other.
    Refused(Option<String>),
}

/// What a program made of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Values(Value),
    /// It failed with these codes, and so many words.
    Refused {
        codes: Vec<String>,
        words: String,
    },
}

impl fmt::Display for Answer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Values(values) => write!(out, "{values}"),
            Self::Refused { words, .. } => write!(out, "refused: {words}"),
        }
    }
}

impl Expected {
    /// Leaves out what `rmq` has no word for.
    pub fn without_nothing(self) -> Self {
        match self {
            Self::Values(values) => Self::Values(without_nothing(values)),
            refused @ Self::Refused(_) => refused,
        }
    }

    /// Says how an answer differs.
    pub fn difference(&self, answer: &Answer) -> Option<String> {
        let is_same = match (self, answer) {
            (Self::Values(want), Answer::Values(values)) => want == values,
            (Self::Refused(None), Answer::Refused { .. }) => true,
            (Self::Refused(Some(code)), Answer::Refused { codes, .. }) => *codes == [code.as_str()],
            _ => false,
        };
        let want = match self {
            Self::Values(values) => values.to_string(),
            Self::Refused(None) => "refused".to_owned(),
            Self::Refused(Some(code)) => format!("refused with {code}"),
        };
        (!is_same).then(|| format!("expected {want}, found {answer}"))
    }
}

/// Reads what our chart prints.
pub fn of_helm(output: &Output) -> Result<Answer> {
    if !output.status.success() {
        return Ok(refused(output, Vec::new()));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let merged = printed.lines().find_map(|line| line.strip_prefix("merged: "));
    Ok(Answer::Values(serde_json::from_str(merged.with_context(|| format!("the chart printed {printed}"))?)?))
}

/// Reads what `--show-values` prints, without the defaults.
pub fn of_rmq(output: &Output) -> Result<Answer> {
    if !output.status.success() {
        ensure!(output.status.code() == Some(2) && output.stdout.is_empty(), "{output:?}");
        return Ok(refused(output, codes(&output.stderr)));
    }
    let shown = std::str::from_utf8(&output.stdout)?;
    let mut sources = Sources::new();
    let source = sources.add("shown", shown);
    let tree = parse(source, shown, Span::new(0, shown.len()), Duplicates::Refuse);
    let tree = tree.map_err(|found| anyhow!("what is shown is no YAML: {found:?}"))?;
    let given = given(&tree, shown)?.unwrap_or_else(|| Value::Object(Map::new()));
    Ok(Answer::Values(without_nothing(given)))
}

fn refused(output: &Output, codes: Vec<String>) -> Answer {
    let words = String::from_utf8_lossy(&output.stderr);
    Answer::Refused { codes, words: words.lines().take(3).collect::<Vec<_>>().join(" / ") }
}

/// Returns the codes of the errors among the findings, each once; `usage` when the call itself was not understood.
fn codes(stderr: &[u8]) -> Vec<String> {
    let findings = String::from_utf8_lossy(stderr);
    let findings = findings.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = findings.filter(|finding| finding["severity"] == "error");
    let codes: BTreeSet<String> = errors.filter_map(|error| error["code"].as_str().map(str::to_owned)).collect();
    if codes.is_empty() { vec!["usage".to_owned()] } else { codes.into_iter().collect() }
}

/// Returns what somebody gave: everything but the lines that end with `# default`.
fn given(node: &Node, shown: &str) -> Result<Option<Value>> {
    match &node.value {
        yaml::Value::Mapping(mapping) if !mapping.is_empty() => {
            let mut object = Map::new();
            for entry in mapping {
                if let Some(value) = given(&entry.value, shown)? {
                    object.insert(entry.key.clone(), value);
                }
            }
            Ok((!object.is_empty()).then_some(Value::Object(object)))
        }
        yaml::Value::Sequence(items) if !items.is_empty() => {
            let items = items.iter().map(|item| Ok(given(item, shown)?.unwrap_or(Value::Object(Map::new()))));
            items.collect::<Result<_>>().map(|items| Some(Value::Array(items)))
        }
        _ => {
            let end = node.location.context("a value without a place")?.span.range().end;
            let rest = shown.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            Ok(if rest.ends_with("  # default") { None } else { Some(serde_json::to_value(node)?) })
        }
    }
}

/// Leaves out nulls and empty mappings, in mappings only: an item of a list counts by its place.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().map(|(key, value)| (key, without_nothing(value)));
            Value::Object(kept.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(Map::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_answer_is_the_same() {
        let values = |text: &str| Answer::Values(serde_json::from_str(text).unwrap());
        let refused = |codes: &[&str]| Answer::Refused {
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            words: String::new(),
        };
        let want = Expected::Values(serde_json::json!({"a": [1, 2]}));
        assert_eq!(want.difference(&values(r#"{"a": [1, 2]}"#)), None);
        for other in [r#"{"a": [2, 1]}"#, r#"{"a": [1, "2"]}"#, r#"{"a": [1, 2], "b": null}"#, "{}"] {
            assert!(want.difference(&values(other)).is_some(), "{other}");
        }
        assert!(want.difference(&refused(&[])).is_some());
        let code = Expected::Refused(Some("RMQ010".to_owned()));
        assert_eq!(code.difference(&refused(&["RMQ010"])), None);
        for other in [&[][..], &["RMQ011"], &["RMQ010", "RMQ011"]] {
            assert!(code.difference(&refused(other)).is_some(), "{other:?}");
        }
        assert!(Expected::Refused(None).difference(&values("{}")).is_some());
    }

    #[test]
    fn defaults_are_left_out_and_nothing_else() {
        let shown =
            "a: 1  # default\nb:\n  c: x  # v.yaml:1:1\n  d: {}  # default\ne:\n- f: \"g  # default\"  # --set[0]\n";
        let mut sources = Sources::new();
        let tree = parse(sources.add("shown", shown), shown, Span::new(0, shown.len()), Duplicates::Refuse).unwrap();
        let want = serde_json::json!({"b": {"c": "x"}, "e": [{"f": "g  # default"}]});
        assert_eq!(given(&tree, shown).unwrap(), Some(want));
    }
}
