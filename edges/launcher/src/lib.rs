//! Runs `rmq.cwasm`, which lies beside the program, in a sandbox: the files that the command line names, and nothing
//! else of the machine.
//!
//! **Invariant:** what a call may touch is known before the guest runs, from the words of the call alone. There is no
//! network, no process, no clock and no randomness, because the guest is given no function for them.

pub mod artifact;
pub mod engine;
mod host;
pub mod limits;
mod refusal;
mod view;
mod words;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wasmtime::Engine;

pub use host::run;
pub use refusal::Refusal;

/// What the guest is called with.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The words, the name of the program first.
    pub words: Vec<OsString>,
    /// The variables of the environment, all of which the guest reads.
    pub environment: Vec<(OsString, OsString)>,
}

/// Runs the call of this process and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let name = words.first().map_or_else(|| "rmq".to_owned(), |word| name(word));
    match launch(words) {
        Ok(code) => ExitCode::from(code),
        Err(refusal) => {
            refusal.print(&name);
            ExitCode::from(Refusal::EXIT_CODE)
        }
    }
}

fn launch(words: Vec<OsString>) -> Result<u8, Refusal> {
    let engine = Engine::new(&engine::config()).map_err(|error| Refusal::of_engine(&error))?;
    let module = artifact::load(&engine, &beside_this_program()?)?;
    run(&engine, &module, &Call::of(words), limits::Limits::default())
}

impl Call {
    /// Returns the call for the words of this process.
    fn of(mut words: Vec<OsString>) -> Self {
        let is_renamed = words.first().is_some_and(|word| stem(word) == Some(POST_RENDERER));
        if is_renamed && words.get(1).is_none_or(|word| word != POST_RENDER) {
            words.insert(1, POST_RENDER.into());
        }
        let environment = words::variables().filter_map(|name| Some((name.into(), std::env::var_os(name)?))).collect();
        Self { words, environment }
    }
}

/// The name under which Helm finds its post-renderer.
const POST_RENDERER: &str = "rmq-post-renderer";
const POST_RENDER: &str = "post-render";

fn stem(word: &OsStr) -> Option<&str> {
    Path::new(word).file_stem().and_then(OsStr::to_str)
}

/// Returns the name of the program as its user writes it.
fn name(word: &OsStr) -> String {
    let stem = stem(word).unwrap_or("rmq");
    stem.strip_prefix("kubectl-").map_or_else(|| stem.to_owned(), |plugin| format!("kubectl {plugin}"))
}

/// Returns where `rmq.cwasm` must lie; krew and others reach this program through a link, so links are followed.
fn beside_this_program() -> Result<PathBuf, Refusal> {
    let program = std::env::current_exe().and_then(std::fs::canonicalize);
    let program = program.map_err(|error| Refusal::new(format!("cannot tell where this program lies: {error}")))?;
    Ok(program.with_file_name(artifact::NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(call: &[&str]) -> Vec<OsString> {
        Call::of(call.iter().map(OsString::from).collect()).words
    }

    #[test]
    fn the_second_name_is_a_command() {
        for (call, want) in [
            (&["/a/kubectl-rmq", "render"][..], &["/a/kubectl-rmq", "render"][..]),
            (&["/a/rmq-post-renderer", "--harden"], &["/a/rmq-post-renderer", "post-render", "--harden"]),
            (&["rmq-post-renderer", "post-render", "-"], &["rmq-post-renderer", "post-render", "-"]),
            (&["rmq-post-renderer.exe"], &["rmq-post-renderer.exe", "post-render"]),
            (&[], &[]),
        ] {
            assert_eq!(words(call), want);
        }
    }

    #[test]
    fn the_user_is_told_the_name_that_was_typed() {
        for (word, want) in [("/a/kubectl-rmq", "kubectl rmq"), ("rmq-post-renderer", POST_RENDERER)] {
            assert_eq!(name(OsStr::new(word)), want);
        }
    }
}
