//! The page: `cargo xtask web` builds it, as a site and as one file.

mod check;
mod serve;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{self, Glue, Profile};
use crate::needs::{self, Need};
use crate::wasm_opt::{self, Aim};
use crate::{npm, process};

pub use check::{
    APPLIED_NEEDS, NEEDS as CHECK_NEEDS, run as check, run_applied as check_applied, run_shipped as check_shipped,
};

/// The page as it is shipped.
#[derive(Clone, Debug)]
pub struct Page {
    /// The folder of the site.
    pub site: PathBuf,
    /// The page in one file.
    pub file: PathBuf,
}

/// Builds the page, or serves it to whoever works on it.
pub fn run(args: &[String]) -> Result<()> {
    needs::demand(&[Need::RustToolchain, Need::CCompiler, Need::Node, Need::Npm])?;
    match args {
        [] => build(Profile::Release).map(|page| report(&page)),
        [flag] if flag == "dist" => build(Profile::Dist).map(|page| report(&page)),
        [flag] if flag == "--serve" => serve::run("5173"),
        [flag, port] if flag == "--serve" => serve::run(port),
        _ => bail!("usage: cargo xtask web [dist | --serve [PORT]]"),
    }
}

/// Builds the page; what is shipped is made smaller.
pub fn build(profile: Profile) -> Result<Page> {
    engine(profile)?;
    process::step("types of the page", || {
        process::output(&mut npm::node(&["node_modules/typescript/bin/tsc", "--noEmit"])).map(drop)
    })?;
    let built = build::target().join("page");
    process::step("the site", || {
        process::output(&mut npm::node(&["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"])).map(drop)
    })?;
    process::step("the page in one file", || process::output(&mut npm::node(&["build/one-file.mjs"])).map(drop))?;
    Ok(Page { site: built.join("site"), file: built.join("rmq-page.html") })
}

/// Builds the module with its glue where the page looks for them.
fn engine(profile: Profile) -> Result<()> {
    npm::install()?;
    let folder = build::web(profile, Glue::Page)?;
    if profile == Profile::Release {
        return Ok(());
    }
    let module = folder.join("rmq_web_bg.wasm");
    let small = folder.join("small.wasm");
    wasm_opt::optimise(&module, &small, Aim::CompressedSize)?;
    std::fs::rename(small, module).context("cannot put the smaller module in place")
}

fn report(page: &Page) {
    println!("{}\n{}", page.site.display(), page.file.display());
}
