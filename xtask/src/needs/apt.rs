//! System packages: installed as root on Debian and Ubuntu, named elsewhere.

use std::cell::Cell;
use std::process::Command;

use anyhow::Result;

use super::version::{self, Version};
use crate::process;

/// Says how packages come onto this machine.
pub struct Packages {
    kind: Kind,
    updated: Cell<bool>,
}

/// What can be done about a missing package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Debian or Ubuntu, and we may install.
    AptAsRoot,
    /// Debian or Ubuntu, but somebody else has to run the line.
    Apt,
    /// Another system.
    Other,
}

impl Packages {
    /// Returns what this machine allows.
    pub fn here() -> Self {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let apt = is_debian_like(&release) && process::is_available("apt-get");
        Self { kind: kind(apt, nix::unistd::Uid::effective().is_root()), updated: Cell::new(false) }
    }

    /// Returns true when this process may install.
    pub fn may_install(&self) -> bool {
        self.kind == Kind::AptAsRoot
    }

    /// Returns the version of a package that an installation would bring.
    pub fn candidate(&self, package: &str) -> Option<Version> {
        self.update().ok()?;
        let policy = process::output(Command::new("apt-cache").args(["policy", package])).ok()?;
        version::parse_candidate(&String::from_utf8_lossy(&policy))
    }

    /// Installs the packages and says so.
    pub fn install(&self, packages: &[&str]) -> Result<()> {
        self.update()?;
        eprintln!("    installing the system packages {}", packages.join(", "));
        process::output(&mut apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())).map(drop)
    }

    /// Returns the line that brings the packages, for a person to run.
    pub fn line(&self, program: &str, packages: &[&str]) -> String {
        match self.kind {
            Kind::Other => format!("install {program} from its makers or with the system's package manager"),
            Kind::Apt | Kind::AptAsRoot => format!("sudo apt-get install {}", packages.join(" ")),
        }
    }

    fn update(&self) -> Result<()> {
        if !self.updated.replace(true) {
            eprintln!("    apt-get update");
            process::output(&mut apt_get(&["update"]))?;
        }
        Ok(())
    }
}

fn apt_get(args: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").args(args);
    command
}

fn kind(apt: bool, root: bool) -> Kind {
    match (apt, root) {
        (true, true) => Kind::AptAsRoot,
        (true, false) => Kind::Apt,
        (false, _) => Kind::Other,
    }
}

/// Reads `/etc/os-release`: the system itself or one of those that it is like.
fn is_debian_like(release: &str) -> bool {
    let families =
        release.lines().filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")));
    families.flat_map(|ids| ids.trim_matches('"').split(' ')).any(|id| id == "debian" || id == "ubuntu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_debian_and_its_children() {
        for (release, want) in [
            ("NAME=\"Debian GNU/Linux\"\nID=debian\n", true),
            ("ID=ubuntu\nID_LIKE=debian\n", true),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", true),
            ("ID=fedora\nVERSION_ID=42\n", false),
            ("ID=alpine\n", false),
            ("", false),
        ] {
            assert_eq!(is_debian_like(release), want, "{release:?}");
        }
    }

    #[test]
    fn only_root_on_debian_installs() {
        for (apt, root, want) in [
            (true, true, Kind::AptAsRoot),
            (true, false, Kind::Apt),
            (false, true, Kind::Other),
            (false, false, Kind::Other),
        ] {
            assert_eq!(kind(apt, root), want, "apt {apt}, root {root}");
        }
    }
}
