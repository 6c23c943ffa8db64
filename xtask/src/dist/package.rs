//! A package while it is put together: files by their path, then a folder and an archive of the same bytes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};

use crate::process;

/// What may be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is read.
    Plain,
    /// It is run.
    Executable,
}

impl Mode {
    fn bits(self) -> u32 {
        match self {
            Self::Plain => 0o644,
            Self::Executable => 0o755,
        }
    }
}

/// Where the files of a package lie in its archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// In a folder that is named like the package, as Helm wants it.
    Folder,
    /// At the top, as krew wants it.
    Top,
}

/// Files by their path from the package's root, with `/` on every system.
pub struct Package {
    /// The name, which is also that of its folder.
    pub name: &'static str,
    files: BTreeMap<String, (Mode, Vec<u8>)>,
}

impl Package {
    /// Returns a package that holds the licence and nothing else: no package goes without.
    pub fn new(name: &'static str) -> Result<Self> {
        let mut package = Self { name, files: BTreeMap::new() };
        package.copy("LICENSE", Mode::Plain, &process::project_root().join("LICENSE"))?;
        Ok(package)
    }

    /// Adds a file of these bytes.
    pub fn add(&mut self, path: &str, mode: Mode, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), (mode, bytes.into()));
    }

    /// Adds a copy of a file.
    pub fn copy(&mut self, path: &str, mode: Mode, from: &Path) -> Result<()> {
        let bytes = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
        self.add(path, mode, bytes);
        Ok(())
    }

    /// Writes the files into a folder of the package's name and returns it.
    pub fn write(&self, parent: &Path) -> Result<PathBuf> {
        let folder = parent.join(self.name);
        for (path, (mode, bytes)) in &self.files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            set_mode(&path, *mode)?;
        }
        Ok(folder)
    }

    /// Returns a compressed archive that depends on the files alone: not on when, where or by whom it is made.
    pub fn archive(&self, root: Root) -> Result<Vec<u8>> {
        let gzip = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
        let mut archive = tar::Builder::new(gzip);
        let prefix = match root {
            Root::Folder => format!("{}/", self.name),
            Root::Top => String::new(),
        };
        for (path, (mode, bytes)) in &self.files {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(mode.bits());
            header.set_uid(0);
            header.set_gid(0);
            header.set_mtime(0);
            archive.append_data(&mut header, format!("{prefix}{path}"), bytes.as_slice())?;
        }
        let mut gzip = archive.into_inner()?;
        gzip.flush()?;
        Ok(gzip.finish()?)
    }
}

/// Unpacks an archive in place of what was there and returns the folder with the package's files.
pub fn unpack(archive: &[u8], root: Root, parent: &Path, name: &str) -> Result<PathBuf> {
    let folder = parent.join(name);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let place = if root == Root::Folder { parent } else { &folder };
    let mut files = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    files.unpack(place).with_context(|| format!("cannot unpack {name} in {}", place.display()))?;
    Ok(folder)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: Mode) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode.bits()))?)
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: Mode) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn package(paths: &[&str]) -> Package {
        let mut package = Package { name: "rmq", files: BTreeMap::new() };
        for path in paths {
            package.add(path, Mode::Executable, format!("#!{path}"));
        }
        package
    }

    #[test]
    fn the_same_files_make_the_same_archive_in_any_order() {
        let archive = |paths: &[&str]| package(paths).archive(Root::Folder).unwrap();
        assert_eq!(archive(&["plugin.yaml", "bin/rmq", "a"]), archive(&["a", "plugin.yaml", "bin/rmq"]));
        assert_ne!(archive(&["a"]), archive(&["b"]));
    }

    #[test]
    fn nothing_of_this_machine_enters_an_archive() {
        let bytes = package(&["plugin.yaml", "bin/rmq"]).archive(Root::Folder).unwrap();
        // The time and the system in the head of gzip.
        assert_eq!((&bytes[4..8], bytes[9]), (&[0; 4][..], 255));
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&bytes[..]));
        let mut seen = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let header = entry.header();
            assert_eq!((header.uid().unwrap(), header.gid().unwrap(), header.mtime().unwrap()), (0, 0, 0));
            assert_eq!((header.username(), header.groupname()), (Ok(Some("")), Ok(Some(""))));
            seen.push((entry.path().unwrap().display().to_string(), header.mode().unwrap(), text));
        }
        let want = ["bin/rmq", "plugin.yaml"].map(|path| (format!("rmq/{path}"), 0o755, format!("#!{path}")));
        assert_eq!(seen, want);
    }

    #[test]
    fn a_package_holds_the_licence_from_the_start() {
        let package = Package::new("rmq").unwrap();
        let licence = String::from_utf8_lossy(&package.files["LICENSE"].1);
        assert!(licence.trim_start().starts_with("Apache License"));
    }
}
