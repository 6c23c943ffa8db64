//! The chart as text: rendered by Helm, hardened by `rmq`, applied by `kubectl`.

use std::fs::File;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::helm::Helm;
use crate::process::output;
use crate::release::Release;
use crate::world::World;

const CHART: &str = "tests/e2e/charts/raft";

/// The hardening passes, as docs/post-render.md lists them.
const PASSES: [&str; 8] =
    ["placement", "disruption-budget", "graceful-stop", "security", "advertise", "ports", "config-keys", "checksum"];

/// Which hardening passes run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passes {
    /// None: as without `--harden`.
    None,
    /// All of them: `--harden`.
    All,
    /// All but one.
    AllBut(&'static str),
}

/// Returns the chart as Helm renders it.
pub fn rendered(helm: &Helm, namespace: &str, set: &str) -> Result<String> {
    helm.done(&["template", Release::NAME, CHART, "-n", namespace, "--set", set])
}

/// Returns what the post-renderer makes of a stream.
pub fn post_rendered(world: &World, stream: &str, passes: Passes) -> Result<String> {
    let (file, config) = (world.scratch.path("stream.yaml"), world.scratch.path("passes.json"));
    std::fs::write(&file, stream)?;
    let mut rmq = Command::new(&world.tools.rmq);
    rmq.args(["post-render", "-q"]);
    match passes {
        Passes::None => {}
        Passes::All => drop(rmq.arg("--harden")),
        Passes::AllBut(left_out) => {
            let others: Vec<&str> = PASSES.into_iter().filter(|pass| *pass != left_out).collect();
            std::fs::write(&config, json!({"passes": others}).to_string())?;
            rmq.arg("--config").arg(&config);
        }
    }
    let printed = rmq.stdin(File::open(&file)?).output().context("cannot start rmq")?;
    if !printed.status.success() {
        bail!("rmq post-render: {}", String::from_utf8_lossy(&printed.stderr).trim_end());
    }
    Ok(String::from_utf8(printed.stdout)?)
}

/// Applies a stream as its user does: an unknown field or a warning is an error.
pub fn apply(world: &World, stream: &str) -> Result<()> {
    kubectl_apply(world, stream, &[]).map(drop)
}

/// Returns the objects that the API server would have after a stream was applied.
pub fn would_apply(world: &World, stream: &str) -> Result<Vec<Value>> {
    let printed = kubectl_apply(world, stream, &["--dry-run=server", "-o", "json"])?;
    let mut list: Value = serde_json::from_slice(&printed).context("kubectl printed no JSON")?;
    list["items"].as_array_mut().map(std::mem::take).context("kubectl printed no list")
}

fn kubectl_apply(world: &World, stream: &str, more: &[&str]) -> Result<Vec<u8>> {
    let file = world.scratch.path("apply.yaml");
    std::fs::write(&file, stream)?;
    let mut kubectl = world.kubectl();
    kubectl.args(["apply", "--validate=strict", "--warnings-as-errors"]).args(more).arg("-f").arg(file);
    output(&mut kubectl)
}
