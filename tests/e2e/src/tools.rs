//! Where the real programs are that this run uses.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The environment variable in which `cargo xtask e2e` hands the paths over, as JSON.
pub const VARIABLE: &str = "RMQ_E2E_TOOLS";

/// The programs, all of them absolute paths.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Tools {
    /// The project's root.
    pub project: PathBuf,
    /// The command line that is judged.
    pub rmq: PathBuf,
    /// The folder of the package `rmq-post-renderer`: the launcher with what it runs.
    pub post_renderer: PathBuf,
    /// The folder of `kube-apiserver`, `kube-scheduler`, `kube-controller-manager`, `kubectl`, `etcd` and `coredns`.
    pub kubernetes: PathBuf,
    /// Helm 3.
    pub helm3: PathBuf,
    /// Helm 4.
    pub helm4: PathBuf,
    /// The JDK: `bin/java` is below it.
    pub java_home: PathBuf,
    /// The server jars of each RocketMQ version: the folder that the image has as `lib`.
    pub rocketmq: BTreeMap<String, PathBuf>,
    /// The compiled classes of the driver, made for the jars of each version.
    pub driver: BTreeMap<String, PathBuf>,
    /// The programs that `rmq client` printed, built as they are, by `EXAMPLE/POSITION/LANGUAGE`.
    pub clients: BTreeMap<String, Program>,
}

/// A program that was built.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Program {
    /// The words that start it.
    pub command_line: Vec<String>,
    /// The folders that it needs.
    pub folders: Vec<PathBuf>,
}

impl Tools {
    /// Reads them from the environment.
    pub fn from_environment() -> Result<Self> {
        let text = std::env::var(VARIABLE).with_context(|| format!("{VARIABLE} is not set: run `cargo xtask e2e`"))?;
        serde_json::from_str(&text).with_context(|| format!("{VARIABLE} is no list of tools"))
    }
}
