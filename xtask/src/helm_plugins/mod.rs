//! The packages, installed into real Helm 3 and Helm 4 and called as their users call them.
//!
//! Every home stays in target/helm-plugins, so that a call can be repeated. What Helm cannot do is asked for as well:
//! when it can, a step fails here and the packages can become better.

mod archives;
mod checkout;
mod guest;
mod home;
mod limits;
mod native;
mod page;
mod post_renderer;
mod wasm;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use crate::build::{self, Profile};
use crate::dist::{self, Shipped};
use crate::process;
use home::{Answer, VERSIONS};

/// Where the packages would be published.
const URL: &str = "https://packages.example/rmq";

/// Asks both Helms about packages of the programs that tests use.
pub fn run() -> Result<()> {
    check(Profile::Release)
}

/// Asks both Helms about what is shipped, and about a checkout, which takes a whole build.
pub fn run_shipped() -> Result<()> {
    check(Profile::Dist)?;
    process::step("a checkout", checkout::builds)
}

fn check(profile: Profile) -> Result<()> {
    let shipped = dist::make(profile, Some(URL))?;
    let party = Party { shipped, rmq: build::native("rmq", profile)?, examples: examples()? };
    process::step("packages are the same bytes again", || same_again(&party, profile))?;
    process::step("helm rmq, in Helm 3 and Helm 4", || {
        VERSIONS.iter().try_for_each(|helm| native::check(&party, *helm))
    })?;
    process::step("helm rmq-wasm", || wasm::check(&party))?;
    process::step("the post-renderer", || post_renderer::check(&party))?;
    process::step("archives", || archives::check(&party))?;
    process::step("the lines of the page", || page::check(&party))?;
    process::step("a checkout that cannot be built", || {
        VERSIONS.iter().try_for_each(|helm| checkout::says_why(*helm))
    })?;
    process::step("what Helm cannot do", || limits::check(&party))?;
    println!("    {} examples, each the same bytes through both plugins", party.examples.len());
    Ok(())
}

/// What is compared: the packages, the program by itself, and values for it.
struct Party {
    shipped: Shipped,
    rmq: PathBuf,
    examples: Vec<PathBuf>,
}

impl Party {
    /// Returns what the program answers by itself.
    fn rmq(&self, args: &[&str], stdin: Option<&Path>) -> Result<Answer> {
        let mut command = Command::new(&self.rmq);
        command.args(args).env_clear().current_dir(process::project_root()).stdin(Stdio::null());
        if let Some(stdin) = stdin {
            command.stdin(std::fs::File::open(stdin)?);
        }
        Answer::of(&mut command)
    }
}

/// Returns the examples by their paths from the project's root.
fn examples() -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(process::project_root().join("examples"))?;
    let mut paths =
        entries.map(|entry| Ok(Path::new("examples").join(entry?.file_name()))).collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.extension() == Some(OsStr::new("yaml")));
    paths.sort();
    ensure!(!paths.is_empty(), "no example");
    Ok(paths)
}

/// Makes everything a second time.
fn same_again(party: &Party, profile: Profile) -> Result<()> {
    let sums = || std::fs::read_to_string(party.shipped.folder.join(dist::CHECKSUMS));
    let first = sums()?;
    dist::make(profile, Some(URL))?;
    ensure!(first == sums()?, "made a second time, the packages differ:\n{first}\n{}", sums()?);
    ensure!(first.lines().count() == 6, "expected the checksums of five archives and a manifest, found\n{first}");
    Ok(())
}
