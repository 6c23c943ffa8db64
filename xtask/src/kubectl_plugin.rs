//! `rmq` and the launcher as the plugin of a real `kubectl`, found by its name on the PATH, with completion.
//!
//! kubectl needs no cluster for any of it, and gets none.

use std::ffi::OsString;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};
use rmq_launcher::artifact;

use crate::build::{self, Profile};
use crate::judges::kubernetes;
use crate::{dist, process};

/// What is asked for by the Tab key, and what is offered: exactly these words, in this order.
const COMPLETIONS: &[(&[&str], &[&str])] = &[
    (&["rmq", "ren"], &["render"]),
    (&["rmq", "render", "--on"], &["--only"]),
    (&["rmq", "render", "--only", "bro"], &["broker"]),
    (&["rmq", "render", "-f", "values.yaml", "-o", ""], &["yaml", "json", "name"]),
    (&["rmq", "images", "--script", "n"], &["nerdctl"]),
    // bash itself puts these behind the `=`.
    (&["rmq", "images", "--script=n"], &["nerdctl"]),
    (&["rmq", "render", "-o=j"], &["json"]),
    (&["rmq", "completion", "k"], &["kubectl"]),
    (&["rmq", "render", "--context", ""], &[]),
    (&["rmq", "nothing"], &[]),
];

/// Asks kubectl for everything that docs/commands.md promises of its plugin.
pub fn run() -> Result<()> {
    let native = build::native("rmq", Profile::Release)?;
    println!("    kubectl-rmq is {}", native.display());
    let place = Place::make(&native, &native)?;
    place.write_completion()?;
    check(&place)?;
    let package = dist::unpacked("kubectl-rmq", Profile::Release, "kubectl-plugin")?;
    println!("    kubectl-rmq is what the archive holds, in {}", package.display());
    let place = Place::make(&native, &package.join("kubectl-rmq"))?;
    symlink(package.join("completion/kubectl_complete-rmq"), place.folder.join("kubectl_complete-rmq"))?;
    whole(&place, &package)?;
    check(&place)?;
    broken(&native, &package)
}

/// The archive holds what its page says, and each script is the one that its own program prints.
fn whole(place: &Place, package: &Path) -> Result<()> {
    let licence = std::fs::read(process::project_root().join("LICENSE"))?;
    ensure!(std::fs::read(package.join("LICENSE"))? == licence, "another licence is in the archive");
    for (shell, name) in dist::COMPLETIONS {
        let printed = place.kubectl(&["rmq", "completion", shell], Path::new("/dev/null"))?;
        let script = std::fs::read(package.join("completion").join(name)).with_context(|| format!("no {name}"))?;
        let is_same = printed.status.success() && printed.stdout == script;
        ensure!(is_same, "completion/{name} is not what kubectl rmq completion {shell} prints");
    }
    Ok(())
}

/// Without the module nothing renders: else what has answered was not the launcher.
fn broken(native: &Path, package: &Path) -> Result<()> {
    let place = Place::make(native, &package.join("kubectl-rmq"))?;
    std::fs::remove_file(package.join(artifact::NAME))?;
    let found = place.kubectl(&["rmq", "render"], Path::new("/dev/null"))?;
    let said = String::from_utf8_lossy(&found.stderr);
    let is_right = found.status.code() == Some(2) && found.stdout.is_empty() && said.contains("rmq.cwasm is missing");
    ensure!(is_right, "kubectl rmq without rmq.cwasm: {}\n{said}", found.status);
    Ok(())
}

fn check(place: &Place) -> Result<()> {
    same_bytes(place)?;
    same_ends(place)?;
    completion(place)?;
    // The same calls must fail for want of each file: else something other than the plugin has answered.
    place.remove("kubectl_complete-rmq")?;
    ensure!(place.offered(&["rmq", "ren"])?.is_empty(), "kubectl completes without kubectl_complete-rmq");
    place.remove("kubectl-rmq")?;
    let without = place.kubectl(&["rmq", "render"], Path::new("/dev/null"))?;
    ensure!(!without.status.success() && without.stdout.is_empty(), "kubectl renders without kubectl-rmq");
    Ok(())
}

/// A folder that is the head of the PATH: the real kubectl, the plugin under its name, the script that completes.
struct Place {
    folder: PathBuf,
    /// The native program, which the plugin is held against.
    rmq: PathBuf,
}

impl Place {
    fn make(native: &Path, plugin: &Path) -> Result<Self> {
        let folder = build::target().join("kubectl-plugin");
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        symlink(kubernetes::build()?.join("kubectl"), folder.join("kubectl"))?;
        symlink(plugin, folder.join("kubectl-rmq"))?;
        Ok(Self { folder, rmq: native.to_owned() })
    }

