//! The steps that need nothing but Rust.

use anyhow::Result;

use crate::process::{self, cargo};

/// Checks that every file is formatted.
pub fn fmt() -> Result<()> {
    cargo_run("fmt --all --check")
}

/// Checks the workspace, and what is built for wasm as it is built there.
pub fn clippy() -> Result<()> {
    cargo_run("clippy --workspace --all-targets -- -D warnings")?;
    cargo_run("clippy --package rmq --lib --no-default-features -- -D warnings")?;
    cargo_run("clippy --package rmq --bin rmq --target wasm32-wasip1 -- -D warnings")?;
    cargo_run("clippy --package rmq-helm-wasm --target wasm32-wasip1 -- -D warnings")?;
    cargo_run("clippy --package rmq-web --target wasm32-unknown-unknown -- -D warnings")
}

/// Checks that the documentation builds and that every link in it leads somewhere.
pub fn doc() -> Result<()> {
    let mut command = cargo();
    process::run(command.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Runs the tests of the workspace, then builds the library as the edges take it.
pub fn test() -> Result<()> {
    cargo_run("test --workspace --no-fail-fast")?;
    cargo_run("build --package rmq --lib --no-default-features")
}

fn cargo_run(args: &str) -> Result<()> {
    eprintln!("    cargo {args}");
    process::run(cargo().args(args.split(' ')))
}
