//! `cargo xtask dist`: what is shipped, for this system, in target/packages: a folder and an archive for each package.
//!
//! The same sources make the same bytes again. The version stands in Cargo.toml and nowhere else.

mod contents;
mod package;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::build::{self, Profile};
use crate::process;
pub use contents::COMPLETIONS;
use package::{Package, Root};

/// The version of everything that is shipped.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The file that holds the checksum of every archive.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// What is shipped, once it is made.
pub struct Shipped {
    /// The folder that holds all of it.
    pub folder: PathBuf,
}

impl Shipped {
    /// Returns the folder of a package.
    pub fn package(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Returns the archive of a package.
    pub fn archive(&self, name: &str) -> Result<PathBuf> {
        Ok(self.folder.join(Kind::named(name)?.archive()))
    }
}

/// One package, before it is filled.
struct Kind {
    name: &'static str,
    root: Root,
    /// What stands between the version and the ending: nothing where the package runs on every system.
    system: Option<System>,
    ending: &'static str,
    fill: fn(&mut Package, Profile) -> Result<()>,
}

impl Kind {
    fn named(name: &str) -> Result<Self> {
        let kind = contents::kinds().into_iter().find(|kind| kind.name == name);
        kind.with_context(|| format!("no package `{name}`"))
    }

    /// Returns the package with programs of this profile.
    fn filled(&self, profile: Profile) -> Result<Package> {
        let mut package = Package::new(self.name)?;
        (self.fill)(&mut package, profile).with_context(|| format!("cannot fill the package {}", self.name))?;
        Ok(package)
    }

    /// Returns the name of the archive: `NAME-VERSION….tgz`, from which Helm takes off all behind the name.
    fn archive(&self) -> String {
        let system = self.system.as_ref().map_or_else(String::new, |system| format!("-{}-{}", system.os, system.arch));
        format!("{}-{VERSION}{system}.{}", self.name, self.ending)
    }
}

/// A system in the words of Go, which are those of Helm and krew.
#[derive(Clone, Copy)]
struct System {
    os: &'static str,
    arch: &'static str,
}

impl System {
    fn of_this_machine() -> Self {
        let os = if std::env::consts::OS == "macos" { "darwin" } else { std::env::consts::OS };
        let arch = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        Self { os, arch }
    }
}

/// Makes what is shipped and prints where it lies.
///
/// The argument is the address of the folder in which the archives will be published; only then a manifest for krew can
/// be written.
pub fn run(args: &[String]) -> Result<()> {
    let url = match args {
        [] => None,
        [url] if url.starts_with("https://") => Some(url.trim_end_matches('/')),
        _ => bail!("usage: cargo xtask dist [https://… where the archives will lie]"),
    };
    let shipped = make(Profile::Dist, url)?;
    print!("{}", std::fs::read_to_string(shipped.folder.join(CHECKSUMS))?);
    if url.is_none() {
        println!("no manifest for krew: it needs the address of the archives, `cargo xtask dist https://…`");
    }
    println!("{}", shipped.folder.display());
    Ok(())
}

/// Makes every package from programs of this profile.
pub fn make(profile: Profile, url: Option<&str>) -> Result<Shipped> {
    let folder = build::target().join("packages").join(profile.name());
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut sums = String::new();
    for kind in contents::kinds() {
        let package = kind.filled(profile)?;
        package.write(&folder)?;
        let sum = keep(&folder, &kind.archive(), &package.archive(kind.root)?, &mut sums)?;
        if let (Some(url), Some(manifest)) = (url, contents::krew_manifest(&kind, &sum)?) {
            keep(&folder, "rmq.yaml", manifest.replace("{url}", url).as_bytes(), &mut sums)?;
        }
    }
    std::fs::write(folder.join(CHECKSUMS), sums)?;
    Ok(Shipped { folder })
}

/// Makes one package alone and returns the folder with what its archive holds, in target/packages beside those of others.
///
/// What asks a real program about a package asks about this: no file gets there on another way than to a user.
pub fn unpacked(name: &str, profile: Profile, asker: &str) -> Result<PathBuf> {
    let kind = Kind::named(name)?;
    let parent = build::target().join("packages").join(asker);
    package::unpack(&kind.filled(profile)?.archive(kind.root)?, kind.root, &parent, name)
}

/// Makes one package alone and writes its archive into a folder, under the name that users know.
pub fn archive(name: &str, profile: Profile, folder: &Path) -> Result<()> {
    let kind = Kind::named(name)?;
    write(&folder.join(kind.archive()), &kind.filled(profile)?.archive(kind.root)?)
}

/// Writes a file, adds its line to the checksums and returns its checksum.
fn keep(folder: &Path, name: &str, bytes: &[u8], sums: &mut String) -> Result<String> {
    write(&folder.join(name), bytes)?;
    let sum = Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let _ = writeln!(sums, "{sum}  {name}");
    Ok(sum)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Returns a text of the project with the version in its place.
fn with_version(path: &str) -> Result<String> {
    let path = process::project_root().join(path);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.replace("{version}", VERSION))
}
