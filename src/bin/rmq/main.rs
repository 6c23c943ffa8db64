//! The command line of `rmq`: arguments and files in, text and an exit code out.
//!
//! **Invariant:** the edge holds no knowledge of RocketMQ or Kubernetes; it reads, calls the library and writes.

mod args;
mod caller;
mod commands;
mod emit;
mod io;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use caller::Caller;

/// The program sees the files of its user.
const SEALED: Option<io::Sealed> = None;
/// The name that plugin.yaml gives the plugin of Helm.
const HELM_PLUGIN: &str = "rmq";
/// The name under which Helm, which gives no arguments, starts the program on a stream of manifests.
const POST_RENDERER: &str = "rmq-post-renderer";
const POST_RENDER: &str = "post-render";

fn main() -> ExitCode {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    if name(words.first()) == Some(POST_RENDERER) && words.get(1).is_none_or(|word| word != POST_RENDER) {
        words.insert(1, POST_RENDER.into());
    }
    let caller = caller(words.first());
    ExitCode::from(args::run(&words, caller))
}

/// Returns the name of the executable.
fn name(word: Option<&OsString>) -> Option<&str> {
    word.and_then(|word| Path::new(word).file_stem()).and_then(|stem| stem.to_str())
}

/// Tells by the environment that Helm called, by the name of the executable that kubectl did.
fn caller(word: Option<&OsString>) -> Caller {
    if io::variable("HELM_PLUGIN_NAME").is_some_and(|name| name == HELM_PLUGIN) {
        return Caller::helm(HELM_PLUGIN);
    }
    let program = match name(word).and_then(|name| name.strip_prefix("kubectl-")) {
        Some(plugin) => format!("kubectl {}", plugin.replace('_', "-")),
        None => "rmq".to_owned(),
    };
    Caller { program, helm_namespace: None }
}
