//! What `rmq` prints, as objects.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;
use crate::tools::Tools;

/// Renders a cluster by the command line and returns its objects in their order.
///
/// Paths in `args` are relative to the project's root.
pub fn render(tools: &Tools, name: &str, namespace: &str, args: &[&str]) -> Result<Vec<Value>> {
    let mut rmq = Command::new(&tools.rmq);
    rmq.current_dir(&tools.project).args(["render", name, "-n", namespace, "-q", "-o", "json"]).args(args);
    let printed = process::output(&mut rmq).with_context(|| format!("rmq render {}", args.join(" ")))?;
    let mut list: Value = serde_json::from_slice(&printed).context("rmq printed no JSON")?;
    match list["items"].take() {
        Value::Array(items) => Ok(items),
        _ => Ok(vec![list]),
    }
}

/// Returns what a command of `rmq` prints, given this text on stdin.
///
/// Paths in `args` are relative to the project's root.
pub fn print(tools: &Tools, args: &[&str], stdin: &str) -> Result<String> {
    let mut rmq = Command::new(&tools.rmq);
    rmq.current_dir(&tools.project).args(args).arg("-q");
    let printed = process::filtered(&mut rmq, stdin).with_context(|| format!("rmq {}", args.join(" ")))?;
    String::from_utf8(printed).context("rmq printed no text")
}

/// Returns the findings of a rendering, as `rmq` prints them for people.
pub fn findings(tools: &Tools, args: &[&str]) -> Result<String> {
    let mut rmq = Command::new(&tools.rmq);
    rmq.current_dir(&tools.project).args(["render", "-q", "--message-format", "concise"]).args(args);
    let printed = rmq.output().context("cannot start rmq")?;
    Ok(String::from_utf8_lossy(&printed.stderr).into_owned())
}

/// Returns the object of a kind and a name.
pub fn find<'a>(objects: &'a [Value], kind: &str, name: &str) -> Result<&'a Value> {
    let is_wanted = |object: &&Value| object["kind"] == kind && object["metadata"]["name"] == name;
    objects.iter().find(is_wanted).with_context(|| format!("no {kind} {name} in what rmq printed"))
}

/// Returns the path of the values that make a cluster small enough for a test.
pub fn small_values(tools: &Tools) -> std::path::PathBuf {
    tools.project.join(Path::new("tests/e2e/values/small.yaml"))
}
