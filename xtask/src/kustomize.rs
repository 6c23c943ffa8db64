//! `rmq post-render` as a function of the real kustomize.
//!
//! Every folder stays in target/kustomize, so that a call can be repeated.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};

use crate::build::{self, Profile};
use crate::judges::go::{self, Compiler};
use crate::process;

const PAGE: &str = "docs/kustomize.md";
const FLAGS: [&str; 3] = ["build", "--enable-alpha-plugins", "--enable-exec"];

/// Asks kustomize for everything that the page promises.
pub fn run() -> Result<()> {
    let place = Place::make()?;
    examples_are_those_of_the_page(&place)?;
    same_as_rendered(&place)?;
    generator(&place)?;
    files(&place)?;
    failure(&place)?;
    the_lines_of_the_page(&place)?;
    // The same call must fail for want of `rmq`: else something other than the function has answered.
    std::fs::remove_file(place.folder.join("bin/rmq"))?;
    let without = place.kustomize(&[&FLAGS[..], &["transformer"]].concat())?;
    ensure!(!without.status.success() && without.stdout.is_empty(), "kustomize expands a cluster without rmq");
    Ok(())
}

/// A folder with the examples, a `bin` with both programs, and nothing else of this user.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn make() -> Result<Self> {
        let folder = build::target().join("kustomize");
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(folder.join("bin"))?;
        let kustomize = go::installed("kustomize", go::KUSTOMIZE, Compiler::Quick)?.canonicalize()?;
        symlink(kustomize, folder.join("bin/kustomize"))?;
        symlink(build::native("rmq", Profile::Release)?.canonicalize()?, folder.join("bin/rmq"))?;
        for example in ["transformer", "generator"] {
            let from = process::project_root().join("packaging/krm").join(example);
            std::fs::create_dir(folder.join(example))?;
            for entry in std::fs::read_dir(from)? {
                let entry = entry?;
                std::fs::copy(entry.path(), folder.join(example).join(entry.file_name()))?;
            }
        }
        Ok(Self { folder })
    }

    fn command(&self, program: &Path) -> Result<Command> {
        let mut command = Command::new(program);
        let path = std::env::join_paths([self.folder.join("bin"), "/usr/bin".into(), "/bin".into()])?;
        command.env_clear().env("PATH", path).env("HOME", &self.folder).current_dir(&self.folder);
        Ok(command)
    }

    fn kustomize(&self, args: &[&str]) -> Result<Output> {
        Ok(self.command(&self.folder.join("bin/kustomize"))?.args(args).output()?)
    }

    /// Returns what a kustomization builds.
    fn built(&self, folder: &str) -> Result<String> {
        said(&self.kustomize(&[&FLAGS[..], &[folder]].concat())?, folder)
    }

    fn rmq(&self, args: &[&str]) -> Result<String> {
        said(&self.command(&self.folder.join("bin/rmq"))?.args(args).output()?, &args.join(" "))
    }

    /// Makes a folder with these files.
    fn with(&self, folder: &str, files: &[(&str, &str)]) -> Result<()> {
        std::fs::create_dir_all(self.folder.join(folder))?;
        for (name, text) in files {
            std::fs::write(self.folder.join(folder).join(name), text)?;
        }
        Ok(())
    }

    fn read(&self, file: &str) -> Result<String> {
        std::fs::read_to_string(self.folder.join(file)).with_context(|| format!("cannot read {file}"))
    }

    /// Returns every file below a folder.
    fn all(&self, folder: &str) -> Result<BTreeMap<PathBuf, String>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.folder.join(folder)];
        while let Some(next) = open.pop() {
            for entry in std::fs::read_dir(next)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.insert(path.clone(), std::fs::read_to_string(&path)?);
                }
            }
        }
        Ok(found)
    }
}

fn said(output: &Output, call: &str) -> Result<String> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{call}: {}\n{stderr}", output.status);
    Ok(String::from_utf8(output.stdout.clone())?)
}

/// Every file of the examples stands on the page, but for its comments.
fn examples_are_those_of_the_page(place: &Place) -> Result<()> {
    let page = std::fs::read_to_string(process::project_root().join(PAGE))?;
    let files: Vec<_> = place.all("transformer")?.into_iter().chain(place.all("generator")?).collect();
    ensure!(files.len() == 5, "expected 5 files in packaging/krm, found {}", files.len());
    for (path, text) in files {
        let plain: String =
            text.lines().filter(|line| !line.trim_start().starts_with('#')).map(|l| l.to_owned() + "\n").collect();
        let name = path.file_name().and_then(|name| name.to_str()).context("no name")?;
        ensure!(page.contains(&format!("```yaml\n# {name}\n{plain}```\n")), "{PAGE} does not show {}", path.display());
    }
    Ok(())
}

/// The function gives kustomize the objects that `rmq render` prints, with the prefix and namespace of the kustomization.
fn same_as_rendered(place: &Place) -> Result<()> {
    place.with("values", &[("values.yaml", "broker: {groups: 2}\nimage: {registry: 'registry.example:5000'}\n")])?;
    let rendered = place.rmq(&["render", "team-a-rocketmq", "-n", "mq", "-f", "values/values.yaml"])?;
    place.with("rendered", &[("all.yaml", &rendered), ("kustomization.yaml", "resources: [all.yaml]\n")])?;
    let (built, want) = (place.built("transformer")?, place.built("rendered")?);
    ensure!(built == want, "the transformer gives other objects than rmq render: {}", place.folder.display());
    ensure!(want.matches("\nkind: StatefulSet\n").count() == 3, "rmq render gives no cluster");
    Ok(())
}

