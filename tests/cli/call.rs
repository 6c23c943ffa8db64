//! One call of the command, and what it answers.

use std::ffi::OsStr;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A call that is being put together.
pub(crate) struct Call {
    command: Command,
    stdin: Vec<u8>,
}

/// What a call answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Returns a call of `rmq` with these words.
pub(crate) fn rmq<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Call {
    program(Path::new(env!("CARGO_BIN_EXE_rmq")), words)
}

/// Returns a call of any program, without the variables that change what it prints.
pub(crate) fn program<S: AsRef<OsStr>>(path: &Path, words: impl IntoIterator<Item = S>) -> Call {
    let mut command = Command::new(path);
    command.args(words);
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"];
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "HELM_PLUGIN_NAME", "HELM_NAMESPACE"].into_iter().chain(language) {
        command.env_remove(variable);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Call { command, stdin: Vec::new() }
}

impl Call {
    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = text.into();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn run(mut self) -> Answer {
        let mut child = self.command.spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        match stdin.write_all(&self.stdin) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
            _ => drop(stdin),
        }
        Answer::new(&child.wait_with_output().expect("the command ends"))
    }

    /// Returns the exit code and stdout, which need not be text.
    pub(crate) fn run_bytes(mut self) -> (i32, Vec<u8>) {
        let output = self.command.output().expect("the command ends");
        (output.status.code().expect("an exit code"), output.stdout)
    }

    /// Closes stdout at once, as `head -0` does, and returns the exit code with stderr.
    pub(crate) fn run_unread(mut self) -> (i32, String) {
        let mut child = self.command.spawn().expect("the command starts");
        drop(child.stdout.take());
        drop(child.stdin.take());
        let answer = Answer::new(&child.wait_with_output().expect("the command ends"));
        (answer.code, answer.stderr)
    }
}

impl Answer {
    fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Self {
            code: output.status.code().expect("an exit code"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Returns everything for a snapshot.
    pub(crate) fn all(&self) -> String {
        format!("exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }

    /// Returns stderr of a call that failed as it should: exit code 2 and nothing on stdout.
    pub(crate) fn failure(self) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (2, ""), "{}", self.stderr);
        self.stderr
    }

    /// Returns stdout of a call that did its job.
    pub(crate) fn success(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }
}