    /// Writes the script that completes as the page says.
    fn write_completion(&self) -> Result<()> {
        let script = self.kubectl(&["rmq", "completion", "kubectl"], Path::new("/dev/null"))?;
        let file = self.folder.join("kubectl_complete-rmq");
        std::fs::write(&file, &script.stdout)?;
        Ok(std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))?)
    }

    fn remove(&self, name: &str) -> Result<()> {
        std::fs::remove_file(self.folder.join(name)).with_context(|| format!("cannot remove {name}"))
    }

    fn kubectl(&self, args: &[&str], stdin: &Path) -> Result<Output> {
        self.call("kubectl".as_ref(), args, stdin)
    }

    fn rmq(&self, args: &[&str], stdin: &Path) -> Result<Output> {
        self.call(&self.rmq, args, stdin)
    }

    /// Runs a program in the project's root with our folder before the rest of the PATH, and nothing else of this user.
    fn call(&self, program: &Path, args: &[&str], stdin: &Path) -> Result<Output> {
        let mut command = Command::new(if program.is_absolute() { program.into() } else { self.folder.join(program) });
        command.args(args).env_clear().env("PATH", self.path()?).env("HOME", &self.folder);
        let stdin = std::fs::File::open(stdin).with_context(|| format!("cannot read {}", stdin.display()))?;
        Ok(command.current_dir(process::project_root()).stdin(Stdio::from(stdin)).output()?)
    }

    fn path(&self) -> Result<OsString> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.folder.clone()).chain(std::env::split_paths(&path));
        std::env::join_paths(folders).context("a folder of the PATH has a colon")
    }

    /// Returns what the Tab key offers in bash behind `kubectl` and these words.
    fn offered(&self, words: &[&str]) -> Result<Vec<String>> {
        let script = process::project_root().join("tests/judges/kubectl/tab.sh");
        let mut bash = Command::new("bash");
        bash.args(["--norc", "--noprofile"]).arg(script).arg("kubectl").args(words);
        bash.env_clear().env("PATH", self.path()?).env("HOME", &self.folder);
        let output = String::from_utf8(process::output(&mut bash)?)?;
        Ok(output.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

/// Every example gives the same bytes through kubectl, from a file and from stdin.
fn same_bytes(place: &Place) -> Result<()> {
    let mut examples = 0;
    for entry in std::fs::read_dir(process::project_root().join("examples"))? {
        let file = entry?.path();
        if file.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = file.to_str().context("a path that is no text")?;
        let (from_file, from_stdin) =
            (["render", "mq", "-n", "mq", "-f", name], ["render", "mq", "-n", "mq", "-f", "-"]);
        let want = place.rmq(&from_file, Path::new("/dev/null"))?;
        ensure!(want.status.success() && !want.stdout.is_empty(), "rmq does not render {name}");
        for (args, stdin) in [(from_file, Path::new("/dev/null")), (from_stdin, &file)] {
            let found = place.kubectl(&[&["rmq"], &args[..]].concat(), stdin)?;
            ensure!(found.stdout == want.stdout, "kubectl rmq {} differs from rmq", args.join(" "));
            ensure!(found.status == want.status, "kubectl rmq {}: {}", args.join(" "), found.status);
        }
        examples += 1;
    }
    ensure!(examples > 0, "no example");
    Ok(())
}

/// Errors come through with their exit code, and the program calls itself as its user does.
fn same_ends(place: &Place) -> Result<()> {
    let nowhere = Path::new("/dev/null");
    for (args, word) in [
        (&["render", "--set", "broker.replicas=2"][..], "RMQ401"),
        (&["render", "-f", "nowhere.yaml"], "RMQ007"),
        (&["rendre"], "kubectl rmq"),
        (&["render", "--context", "a"], "never contacts a cluster"),
        (&["render", "--kubeconfig=a"], "never contacts a cluster"),
    ] {
        let found = place.kubectl(&[&["rmq"], args].concat(), nowhere)?;
        let said = String::from_utf8_lossy(&found.stderr);
        let is_right = found.status.code() == Some(2) && found.stdout.is_empty() && said.contains(word);
        ensure!(is_right, "kubectl rmq {}: {}\n{said}", args.join(" "), found.status);
    }
    let help = place.kubectl(&["rmq", "render", "--help"], nowhere)?;
    ensure!(String::from_utf8_lossy(&help.stdout).contains("Usage: kubectl rmq render"), "help names another program");
    let list = place.kubectl(&["plugin", "list"], nowhere)?;
    let said = String::from_utf8_lossy(&list.stderr);
    ensure!(list.status.success() && !said.contains("warning"), "kubectl plugin list: {}\n{said}", list.status);
    Ok(())
}

/// The Tab key offers in bash what it should.
fn completion(place: &Place) -> Result<()> {
    for (words, want) in COMPLETIONS {
        let found = place.offered(words)?;
        ensure!(found == *want, "kubectl {} offers {found:?} instead of {want:?}", words.join(" "));
    }
    Ok(())
}
