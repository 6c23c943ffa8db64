//! What each package holds.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use rmq_launcher::artifact;

use super::package::{Mode, Package, Root};
use super::{Kind, System, with_version};
use crate::build::{self, Profile};
use crate::process;

/// What the file of a program ends with on this system.
const EXE: &str = std::env::consts::EXE_SUFFIX;

/// What can complete, each with the name under which it looks for our script.
pub const COMPLETIONS: [(&str, &str); 5] = [
    ("bash", "rmq.bash"),
    ("zsh", "_rmq"),
    ("fish", "rmq.fish"),
    ("powershell", "rmq.ps1"),
    ("kubectl", "kubectl_complete-rmq"),
];

/// Every package.
pub fn kinds() -> [Kind; 5] {
    let system = Some(System::of_this_machine());
    let helm = |name, system, fill| Kind { name, root: Root::Folder, system, ending: "tgz", fill };
    [
        helm("rmq", system, helm_plugin),
        helm("rmq-post-renderer", system, post_renderer),
        helm("rmq-wasm", None, helm_wasm),
        Kind { name: "rmq-page", root: Root::Folder, system: None, ending: "tgz", fill: page },
        Kind { name: "kubectl-rmq", root: Root::Top, system, ending: "tar.gz", fill: kubectl_plugin },
    ]
}

/// The plugin for Helm 3 and 4: what lies at the root of the project, and the program.
fn helm_plugin(package: &mut Package, profile: Profile) -> Result<()> {
    let metadata = with_version("plugin.yaml")?;
    let (metadata, _) = metadata.split_once("\nhooks:").context("plugin.yaml has no hooks")?;
    package.add("plugin.yaml", Mode::Plain, format!("{metadata}\n"));
    package.copy("plugin.complete", Mode::Executable, &process::project_root().join("plugin.complete"))?;
    package.copy(&format!("bin/rmq{EXE}"), Mode::Executable, &build::native("rmq", profile)?)
}

fn post_renderer(package: &mut Package, profile: Profile) -> Result<()> {
    package.add("plugin.yaml", Mode::Plain, with_version("packaging/rmq-post-renderer.plugin.yaml")?);
    launcher(package, "bin/", "rmq-post-renderer", profile)
}

fn helm_wasm(package: &mut Package, profile: Profile) -> Result<()> {
    package.add("plugin.yaml", Mode::Plain, with_version("packaging/rmq-wasm.plugin.yaml")?);
    package.add("completion.yaml", Mode::Plain, static_completion(&build::native("rmq", profile)?)?);
    package.copy("plugin.wasm", Mode::Plain, &build::helm_wasm(profile)?)
}

/// The page in one file, and the folder for a web server.
fn page(package: &mut Package, profile: Profile) -> Result<()> {
    let page = crate::page::build(profile)?;
    package.copy("rmq-page.html", Mode::Plain, &page.file)?;
    add_folder(package, "site", &page.site)
}

fn add_folder(package: &mut Package, name: &str, folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            add_folder(package, &name, &path)?;
        } else {
            package.copy(&name, Mode::Plain, &path)?;
        }
    }
    Ok(())
}

fn kubectl_plugin(package: &mut Package, profile: Profile) -> Result<()> {
    let rmq = build::native("rmq", profile)?;
    for (shell, name) in COMPLETIONS {
        let script = process::output(Command::new(&rmq).args(["completion", shell]))?;
        // kubectl runs its script; the shells read theirs.
        let mode = if shell == "kubectl" { Mode::Executable } else { Mode::Plain };
        package.add(&format!("completion/{name}"), mode, script);
    }
    launcher(package, "", "kubectl-rmq", profile)
}

/// Adds the launcher under this name, with what it runs beside it.
fn launcher(package: &mut Package, folder: &str, name: &str, profile: Profile) -> Result<()> {
    let built = crate::launcher::build(profile)?;
    package.copy(&format!("{folder}{name}{EXE}"), Mode::Executable, &built.join(name))?;
    package.copy(&format!("{folder}{}", artifact::NAME), Mode::Plain, &built.join(artifact::NAME))
}

/// Returns the manifest for krew when this is the package that krew installs; `{url}` is left open.
pub fn krew_manifest(kind: &Kind, sum: &str) -> Result<Option<String>> {
    let (Root::Top, Some(system)) = (kind.root, kind.system) else { return Ok(None) };
    let program = format!("{}{EXE}", kind.name);
    let known = [
        ("{os}", system.os),
        ("{arch}", system.arch),
        ("{archive}", &kind.archive()),
        ("{sha256}", sum),
        ("{program}", &program),
    ];
    let template = with_version("packaging/krew/rmq.yaml")?;
    Ok(Some(known.iter().fold(template, |text, (place, word)| text.replace(place, word))))
}

/// Returns the words that Helm offers for a plugin which it cannot ask: the program itself says them now.
fn static_completion(rmq: &Path) -> Result<String> {
    let mut text = String::from("name: rmq-wasm\ncommands:\n");
    for command in choices(rmq, &[""])? {
        let _ = writeln!(text, "- name: {command}");
        list(&mut text, "validArgs", &choices(rmq, &[&command, ""])?);
        let flags = choices(rmq, &[&command, "--"])?;
        list(&mut text, "flags", &flags.iter().map(|flag| flag.trim_start_matches('-').to_owned()).collect::<Vec<_>>());
    }
    Ok(text)
}

fn list(text: &mut String, key: &str, words: &[String]) {
    if !words.is_empty() {
        let _ = writeln!(text, "  {key}: [{}]", words.join(", "));
    }
}

/// Returns what may stand for the last word, without the descriptions.
fn choices(rmq: &Path, words: &[&str]) -> Result<Vec<String>> {
    let answer = process::output(Command::new(rmq).arg("__complete").args(words))?;
    let lines = String::from_utf8(answer)?;
    let words = lines.lines().filter(|line| !line.starts_with(':')).filter_map(|line| line.split('\t').next());
    Ok(words.map(str::to_owned).collect())
}
