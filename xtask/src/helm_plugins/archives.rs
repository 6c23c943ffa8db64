//! The archives: installed by Helm 4 as they are, by Helm 3 once they are unpacked, and that for kubectl and krew.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::home::{Answer, Helm, Version, folder};
use super::{Party, URL, wasm};
use crate::{dist, process};

/// The packages of Helm.
pub const PLUGINS: [&str; 3] = ["rmq", "rmq-post-renderer", "rmq-wasm"];

/// Checks all of them.
pub fn check(party: &Party) -> Result<()> {
    let helm = Helm::new(Version::Four, "archives")?;
    for name in PLUGINS {
        let archive = party.shipped.archive(name)?;
        helm.install(&archive, &[])?.failure(1, "no provenance file (.prov) found", "an archive that nobody signed")?;
        helm.install(&archive, &["--verify=false"])?.success(name)?;
    }
    wasm::three_are_listed(&helm)?;
    let rendered = helm.call(&["rmq-wasm", "render"])?.success("helm rmq-wasm render")?;
    ensure!(rendered == helm.call(&["rmq", "render"])?.success("helm rmq render")?, "the two plugins differ");
    every_one_is_whole(party)?;
    in_helm_3(party)?;
    for_krew(party)
}

/// Helm 3 takes folders: what the page says is unpacked first.
fn in_helm_3(party: &Party) -> Result<()> {
    let helm = Helm::new(Version::Three, "archives")?;
    let archive = party.shipped.archive("rmq")?;
    helm.install(&archive, &[])?.failure(1, "expected plugin to be a folder", "an archive in Helm 3")?;
    let unpacked = unpacked(&archive, "unpacked-rmq")?;
    helm.install(&unpacked.join("rmq"), &[])?.success("the unpacked archive in Helm 3")?;
    helm.call(&["rmq", "render"])?.success("helm rmq render").map(drop)
}

/// Every archive holds its folder, the licence, and for Helm one plugin.yaml alone.
fn every_one_is_whole(party: &Party) -> Result<()> {
    for name in PLUGINS.iter().chain(&["kubectl-rmq"]) {
        let mut tar = Command::new("tar");
        let listing = process::output(tar.arg("-tf").arg(party.shipped.archive(name)?))?;
        let listing = String::from_utf8(listing)?;
        let count = |file: &str| listing.lines().filter(|line| line.rsplit('/').next() == Some(file)).count();
        let metadata = usize::from(*name != "kubectl-rmq");
        let is_whole = count("LICENSE") == 1 && count("plugin.yaml") == metadata;
        ensure!(is_whole, "expected one LICENSE and {metadata} plugin.yaml in {name}, found\n{listing}");
    }
    let list = std::fs::read_to_string(party.shipped.folder.join(dist::CHECKSUMS))?;
    let mut sums = Command::new("sha256sum");
    process::output(sums.args(["--check", "--strict", dist::CHECKSUMS]).current_dir(&party.shipped.folder))
        .with_context(|| format!("the checksums are not those of the files:\n{list}"))
        .map(drop)
}

/// What the manifest says of the archive is so, and the program that it names runs where krew puts it.
fn for_krew(party: &Party) -> Result<()> {
    let archive = party.shipped.archive("kubectl-rmq")?;
    let name = archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let manifest = std::fs::read_to_string(party.shipped.folder.join("rmq.yaml"))?;
    let sums = std::fs::read_to_string(party.shipped.folder.join(dist::CHECKSUMS))?;
    let sum = sums.lines().find_map(|line| line.strip_suffix(&format!("  {name}"))).context("no checksum")?;
    let version = dist::VERSION;
    for line in [
        format!("    uri: \"{URL}/{name}\""),
        format!("    sha256: \"{sum}\""),
        format!("  version: \"v{version}\""),
        "    bin: \"kubectl-rmq\"".to_owned(),
    ] {
        ensure!(manifest.lines().any(|found| found == line), "the manifest does not say `{line}`:\n{manifest}");
    }
    ensure!(!manifest.contains(['{', '}']), "the manifest has an open place:\n{manifest}");
    let program = unpacked(&archive, "unpacked-kubectl")?.join("kubectl-rmq");
    let mut command = Command::new(program);
    let found = Answer::of(command.args(["render", "-n", "mq"]).env_clear())?.success("kubectl-rmq render")?;
    ensure!(found == party.rmq(&["render", "-n", "mq"], None)?.success("rmq render")?, "kubectl-rmq differs from rmq");
    Ok(())
}

fn unpacked(archive: &Path, name: &str) -> Result<PathBuf> {
    let folder = folder().join(name);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    process::output(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(&folder))?;
    Ok(folder)
}
