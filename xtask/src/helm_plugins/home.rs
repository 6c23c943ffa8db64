//! A real Helm with a home of its own: no plugin, no cache and no setting of this user.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::judges::go::{self, Compiler};
use crate::{build, process};

/// Which Helm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Helm 3.
    Three,
    /// Helm 4.
    Four,
}

/// Both.
pub const VERSIONS: [Version; 2] = [Version::Three, Version::Four];

/// Helm with its home.
pub struct Helm {
    version: Version,
    program: PathBuf,
    home: PathBuf,
    path: Option<PathBuf>,
}

/// What a call came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The exit code.
    pub code: Option<i32>,
    /// What was printed.
    pub stdout: Vec<u8>,
    /// What was said.
    pub stderr: String,
}

impl Helm {
    /// Returns Helm with a new home of this name.
    pub fn new(version: Version, name: &str) -> Result<Self> {
        let module = go::HELM[usize::from(version == Version::Four)];
        let home = folder().join(format!("{version:?}-{name}").to_lowercase());
        if home.is_dir() {
            std::fs::remove_dir_all(&home)?;
        }
        std::fs::create_dir_all(&home)?;
        Ok(Self { version, program: go::installed("helm", module, Compiler::Quick)?, home, path: None })
    }

    /// Returns the same with nothing but this folder on its PATH.
    pub fn with_path(mut self, folder: PathBuf) -> Self {
        self.path = Some(folder);
        self
    }

    /// Returns the folder in which it keeps plugins.
    pub fn plugins(&self) -> PathBuf {
        self.home.join("data/plugins")
    }

    /// Returns true when what a post-renderer adds can be a test of the release.
    pub fn takes_tests(&self) -> bool {
        self.version == Version::Four
    }

    /// Returns a folder for whatever belongs to this home.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Returns the program.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Returns a call in the project's root, with stdin at its end.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.run(&self.program);
        command.args(args);
        command
    }

    /// Returns a call of a program that may call this Helm.
    pub fn run(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", &self.home).current_dir(process::project_root());
        match &self.path {
            Some(path) => command.env("PATH", path),
            None => command.env("PATH", std::env::var_os("PATH").unwrap_or_default()),
        };
        command.env("HELM_DATA_HOME", self.home.join("data")).env("HELM_CONFIG_HOME", self.home.join("config"));
        // One for all: what Helm 4 compiles once need not be compiled for every home.
        command.env("HELM_CACHE_HOME", folder().join("cache")).stdin(Stdio::null());
        command
    }

    /// Calls it.
    pub fn call(&self, args: &[&str]) -> Result<Answer> {
        Answer::of(&mut self.command(args))
    }

    /// Calls it with a file as its stdin.
    pub fn read(&self, args: &[&str], stdin: &Path) -> Result<Answer> {
        let file = File::open(stdin).with_context(|| format!("cannot read {}", stdin.display()))?;
        Answer::of(self.command(args).stdin(file))
    }

    /// Installs a plugin from a folder or an archive.
    pub fn install(&self, source: &Path, flags: &[&str]) -> Result<Answer> {
        let source = source.to_str().context("a path that is no text")?;
        self.call(&[&["plugin", "install", source], flags].concat())
    }
}

/// Returns the folder in which all homes lie.
pub fn folder() -> PathBuf {
    build::target().join("helm-plugins")
}

impl Answer {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Result<Self> {
        let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Self { code: output.status.code(), stdout: output.stdout, stderr })
    }

    /// Returns stdout as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Returns stdout of a call that did its job.
    pub fn success(self, what: &str) -> Result<String> {
        ensure!(self.code == Some(0), "{what}: exit code {:?}\n{}{}", self.code, self.text(), self.stderr);
        Ok(self.text())
    }

    /// Fails unless the call failed with this exit code and these words on stderr.
    pub fn failure(&self, code: i32, words: &str, what: &str) -> Result<()> {
        let is_right = self.code == Some(code) && self.stderr.contains(words);
        ensure!(is_right, "{what}: expected exit code {code} and {words:?}, found {:?}\n{}", self.code, self.stderr);
        Ok(())
    }
}
