//! What a step needs of the machine: looked for, installed where that is ours to do, else named with the way to get it.

mod apt;
pub mod chromium;
mod namespaces;
mod rust;
mod version;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::process::{Command, Stdio};

use anyhow::bail;
use apt::Packages;
use version::Version;

/// One thing that a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The wasm targets and components of rust-toolchain.toml.
    RustToolchain,
    /// A C compiler, which links every Rust program.
    CCompiler,
    /// Node.js.
    Node,
    /// Node's package manager.
    Npm,
    /// The real browser.
    Chromium,
    /// The Go tools.
    Go,
    /// A JDK.
    Jdk,
    /// Maven.
    Maven,
    /// Namespaces of the kernel, root's right to make them, and the programs for it.
    Namespaces,
}

/// A need that is not met: what is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// What was looked for and what was found.
    pub why: String,
    /// The way to get it.
    pub how: String,
}

impl fmt::Display for Lack {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.why, self.how)
    }
}

/// Fails when one of them is not met: for a task that can do nothing without.
pub fn demand(needs: &[Need]) -> anyhow::Result<()> {
    if let Err(lack) = Needs::new().provide(needs) {
        bail!("{lack}");
    }
    Ok(())
}

/// The needs of this run; each is looked for once.
pub struct Needs {
    packages: Packages,
    known: RefCell<BTreeMap<Need, Result<(), Lack>>>,
}

impl Needs {
    /// Returns the needs, none of them looked for yet.
    pub fn new() -> Self {
        Self { packages: Packages::here(), known: RefCell::default() }
    }

    /// Makes sure that all of them are met; says what is lacking.
    pub fn provide(&self, needs: &[Need]) -> Result<(), Lack> {
        needs.iter().try_for_each(|need| self.provide_one(*need))
    }

    fn provide_one(&self, need: Need) -> Result<(), Lack> {
        if let Some(known) = self.known.borrow().get(&need) {
            return known.clone();
        }
        let found = match need {
            Need::RustToolchain => rust::provide(),
            Need::Namespaces => namespaces::provide(&self.packages),
            Need::Chromium => chromium::provide(&self.packages),
            _ => requirement(need).provide(&self.packages),
        };
        self.known.borrow_mut().insert(need, found.clone());
        found
    }
}

/// A program that has to be there in a certain version.
struct Requirement {
    name: &'static str,
    /// The calls that print a version; the need is met when each prints `least` or more.
    probes: &'static [&'static [&'static str]],
    least: Version,
    packages: &'static [&'static str],
}

fn requirement(need: Need) -> Requirement {
    match need {
        Need::RustToolchain | Need::Namespaces | Need::Chromium | Need::CCompiler => Requirement {
            name: "C compiler",
            probes: &[&["cc", "--version"]],
            least: Version(0, 0),
            packages: &["gcc", "libc6-dev"],
        },
        Need::Node => Requirement {
            name: "Node.js",
            probes: &[&["node", "--version"]],
            least: Version(20, 0),
            packages: &["nodejs"],
        },
        Need::Npm => {
            Requirement { name: "npm", probes: &[&["npm", "--version"]], least: Version(9, 0), packages: &["npm"] }
        }
        Need::Go => {
            Requirement { name: "Go", probes: &[&["go", "version"]], least: Version(1, 26), packages: &["golang-go"] }
        }
        Need::Jdk => Requirement {
            name: "JDK",
            probes: &[&["java", "-version"], &["javac", "-version"]],
            least: Version(17, 0),
            packages: &["default-jdk-headless"],
        },
        Need::Maven => {
            Requirement { name: "Maven", probes: &[&["mvn", "-v"]], least: Version(3, 6), packages: &["maven"] }
        }
    }
}

/// What to do about a program.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    /// It is there.
    Use,
    /// Install it.
    Install,
    /// Do without.
    Lack,
}

/// Decides by what was found, and by what an installation would bring (asked only when we may install).
fn decide(found: Option<Version>, least: Version, offered: impl FnOnce() -> Option<Version>) -> Decision {
    if found.is_some_and(|version| version >= least) {
        return Decision::Use;
    }
    if offered().is_some_and(|version| version >= least) { Decision::Install } else { Decision::Lack }
}

impl Requirement {
    fn provide(&self, packages: &Packages) -> Result<(), Lack> {
        let found = self.find();
        match decide(found, self.least, || self.offered(packages)) {
            Decision::Use => Ok(()),
            Decision::Lack => Err(self.lack(found, packages)),
            Decision::Install => self.install(packages),
        }
    }

    fn install(&self, packages: &Packages) -> Result<(), Lack> {
        let how = packages.line(self.name, self.packages);
        packages.install(self.packages).map_err(|error| Lack { why: format!("{error:#}"), how })?;
        let found = self.find();
        let met = found.is_some_and(|version| version >= self.least);
        if met { Ok(()) } else { Err(self.lack(found, packages)) }
    }

    /// Returns the oldest version that the probes print, or nothing when one of them is missing.
    fn find(&self) -> Option<Version> {
        let mut oldest = None;
        for probe in self.probes {
            let version = version::parse(&printed(probe)?)?;
            oldest = Some(oldest.map_or(version, |known: Version| known.min(version)));
        }
        oldest
    }

    fn offered(&self, packages: &Packages) -> Option<Version> {
        if packages.may_install() { packages.candidate(self.packages[0]) } else { None }
    }

    fn lack(&self, found: Option<Version>, packages: &Packages) -> Lack {
        let wanted = match self.least {
            Version(0, 0) => self.name.to_owned(),
            least => format!("{} {least} or later", self.name),
        };
        let why = match found {
            None => format!("no {wanted}"),
            Some(version) => format!("{} is {version}, not {} or later", self.name, self.least),
        };
        let how = match found {
            None if !packages.may_install() => packages.line(&wanted, self.packages),
            _ => format!("install {wanted} and put it on the PATH"),
        };
        Lack { why, how }
    }
}

/// Returns what a call printed, on stdout or (as java does) on stderr; nothing when it cannot be run.
fn printed(call: &[&str]) -> Option<String> {
    let (program, args) = call.split_first()?;
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decides_by_what_is_found_and_offered() {
        let (old, new) = (Version(1, 19), Version(1, 26));
        for (found, offered, want) in [
            (Some(new), None, Decision::Use),
            (Some(new), Some(new), Decision::Use),
            (Some(old), Some(new), Decision::Install),
            (Some(old), Some(old), Decision::Lack),
            (Some(old), None, Decision::Lack),
            (None, Some(new), Decision::Install),
            (None, Some(old), Decision::Lack),
            (None, None, Decision::Lack),
        ] {
            assert_eq!(decide(found, new, || offered), want, "found {found:?}, offered {offered:?}");
        }
    }

    #[test]
    fn what_is_there_asks_no_package_manager() {
        decide(Some(Version(20, 1)), Version(20, 0), || panic!("asked"));
    }
}
