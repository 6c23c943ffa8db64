//! The lines of docs/helm-plugins.md, run as somebody would type them beside the archives.

use std::os::unix::fs::symlink;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::home::{Answer, Helm, Version};
use super::{Party, archives::PLUGINS};
use crate::{dist, process};

const PAGE: &str = "docs/helm-plugins.md";
/// The system in the names of the page.
const SYSTEM: &str = "linux-amd64";

/// Runs the blocks of each section with the Helm that its heading names.
pub fn check(party: &Party) -> Result<()> {
    let page = std::fs::read_to_string(process::project_root().join(PAGE))?;
    names_are_of_this_version(&page)?;
    for (version, heading) in [(Version::Three, "## In Helm 3\n"), (Version::Four, "## In Helm 4\n")] {
        let (_, section) = page.split_once(heading).with_context(|| format!("{PAGE} has no section {heading}"))?;
        let section = section.split("\n## ").next().unwrap_or_default();
        let blocks: Vec<&str> = section.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        ensure!(blocks.len() == 2, "expected two blocks under {heading}, found {}", blocks.len());
        let helm = Helm::new(version, "page")?;
        prepare(party, &helm)?;
        for block in blocks {
            run(party, &helm, block)?;
        }
    }
    Ok(())
}

/// Every archive that the page names is one that is made.
fn names_are_of_this_version(page: &str) -> Result<()> {
    let is_end = |character: char| character.is_whitespace() || character == '/' || character == '`';
    for name in page.split(is_end).filter(|word| word.contains(".tgz")) {
        let made = PLUGINS.iter().any(|plugin| {
            let rest = name.strip_prefix(&format!("{plugin}-{}", dist::VERSION));
            rest == Some(".tgz") || rest == Some(&format!("-{SYSTEM}.tgz"))
        });
        ensure!(made, "{PAGE} names `{name}`, which is not made");
    }
    Ok(())
}

/// Puts what the lines need into one folder: `helm`, the archives under the names of the page, values and a chart.
fn prepare(party: &Party, helm: &Helm) -> Result<()> {
    let folder = helm.home().join("page");
    std::fs::create_dir_all(folder.join("bin"))?;
    symlink(helm.program(), folder.join("bin/helm"))?;
    for plugin in PLUGINS {
        let archive = party.shipped.archive(plugin)?;
        let name = archive.file_name().and_then(|name| name.to_str()).context("no name")?;
        let system = name.strip_prefix(&format!("{plugin}-{}", dist::VERSION)).unwrap_or_default();
        let ending = if system == ".tgz" { ".tgz".to_owned() } else { format!("-{SYSTEM}.tgz") };
        symlink(&archive, folder.join(format!("{plugin}-{}{ending}", dist::VERSION)))?;
    }
    let root = process::project_root();
    symlink(root.join("tests/judges/helm/cluster"), folder.join("chart"))?;
    symlink(root.join("examples/three-nodes.yaml"), folder.join("values.yaml"))?;
    Ok(())
}

/// Runs a block; each of its lines must succeed, and what it prints must hold the cluster.
fn run(party: &Party, helm: &Helm, block: &str) -> Result<()> {
    let folder = helm.home().join("page");
    let mut shell = helm.run(Path::new("sh"));
    let path = std::env::join_paths([folder.join("bin"), "/usr/bin".into(), "/bin".into()])?;
    shell.args(["-e", "-c", block]).env("PATH", path).current_dir(&folder);
    let said = Answer::of(&mut shell)?.success(block)?;
    let native = party.rmq(&["render", "-n", "mq", "-f", "examples/three-nodes.yaml"], None)?.success("rmq render")?;
    let is_rendered = !block.contains("values.yaml") || said.contains(&native);
    ensure!(is_rendered && said.contains("kind: StatefulSet"), "the cluster is missing:\n{block}\n{said}");
    Ok(())
}
