//! binaryen's wasm-opt, as npm has it.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{npm, process};

/// What the modules use and every host of ours knows: the optimiser must not reach for more.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What counts for a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Its size on a disk.
    Size,
    /// Its size after compression.
    CompressedSize,
}

impl Aim {
    /// Measured on both modules: constants that are set once make the file smaller and what gzip makes of it larger;
    /// functions beside those of like names are alike, which only gzip sees.
    fn passes(self) -> &'static [&'static str] {
        match self {
            Self::Size => &["-Oz", "--converge", "--const-hoisting", "--reorder-functions"],
            Self::CompressedSize => &["-Oz", "--converge", "--reorder-functions-by-name"],
        }
    }
}

/// Makes a module smaller.
pub fn optimise(module: &Path, to: &Path, aim: Aim) -> Result<()> {
    npm::install()?;
    process::step(&format!("wasm-opt {}", aim.passes().join(" ")), || {
        let mut node = npm::node(&["node_modules/binaryen/bin/wasm-opt"]);
        node.args(FEATURES).args(aim.passes()).arg(module).arg("-o").arg(to);
        process::output(&mut node)
    })?;
    let size = |path: &Path| std::fs::metadata(path).map(|metadata| metadata.len()).context("wasm-opt wrote nothing");
    let (before, after) = (size(module)?, size(to)?);
    ensure!(after <= before, "wasm-opt made the module larger: {before} bytes, then {after}");
    eprintln!("    {before} bytes, then {after}");
    Ok(())
}
