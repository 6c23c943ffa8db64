//! The commands of the page's tab, typed into a shell as they stand, for every tool that it names.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::manifest;
use crate::process::{self, wait_for};
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::World;

pub const SCENARIO: Scenario = Scenario {
    name: "commands",
    about: "what the page's tab Commands says, typed into a shell: kubectl, Helm 3 and 4 bring the cluster up, Argo CD takes it",
    extent: Extent::Named,
    run,
};

/// The longest that one command may take, in seconds.
const LIMIT: &str = "240";
/// The longest that the objects may change by themselves after all commands.
const SETTLED: Duration = Duration::from_mins(1);
/// The file of the folder that holds what the page says.
const SAID: &str = "commands.json";
/// The types of Argo CD, as its cluster has them.
const ARGO_CD: &str = "application-crd.yaml";

/// What the page says, as tests/page/commands.test.mjs writes it.
#[derive(Debug, Deserialize)]
struct Said {
    name: String,
    values: String,
    ways: Vec<Way>,
}

#[derive(Debug, Deserialize)]
struct Way {
    word: String,
    namespace: String,
    steps: Vec<String>,
}

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let folder = stage.given.commands.clone().context("no folder; give one by --commands DIR")?;
    let said = std::fs::read(folder.join(SAID)).with_context(|| format!("no {SAID} in {}", folder.display()))?;
    let said: Said = serde_json::from_slice(&said)?;
    ensure!(!said.ways.is_empty(), "the page names no tool");
    stage.spend()?;
    for way in &said.ways {
        let start = Instant::now();
        let desk = Desk::new(&stage.world, &folder, &said, way)?;
        Assertion::Commands.holds_if(desk.work().context(way.word.clone()))?;
        stage.world.vacate_namespace(&way.namespace)?;
        measured.notes.push(format!("{}: {} steps, {:.0} s", way.word, way.steps.len(), start.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// Where somebody types the commands for one tool: a folder with the values and what else they name.
struct Desk<'a> {
    world: &'a World,
    said: &'a Said,
    way: &'a Way,
    folder: PathBuf,
    path: OsString,
}

impl<'a> Desk<'a> {
    fn new(world: &'a World, given: &Path, said: &'a Said, way: &'a Way) -> Result<Self> {
        let tools = &world.tools;
        let folder = world.scratch.folder(&format!("commands-{}", way.word))?;
        std::fs::write(folder.join("values.yaml"), &said.values)?;
        link(&tools.project.join("charts"), &folder.join("charts"))?;
        for entry in std::fs::read_dir(given)? {
            let entry = entry?;
            link(&entry.path().canonicalize()?, &folder.join(entry.file_name()))?;
        }
        let programs = world.scratch.folder(&format!("commands-{}-path", way.word))?;
        link(&tools.kubernetes.join("kubectl"), &programs.join("kubectl"))?;
        link(&tools.rmq, &programs.join("kubectl-rmq"))?;
        link(&tools.rmq, &programs.join("rmq"))?;
        link(if way.word == "helm4" { &tools.helm4 } else { &tools.helm3 }, &programs.join("helm"))?;
        let others = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(programs).chain(std::env::split_paths(&others)))?;
        Ok(Self { world, said, way, folder, path })
    }

    /// Does all that the page says, and looks at what is there then.
    fn work(&self) -> Result<()> {
        match self.way.word.as_str() {
            "kubectl" => self.kubectl()?,
            "helm3" | "helm4" => self.helm()?,
            "argocd" => self.argo_cd()?,
            other => bail!("nobody has tried `{other}`"),
        }
        self.everything_is_there()
    }

    fn kubectl(&self) -> Result<()> {
        let diffs: Vec<&String> = self.way.steps.iter().filter(|step| step.contains("kubectl diff")).collect();
        ensure!(diffs.len() == 1, "{} steps show what changes", diffs.len());
        for step in &self.way.steps {
            if step == diffs[0] {
                // By this code `kubectl diff` says that something changes.
                let shown = self.typed(step, 1)?;
                ensure!(shown.contains("kind: StatefulSet"), "{step}\nshows no StatefulSet:\n{shown}");
            } else {
                self.typed(step, 0)?;
            }
        }
        // While a controller writes a status, the two that are compared are of different times.
        let settled = wait_for("end of the changes, after all of it", SETTLED, || {
            let again = self.output(diffs[0])?;
            Ok((again.status.success() && again.stdout.is_empty()).then_some(()))
        });
        // What would still change is in the failure of the last try.
        settled.or_else(|_| self.typed(diffs[0], 0).map(drop))
    }

    fn helm(&self) -> Result<()> {
        for step in &self.way.steps {
            let printed = self.typed(step, 0)?;
            if step.starts_with("helm test") {
                ensure!(printed.contains("Succeeded"), "{step}\n{printed}");
            }
        }
        Ok(())
    }

    /// Argo CD itself is not here: its cluster is asked about the Application, and the repository applied as it would be.
    fn argo_cd(&self) -> Result<()> {
        let [repository, application] = self.way.steps.as_slice() else { bail!("{} steps", self.way.steps.len()) };
        self.typed("git init -q .", 0)?;
        self.typed(repository, 0)?;
        self.typed(repository, 0).context("a second time")?;
        let staged = self.typed("git diff --cached --name-only", 0)?;
        ensure!(staged.lines().any(|file| file.starts_with("manifests/StatefulSet-")), "staged is\n{staged}");

        std::fs::write(self.folder.join("application.yaml"), application)?;
        self.typed(&format!("kubectl apply --server-side -f {ARGO_CD}"), 0)?;
        self.typed("kubectl wait --for condition=established --timeout=60s crd/applications.argoproj.io", 0)?;
        self.typed("kubectl create namespace argocd", 0)?;
        // A field that Argo CD does not know must be refused: else nothing was judged.
        self.typed("sed 's/syncOptions/syncOption/' application.yaml | kubectl create --validate=strict -f -", 1)?;
        self.typed("kubectl create --validate=strict -f application.yaml", 0)?;

        self.typed(&format!("kubectl create namespace {}", self.way.namespace), 0)?;
        self.typed("kubectl apply --server-side -f manifests", 0).map(drop)
    }

    /// Runs a command to its end, which must be this one, and returns what it printed.
    fn typed(&self, text: &str, code: i32) -> Result<String> {
        let output = self.output(text)?;
        let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(process::exit_code(output.status) == code, "{text}\n{}\n{printed}\n{said}", output.status);
        let warning = said.lines().find(|line| line.starts_with("Warning") || line.starts_with("WARNING"));
        ensure!(warning.is_none(), "{text}\n{}", warning.unwrap_or_default());
        Ok(printed.into_owned())
    }

    fn output(&self, text: &str) -> Result<Output> {
        let mut shell = Command::new("timeout");
        shell.args([LIMIT, "bash", "--norc", "--noprofile", "-o", "pipefail", "-c", text]);
        shell.current_dir(&self.folder).env_clear().env("PATH", &self.path).env("HOME", &self.folder);
        shell.env("KUBECONFIG", &self.world.plane.kubeconfig).stdin(Stdio::null());
        shell.output().context("cannot start bash")
    }

    /// Every object that `rmq` prints for these values is in the cluster.
    fn everything_is_there(&self) -> Result<()> {
        let values = self.folder.join("values.yaml");
        let values = values.to_str().context("a path that is no text")?;
        let objects = manifest::render(&self.world.tools, &self.said.name, &self.way.namespace, &["-f", values])?;
        ensure!(objects.len() > 10, "{} objects", objects.len());
        for object in &objects {
            self.world.client().read(object).with_context(|| format!("{}", object["metadata"]["name"]))?;
        }
        Ok(())
    }
}

fn link(target: &Path, name: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, name).with_context(|| format!("cannot make {}", name.display()))
}
