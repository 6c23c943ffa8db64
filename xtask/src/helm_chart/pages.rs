//! The calls of `helm` that the pages show, run as they stand there.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::helm::{Helm, Place, copy_folder};
use crate::process;

/// Pages, and the least number of calls on each that need no cluster.
const PAGES: &[(&str, usize)] = &[("docs/helm-chart.md", 3), ("charts/rocketmq/README.md", 1)];

/// Runs every line that begins with `helm template`; those with the path of a program are for Helm 3, those with the
/// name of a plugin for Helm 4.
pub fn run(helm: &Helm, place: &Place) -> Result<()> {
    let root = process::project_root();
    let folder = place.folder.join("pages");
    copy_folder(&root.join("examples"), &folder.join("examples"))?;
    copy_folder(&place.chart, &folder.join("charts/rocketmq"))?;
    std::fs::copy(root.join("examples/two-groups.yaml"), folder.join("values.yaml"))?;
    for (page, least) in PAGES {
        let text = std::fs::read_to_string(root.join(page)).with_context(|| (*page).to_owned())?;
        let calls: Vec<&str> = text.lines().filter(|line| line.starts_with("helm template ")).collect();
        ensure!(calls.len() >= *least, "{page} shows {} calls of helm template", calls.len());
        for call in calls.iter().filter(|call| is_for(helm, call)) {
            shown(helm, &folder, call).with_context(|| format!("{page}: {call}"))?;
        }
    }
    Ok(())
}

fn is_for(helm: &Helm, call: &str) -> bool {
    match call.split_once("--post-renderer ") {
        None => true,
        Some((_, rest)) => rest.starts_with("rmq ") == (helm.name == "helm-3"),
    }
}

fn shown(helm: &Helm, folder: &Path, call: &str) -> Result<()> {
    let output = helm.shell(folder, call)?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8_lossy(&output.stdout);
    ensure!(printed.contains("kind: StatefulSet"), "it prints no cluster");
    Ok(())
}