/// A generator gives the same; what the page warns of is still so.
fn generator(place: &Place) -> Result<()> {
    place.with("plain-values", &[("values.yaml", "broker: {groups: 2}\n")])?;
    let rendered = place.rmq(&["render", "rocketmq", "-n", "mq", "-f", "plain-values/values.yaml"])?;
    place.with("plain-rendered", &[("all.yaml", &rendered), ("kustomization.yaml", "resources: [all.yaml]\n")])?;
    let built = place.built("generator")?;
    ensure!(built == place.built("plain-rendered")?, "the generator gives other objects than rmq render");
    let cluster = place.read("generator/cluster.yaml")?;
    let prefixed = "namePrefix: x-\ngenerators: [cluster.yaml]\n";
    place.with("prefixed", &[("cluster.yaml", &cluster), ("kustomization.yaml", prefixed)])?;
    let wrong = place.built("prefixed")?;
    let is_torn = wrong.contains("name: x-rocketmq-broker\n") && !wrong.contains("brokerName=x-rocketmq-broker");
    ensure!(is_torn, "kustomize renames what a generator made as a whole: {PAGE} need not warn any more");
    Ok(())
}

/// Files of a folder: the cluster stays, its objects get files, and the second run changes nothing.
fn files(place: &Place) -> Result<()> {
    let foreign = "# kept\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other # kept\n";
    let cluster = place.read("generator/cluster.yaml")?;
    place.with("files", &[("cluster.yaml", &cluster), ("other.yaml", foreign)])?;
    let run = |results: &str| place.kustomize(&["fn", "run", "files", "--enable-exec", "--results-dir", results]);
    place.with("results", &[])?;
    said(&run("results")?, "fn run")?;
    let once = place.all("files")?;
    ensure!(once.len() > 12, "kustomize wrote {} files", once.len());
    ensure!(place.read("files/cluster.yaml")? == cluster, "the file of the cluster was changed");
    ensure!(place.read("files/other.yaml")? == foreign, "the file of another was changed");
    let results = place.read("results/results-0.yaml")?;
    ensure!(results.contains("expanded: ") && results.contains("path: cluster.yaml"), "other results: {results}");
    std::fs::write(place.folder.join("files/mq/statefulset_rocketmq-broker.yaml"), changed(&once)?)?;
    said(&run("results")?, "fn run")?;
    ensure!(place.all("files")? == once, "the second run gives other files");
    // A failure writes nothing but the results.
    place.with("files", &[("cluster.yaml", &cluster.replace("groups", "grops"))])?;
    let (before, failed) = (place.all("files")?, run("results")?);
    ensure!(!failed.status.success() && place.all("files")? == before, "a failure writes files");
    let results = place.read("results/results-0.yaml")?;
    ensure!(results.contains("code: RMQ010") && results.contains("path: spec.broker.grops"), "no reason: {results}");
    Ok(())
}

/// Returns the first broker group with another number of members, as an earlier run may have left it.
fn changed(files: &BTreeMap<PathBuf, String>) -> Result<String> {
    let is_it = |path: &&PathBuf| path.ends_with("mq/statefulset_rocketmq-broker.yaml");
    let path = files.keys().find(is_it).context("no file for the first broker group")?;
    let text = files[path].replace("replicas: 3", "replicas: 5");
    ensure!(text != files[path], "the first broker group has not 3 members");
    Ok(text)
}

/// An error in the cluster reaches the user, and nothing else is printed.
fn failure(place: &Place) -> Result<()> {
    for example in ["transformer", "generator"] {
        let folder = format!("{example}-wrong");
        for (path, text) in place.all(example)? {
            let name = path.file_name().and_then(|name| name.to_str()).context("no name")?;
            place.with(&folder, &[(name, &text.replace("groups", "grops"))])?;
        }
        let failed = place.kustomize(&[&FLAGS[..], &[&folder]].concat())?;
        let stderr = String::from_utf8_lossy(&failed.stderr);
        let is_told = stderr.contains("RMQ010") && stderr.contains("did you mean `groups`?");
        ensure!(!failed.status.success() && failed.stdout.is_empty() && is_told, "{example}: {stderr}");
    }
    Ok(())
}

/// The lines of the page, run as somebody would type them in packaging/krm.
fn the_lines_of_the_page(place: &Place) -> Result<()> {
    let cluster = place.read("transformer/cluster.yaml")?;
    place.with("plain", &[("cluster.yaml", &cluster), ("kustomization.yaml", "resources: [cluster.yaml]\n")])?;
    let page = std::fs::read_to_string(process::project_root().join(PAGE))?;
    let blocks: Vec<&str> = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    ensure!(blocks.len() == 4, "expected four blocks in {PAGE}, found {}", blocks.len());
    for block in blocks {
        let text = said(&place.command(Path::new("/bin/sh"))?.args(["-e", "-c", block]).output()?, block)?;
        ensure!(text.matches("kind: StatefulSet\n").count() == 3, "the cluster is missing:\n{block}\n{text}");
    }
    Ok(())
}
