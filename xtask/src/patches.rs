//! `patches:` of the values, beside the real `kubectl patch`: both make the same of the same object.
//!
//! tests/judges/kubectl/patches.yaml is the table. kubectl needs no cluster for it, and gets none. Each case leaves its
//! folder in target/patches, so that a call can be repeated.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};
use rmq::source::{Sources, Span};
use rmq::yaml::{Duplicates, parse};
use serde::Deserialize;
use serde_json::Value;

use crate::build::{self, Profile};
use crate::judges::kubernetes;
use crate::process;

const TABLE: &str = "tests/judges/kubectl/patches.yaml";

/// One patch of one object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    kind: String,
    object: String,
    /// `strategic`, `merge` or `json`.
    part: String,
    patch: Value,
    /// True when neither may accept the patch.
    #[serde(default)]
    refused: bool,
    /// True for a case in which `rmq` is given another patch, so that the comparison must see it.
    #[serde(default)]
    planted: bool,
}

/// Asks both about every case.
pub fn run() -> Result<()> {
    let cases = cases()?;
    let party = Party { rmq: build::native("rmq", Profile::Release)?, kubectl: kubernetes::build()?.join("kubectl") };
    let folder = build::target().join("patches");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    let plain = party.rendered(&folder.join("plain"), &Value::Array(Vec::new()))?.context("rmq renders nothing")?;
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let home = folder.join(format!("{number:02}"));
        let ours = party.ours(case, &home).with_context(|| case.name.clone())?;
        let theirs = party.theirs(case, &plain, &home).with_context(|| case.name.clone())?;
        ensure!(case.refused == theirs.is_none(), "{}: kubectl refuses or accepts it: {}", case.name, home.display());
        if (ours == theirs) == case.planted {
            wrong.push(format!("{} ({})", case.name, home.display()));
        }
    }
    for line in &wrong {
        eprintln!("    {line}");
    }
    println!("    {} patches", cases.len());
    ensure!(
        cases.iter().any(|case| case.planted) && cases.len() >= 20,
        "the table promises 20 cases and a planted fault"
    );
    ensure!(wrong.is_empty(), "{} patches differ from kubectl", wrong.len());
    Ok(())
}

fn cases() -> Result<Vec<Case>> {
    let text = std::fs::read_to_string(process::project_root().join(TABLE))?;
    let source = Sources::new().add(TABLE, text.as_str());
    let tree = parse(source, &text, Span::new(0, text.len()), Duplicates::Refuse);
    let tree = tree.map_err(|found| anyhow!("{TABLE}: {found:?}"))?;
    Ok(serde_json::from_value(serde_json::to_value(&tree)?)?)
}

struct Party {
    rmq: PathBuf,
    kubectl: PathBuf,
}

impl Party {
    /// Returns every rendered object; nothing when the values are refused.
    fn rendered(&self, home: &Path, patches: &Value) -> Result<Option<Vec<Value>>> {
        std::fs::create_dir_all(home)?;
        let values = home.join("values.yaml");
        std::fs::write(&values, serde_json::to_string_pretty(&serde_json::json!({ "patches": patches }))?)?;
        let output =
            Command::new(&self.rmq).args(["render", "mq", "-n", "mq", "-o", "json", "-f"]).arg(values).output()?;
        if !output.status.success() {
            return Ok(None);
        }
        let list: Value = serde_json::from_slice(&output.stdout)?;
        Ok(list["items"].as_array().cloned())
    }

    fn ours(&self, case: &Case, home: &Path) -> Result<Option<Value>> {
        let patch =
            if case.planted { &serde_json::json!({"metadata": {"labels": {"planted": "x"}}}) } else { &case.patch };
        let target = serde_json::json!({ "kind": case.kind, "name": case.object });
        let patches = serde_json::json!([{ "target": target, case.part.as_str(): patch }]);
        let objects = self.rendered(home, &patches)?;
        objects.map(|objects| case.find(&objects).cloned()).transpose()
    }

    fn theirs(&self, case: &Case, plain: &[Value], home: &Path) -> Result<Option<Value>> {
        let (object, patch) = (home.join("object.json"), home.join("patch.json"));
        std::fs::write(&object, serde_json::to_string_pretty(case.find(plain)?)?)?;
        std::fs::write(&patch, serde_json::to_string_pretty(&case.patch)?)?;
        let mut kubectl = Command::new(&self.kubectl);
        kubectl.args(["patch", "--local", "-o", "json", "--type", &case.part, "-f"]).arg(object);
        kubectl.arg("--patch-file").arg(patch).env_clear().env("HOME", home);
        let output = kubectl.output()?;
        Ok(if output.status.success() { Some(serde_json::from_slice(&output.stdout)?) } else { None })
    }
}

impl Case {
    fn find<'a>(&self, objects: &'a [Value]) -> Result<&'a Value> {
        let is_it = |object: &&Value| object["kind"] == *self.kind && object["metadata"]["name"] == *self.object;
        objects.iter().find(is_it).with_context(|| format!("no {} {}", self.kind, self.object))
    }
}
