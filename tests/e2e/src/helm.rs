//! The real Helm 3 and 4, with `rmq` as their post-renderer, and nothing of this user's settings.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::world::World;

/// The name under which Helm 4 knows the post-renderer.
const PLUGIN: &str = "rmq-post-renderer";

/// One Helm, with a home of its own.
#[derive(Debug)]
pub struct Helm {
    /// `helm-3` or `helm-4`.
    pub name: &'static str,
    /// True when it shows what a post-renderer says; Helm 4 does not.
    pub shows_reasons: bool,
    /// What makes it call `rmq`.
    post_renderer: Vec<String>,
    program: PathBuf,
    home: PathBuf,
    kubeconfig: PathBuf,
    project: PathBuf,
}

/// What Helm says when it refuses.
#[derive(Debug)]
pub struct Refusal {
    /// On stderr.
    pub words: String,
    /// In the report of the post-renderer.
    pub report: String,
}

impl Helm {
    /// Returns both.
    pub fn both(world: &World) -> Result<[Self; 2]> {
        Ok([Self::three(world)?, Self::four(world)?])
    }

    /// Helm 3 takes the path of the program in the package.
    pub fn three(world: &World) -> Result<Self> {
        let program = world.tools.post_renderer.join("bin").join(PLUGIN).display().to_string();
        Self::new(world, "helm-3", &world.tools.helm3, vec!["--post-renderer".to_owned(), program])
    }

    /// Helm 4 takes the name of a plugin that is installed: the package.
    pub fn four(world: &World) -> Result<Self> {
        let post_renderer = ["--post-renderer", PLUGIN].map(str::to_owned).to_vec();
        let helm = Self { shows_reasons: false, ..Self::new(world, "helm-4", &world.tools.helm4, post_renderer)? };
        if !helm.home.join("HELM_DATA_HOME/plugins").is_dir() {
            helm.done(&["plugin", "install", &world.tools.post_renderer.display().to_string()])?;
        }
        Ok(helm)
    }

    fn new(world: &World, name: &'static str, program: &Path, post_renderer: Vec<String>) -> Result<Self> {
        Ok(Self {
            name,
            shows_reasons: true,
            post_renderer,
            program: program.to_owned(),
            home: world.scratch.folder(name)?,
            kubeconfig: world.plane.kubeconfig.clone(),
            project: world.tools.project.clone(),
        })
    }

    /// Runs a call to its end, without the post-renderer, and returns what it printed; fails when it fails.
    pub fn done(&self, args: &[&str]) -> Result<String> {
        let output = self.call(args)?;
        ensure!(output.status.success(), "{} {}: {}", self.name, args.join(" "), words(&output));
        let said = words(&output);
        ensure!(!said.to_lowercase().contains("warn"), "{} {} warns: {said}", self.name, args.join(" "));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Runs a call with the post-renderer to its end.
    pub fn rendered(&self, args: &[&str]) -> Result<String> {
        self.done(&self.with_post_renderer(args))
    }

    /// Runs a call that must fail.
    pub fn refused(&self, args: &[&str]) -> Result<Refusal> {
        let report = self.report();
        let _ = std::fs::remove_file(&report);
        let output = self.call(args)?;
        ensure!(!output.status.success(), "{} {} was not refused", self.name, args.join(" "));
        Ok(Refusal { words: words(&output), report: std::fs::read_to_string(report).unwrap_or_default() })
    }

    /// Runs a call with the post-renderer that must fail.
    pub fn refused_with_post_renderer(&self, args: &[&str]) -> Result<Refusal> {
        self.refused(&self.with_post_renderer(args))
    }

    fn with_post_renderer<'a>(&'a self, args: &[&'a str]) -> Vec<&'a str> {
        args.iter().copied().chain(self.post_renderer.iter().map(String::as_str)).collect()
    }

    fn report(&self) -> PathBuf {
        self.home.join("report.txt")
    }

    /// Paths in `args` are relative to the project's root.
    fn call(&self, args: &[&str]) -> Result<Output> {
        let mut helm = Command::new(&self.program);
        helm.args(args).env_clear().current_dir(&self.project).env("HOME", &self.home);
        helm.env("KUBECONFIG", &self.kubeconfig).env("RMQ_REPORT", self.report());
        for variable in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
            helm.env(variable, self.home.join(variable));
        }
        helm.stdin(Stdio::null()).output().with_context(|| format!("cannot start {}", self.name))
    }
}

/// Returns the objects of a stream as `kubectl` reads them, without asking a server.
pub fn objects_of(world: &World, name: &str, stream: &str) -> Result<Vec<serde_json::Value>> {
    let file = world.scratch.path(&format!("{name}.yaml"));
    std::fs::write(&file, stream)?;
    let mut kubectl = world.kubectl();
    kubectl.args(["create", "--dry-run=client", "--validate=false", "-o", "json", "-f"]).arg(file);
    let printed = process::output(&mut kubectl)?;
    Ok(serde_json::Deserializer::from_slice(&printed).into_iter().collect::<Result<_, _>>()?)
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim_end().to_owned()
}
