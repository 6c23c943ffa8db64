//! `rmq` as a WebAssembly plugin of Helm 4: the command line in a sandbox that has the standard streams and no files.
//!
//! Helm calls one function and hands over the arguments as JSON; the rest goes through WASI.

// Elsewhere there is nobody to call it.
#![cfg(target_os = "wasi")]

// The files of the command line name each other by `crate::`: compiled here as well, they are the same grammar, the
// same words and the same exit codes.
#[path = "../../../src/bin/rmq/args.rs"]
mod args;
#[path = "../../../src/bin/rmq/caller.rs"]
mod caller;
#[path = "../../../src/bin/rmq/commands/mod.rs"]
mod commands;
#[path = "../../../src/bin/rmq/emit.rs"]
mod emit;
mod extism;
#[path = "../../../src/bin/rmq/io/mod.rs"]
mod io;

use std::ffi::OsString;

use caller::Caller;
use serde::Deserialize;

/// The name that packaging/rmq-wasm.plugin.yaml gives the plugin.
const PLUGIN: &str = "rmq-wasm";

/// Helm opens no folder for the plugin.
const SEALED: Option<io::Sealed> = Some(io::Sealed {
    reason: "Helm shows this plugin no files",
    read: "give the values to stdin: `helm rmq-wasm render -f - < values.yaml`",
    write: "leave it out and take the text from stdout: `helm rmq-wasm … > FILE`",
    note: "Helm shows this plugin no files: give values to it by `-f - < values.yaml`, and take from stdout what it\n\
           makes. Helm ends with 1 where rmq ends with 2.",
});

/// What Helm hands over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    extra_args: Vec<String>,
}

/// Runs the command line, and returns in one line what Helm shall say of a failure.
///
/// The reason stands on stderr by then.
fn run(input: &[u8]) -> Result<(), String> {
    let input: Input =
        serde_json::from_slice(input).map_err(|error| format!("cannot read what Helm hands over: {error}"))?;
    let words: Vec<OsString> = [PLUGIN.to_owned()].into_iter().chain(input.extra_args).map(OsString::from).collect();
    match args::run(&words, Caller::helm(PLUGIN)) {
        0 => Ok(()),
        code => Err(format!("rmq ends with exit code {code}; the reason stands above")),
    }
}
