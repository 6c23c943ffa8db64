//! The page as it is shipped: what it loads, and how quick it is beside the same page with a worker that only echoes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::size::gzip;
use crate::build::Profile;
use crate::needs::{self, Need, chromium};
use crate::{npm, page, process};

/// The first load takes at most so many bytes of wasm, compressed, and of everything else together.
const MOST_WASM: usize = 700_000;
const MOST_ELSE: usize = 250_000;
/// From a key to the panel the page takes at most so many times what it takes with an echo worker.
const MOST_OVER_ECHO: [(&str, f64); 2] = [("default cluster", 2.0), ("100 broker groups", 6.0)];

/// What tests/page/bench.mjs prints.
#[derive(Debug, Deserialize)]
struct Measured {
    chromium: String,
    typing: Vec<Typing>,
    cold: Cold,
}

/// The first visit of a browser.
#[derive(Debug, Deserialize)]
struct Cold {
    milliseconds: f64,
    /// The files of the site that it asked for.
    loaded: Vec<PathBuf>,
}

/// Times in ms.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Typing {
    name: String,
    keys: usize,
    p50: f64,
    p95: f64,
    echo_p50: f64,
    echo_p95: f64,
}

/// Builds the page, measures it and prints; returns true when every budget is met.
pub fn print() -> Result<bool> {
    needs::demand(&[Need::RustToolchain, Need::CCompiler, Need::Node, Need::Npm, Need::Chromium])?;
    let built = page::build(Profile::Dist)?;
    let measured = measure(&built.site)?;
    let is_small = sizes(&built.site, &measured.cold.loaded)?;
    println!("\nfrom a key to the panel that shows its result, in ms, Chromium {}, in turns", measured.chromium);
    println!("{:<20} {:>6} {:>8} {:>8} {:>10} {:>10} {:>7}", "", "keys", "p50", "p95", "echo p50", "echo p95", "ratio");
    let mut is_quick = true;
    for (typing, (name, most)) in measured.typing.iter().zip(MOST_OVER_ECHO) {
        let ratio = typing.p95 / typing.echo_p95;
        is_quick &= ratio <= most && typing.name == name;
        println!(
            "{:<20} {:>6} {:>8.1} {:>8.1} {:>10.1} {:>10.1} {ratio:>7.2}  budget at most {most}: {}",
            typing.name,
            typing.keys,
            typing.p50,
            typing.p95,
            typing.echo_p50,
            typing.echo_p95,
            word(ratio <= most)
        );
    }
    println!("first preview of a new profile from loopback: {:.0} ms (median of 5)", measured.cold.milliseconds);
    Ok(is_small && is_quick)
}

fn measure(site: &Path) -> Result<Measured> {
    let script = process::project_root().join("tests/page/bench.mjs");
    let mut node = npm::node(&[]);
    node.arg(script).arg("--chromium").arg(chromium::program()?).arg("--site").arg(site);
    let printed = process::output(&mut node)?;
    serde_json::from_slice(&printed).context("bench.mjs printed something else")
}

fn sizes(site: &Path, loaded: &[PathBuf]) -> Result<bool> {
    println!("{:<40} {:>12} {:>12}", "loaded before the first preview", "raw", "gzip -9");
    let (mut wasm, mut other) = (0, 0);
    for file in loaded {
        let path = site.join(file);
        let (raw, packed) = (std::fs::metadata(&path)?.len(), gzip(&path)?);
        println!("{:<40} {raw:>12} {packed:>12}", file.display());
        *(if path.extension().is_some_and(|ending| ending == "wasm") { &mut wasm } else { &mut other }) += packed;
    }
    println!("wasm, gzip -9: {wasm} bytes, budget at most {MOST_WASM}: {}", word(wasm <= MOST_WASM));
    ensure!(wasm > 0 && other > 0, "the browser loaded no module or nothing else");
    println!("everything else: {other} bytes, budget at most {MOST_ELSE}: {}", word(other <= MOST_ELSE));
    Ok(wasm <= MOST_WASM && other <= MOST_ELSE)
}

fn word(is_met: bool) -> &'static str {
    if is_met { "met" } else { "MISSED" }
}
