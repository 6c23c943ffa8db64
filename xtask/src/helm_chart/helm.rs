//! How both Helms are called: with nothing of this user's settings, and with `rmq` as their post-renderer.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::build::{self, Profile};
use crate::judges::go::{self, Compiler};
use crate::{dist, process};

/// The name of the plugin that Helm 4 wants in place of a path.
pub const PLUGIN: &str = "rmq-post-renderer";

/// The folder of this step and what is in it.
pub struct Place {
    pub folder: PathBuf,
    pub chart: PathBuf,
    pub helms: [Helm; 2],
}

/// A Helm with a home of its own.
pub struct Helm {
    pub name: &'static str,
    /// Helm 4 throws away what a post-renderer prints on stderr.
    pub shows_errors: bool,
    program: PathBuf,
    home: PathBuf,
    rmq: PathBuf,
    post_renderer: Vec<String>,
}

impl Place {
    pub fn make() -> Result<Self> {
        let folder = build::target().join("helm-chart");
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder)?;
        }
        let rmq = build::native("rmq", Profile::Release)?;
        let package = dist::unpacked(PLUGIN, Profile::Release, "helm-chart")?;
        let helms = [Helm::three(&folder, &rmq, &package)?, Helm::four(&folder, &rmq, &package)?];
        Ok(Self { chart: process::project_root().join("charts/rocketmq"), folder, helms })
    }

    /// Copies the chart with a change in one of its files.
    pub fn altered_chart(&self, file: &str, old: &str, new: &str) -> Result<PathBuf> {
        let copy = self.folder.join("altered/rocketmq");
        copy_folder(&self.chart, &copy)?;
        let text = std::fs::read_to_string(copy.join(file))?;
        ensure!(text.contains(old), "{file} has no `{old}`");
        std::fs::write(copy.join(file), text.replacen(old, new, 1))?;
        Ok(copy)
    }
}

/// Copies a folder in place of what was there.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if to.is_dir() {
        std::fs::remove_dir_all(to)?;
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let (source, target) = (entry?.path(), to);
        let target = target.join(source.file_name().context("an entry without a name")?);
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            std::fs::copy(&source, &target)?;
        }
    }
    Ok(())
}

impl Helm {
    /// Helm 3 takes the path of the program in the package.
    fn three(folder: &Path, rmq: &Path, package: &Path) -> Result<Self> {
        let post_renderer = ["--post-renderer".to_owned(), package.join("bin").join(PLUGIN).display().to_string()];
        Ok(Self {
            name: "helm-3",
            shows_errors: true,
            program: go::installed("helm", go::HELM[0], Compiler::Quick)?,
            home: folder.join("helm-3"),
            rmq: rmq.to_owned(),
            post_renderer: post_renderer.to_vec(),
        })
    }

    /// Helm 4 takes the package as a plugin that is installed.
    fn four(folder: &Path, rmq: &Path, package: &Path) -> Result<Self> {
        let helm = Self {
            name: "helm-4",
            shows_errors: false,
            program: go::installed("helm", go::HELM[1], Compiler::Quick)?,
            home: folder.join("helm-4"),
            rmq: rmq.to_owned(),
            post_renderer: ["--post-renderer", PLUGIN].map(str::to_owned).to_vec(),
        };
        let installed = helm.call(&["plugin".to_owned(), "install".to_owned(), package.display().to_string()], None)?;
        ensure!(installed.status.success(), "helm plugin install: {}", words(&installed));
        Ok(helm)
    }

    /// Returns what `helm template` prints with the post-renderer.
    pub fn template(&self, chart: &Path, release: (&str, &str), args: &[String]) -> Result<String> {
        self.template_plain(chart, release, &[&self.post_renderer, args].concat())
    }

    /// Returns what `helm template` prints.
    pub fn template_plain(&self, chart: &Path, release: (&str, &str), args: &[String]) -> Result<String> {
        let output = self.call(&Self::template_call(chart, release, args), None)?;
        ensure!(output.status.success(), "helm template {}: {}", args.join(" "), words(&output));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Returns what Helm says when these values are refused; fails unless they are.
    pub fn refused(&self, chart: &Path, release: (&str, &str), args: &[&str], report: &Path) -> Result<String> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let args = [&self.post_renderer[..], &args].concat();
        let output = self.call(&Self::template_call(chart, release, &args), Some(report))?;
        ensure!(!output.status.success(), "{} was accepted", args.join(" "));
        ensure!(output.stdout.is_empty(), "{} printed something", args.join(" "));
        Ok(words(&output))
    }

    /// Fails unless `helm lint` is content with a chart.
    pub fn lint(&self, chart: &Path) -> Result<()> {
        let output = self.call(&["lint".to_owned(), "--strict".to_owned(), chart.display().to_string()], None)?;
        ensure!(output.status.success(), "helm lint: {}{}", String::from_utf8_lossy(&output.stdout), words(&output));
        Ok(())
    }

    /// Runs a line of a page in a folder; `helm` and `rmq` are the programs of this test.
    pub fn shell(&self, folder: &Path, line: &str) -> Result<Output> {
        let bin = self.home.join("bin");
        if !bin.is_dir() {
            std::fs::create_dir_all(&bin)?;
            symlink(&self.program, bin.join("helm"))?;
            symlink(&self.rmq, bin.join("rmq"))?;
        }
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-ec", line]).env_clear().env("PATH", format!("{}:{path}", bin.display())).current_dir(folder);
        self.isolate(&mut shell);
        Ok(shell.stdin(Stdio::null()).output()?)
    }

    /// Returns the objects that `rmq render` prints for the same values.
    pub fn rendered(&self, (name, namespace): (&str, &str), args: &[String]) -> Result<Vec<Value>> {
        let mut rmq = Command::new(&self.rmq);
        rmq.args(["render", name, "-n", namespace, "-q", "-o", "json"]).args(args);
        let list: Value = serde_json::from_slice(&process::output(&mut rmq)?)?;
        Ok(list["items"].as_array().cloned().unwrap_or_else(|| vec![list]))
    }

    fn template_call(chart: &Path, (name, namespace): (&str, &str), args: &[String]) -> Vec<String> {
        let mut call = vec!["template".to_owned(), name.to_owned(), chart.display().to_string()];
        call.extend(["-n".to_owned(), namespace.to_owned()]);
        call.extend(args.iter().cloned());
        call
    }

    fn call(&self, args: &[String], report: Option<&Path>) -> Result<Output> {
        let mut helm = Command::new(&self.program);
        helm.args(args).env_clear();
        self.isolate(&mut helm);
        if let Some(report) = report {
            helm.env("RMQ_REPORT", report);
        }
        helm.stdin(Stdio::null()).output().context("cannot start helm")
    }

    fn isolate(&self, command: &mut Command) {
        command.env("HOME", &self.home);
        for variable in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
            command.env(variable, self.home.join(variable));
        }
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim_end().to_owned()
}
