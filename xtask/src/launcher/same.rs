//! The launcher beside the native program: the same calls in the same folder, with everything that a shell can do to
//! them, and what they print, how they end and what they leave behind.
//!
//! As root both run as a user without rights, because root may read everything.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use rmq_launcher::artifact;

use super::{NAMES, first_difference, start};
mod calls;

/// The user whom nothing belongs to.
const NOBODY: u32 = 65_534;

/// So many seconds a script may take.
const LONGEST: &str = "60";

/// What stands before every script: `as` gives the program a name, `rmq` is it under its usual one.
const PRELUDE: &str =
    "set -m; exec 2>&1; as() { (exec -a \"$1\" \"$PROGRAM\" \"${@:2}\"); }; rmq() { as rmq \"$@\"; }\n";

/// Values of a cluster whose names somebody must make resolve.
const NAMES_OF_THREE: &[u8] = b"external: {type: nodePort, advertise: name}
nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]\n";

/// What came of a script: what was printed, with the exit code, and what the folder holds.
type Seen = (String, BTreeMap<PathBuf, String>);

/// Runs every script with both programs; fails where they differ or where the native one does not do what it should.
pub fn check(native: &Path, launcher: &Path) -> Result<()> {
    let place = Place::make(native, launcher)?;
    let mut wrong = Vec::new();
    for (script, want) in calls::ALL {
        let (native, launcher) = (place.run(script, "rmq")?, place.run(script, NAMES[0])?);
        if !native.0.contains(want) {
            wrong.push(format!("{script}\n      does not print `{want}`, but\n{}", start(&native.0)));
        }
        if native != launcher {
            wrong.push(format!("{script}\n      {}", difference(&native, &launcher)));
        }
    }
    fs::remove_dir_all(&place.root)?;
    for line in &wrong {
        eprintln!("    {line}");
    }
    ensure!(wrong.is_empty(), "{} of {} calls are not what they should be", wrong.len(), calls::ALL.len());
    println!("    {} calls, the same in the launcher as in the native program", calls::ALL.len());
    Ok(())
}

fn difference(native: &Seen, launcher: &Seen) -> String {
    if native.0 == launcher.0 {
        return format!("leaves {:?}, and in the launcher {:?}", native.1.keys(), launcher.1.keys());
    }
    first_difference(&native.0, &launcher.0)
}

/// A folder that any user can reach: the programs, and a folder that every call finds as new.
struct Place {
    root: PathBuf,
}

/// Returns a shell that hears every signal, whoever started these checks, and that does not wait for ever.
fn fresh_bash() -> Command {
    if !cfg!(target_os = "linux") {
        return Command::new("bash");
    }
    let mut command = Command::new("timeout");
    command.args(["--foreground", LONGEST, "env", "--default-signal=INT,TERM,PIPE", "bash"]);
    command
}

impl Place {
    fn make(native: &Path, launcher: &Path) -> Result<Self> {
        let root = std::env::temp_dir().join(format!("rmq-same-{}", std::process::id()));
        fs::create_dir_all(&root)?;
        let beside = launcher.with_file_name(artifact::NAME);
        for (from, name) in [(native, "rmq"), (launcher, NAMES[0]), (launcher, NAMES[1]), (&beside, artifact::NAME)] {
            fs::copy(from, root.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
        }
        Ok(Self { root })
    }

    fn run(&self, script: &str, program: &str) -> Result<Seen> {
        let folder = self.folder()?;
        let mut bash = fresh_bash();
        bash.args(["--norc", "--noprofile", "-c"]).arg(format!("{PRELUDE}{script}\necho \"code $?\""));
        bash.env_clear().env("PATH", "/usr/bin:/bin").env("PROGRAM", self.root.join(program));
        if nix::unistd::geteuid().is_root() {
            bash.uid(NOBODY).gid(NOBODY);
        }
        let output = bash.current_dir(&folder).stdin(Stdio::null()).output().context("cannot start bash")?;
        let mut left = BTreeMap::new();
        collect(&folder, &folder, &mut left)?;
        Ok((String::from_utf8_lossy(&output.stdout).into_owned(), left))
    }

    /// Makes the folder anew and returns it.
    fn folder(&self) -> Result<PathBuf> {
        let folder = self.root.join("place");
        let outside = self.root.join("outside");
        for old in [&folder, &outside] {
            if old.is_dir() {
                fs::set_permissions(old, fs::Permissions::from_mode(0o755))?;
                fs::remove_dir_all(old)?;
            }
        }
        for new in [&folder, &outside, &folder.join("conf"), &folder.join("closed"), &folder.join("old")] {
            fs::create_dir_all(new)?;
        }
        let files: [(&str, &[u8]); 13] = [
            ("values.yaml", b"clusterName: fromFile\n"),
            ("conf/site.yaml", b"broker: {groups: 2}\n"),
            ("../outside/far.yaml", b"clusterName: farAway\n"),
            ("closed/a.yaml", b"{}"),
            ("unreadable.yaml", b"{}"),
            ("old/Service-mq-console.yaml", b"# written by hand\n"),
            ("latin.yaml", b"clusterName: \xe9\n"),
            (
                "stream.yaml",
                b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: busybox}]}\n",
            ),
            ("mirror.yaml", b"images: {registry: registry.example:5000}\n"),
            ("option.txt", b"-Xlog:gc"),
            ("names.yaml", NAMES_OF_THREE),
            ("hosts", b"127.0.0.1 localhost\n"),
            ("Corefile", b".:53 {\n    kubernetes cluster.local\n    reload\n}\n"),
        ];
        for (name, text) in files {
            fs::write(folder.join(name), text)?;
        }
        fs::write(folder.join("big.yaml"), vec![b'#'; 9 << 20])?;
        for (name, to) in
            [("link.yaml", "conf/../values.yaml"), ("loop.yaml", "loop.yaml"), ("dangling.yaml", "nowhere")]
        {
            symlink(to, folder.join(name))?;
        }
        symlink(outside.join("far.yaml"), folder.join("far.yaml"))?;
        symlink(&outside, folder.join("away"))?;
        hand_over(&self.root)?;
        for closed in ["closed", "unreadable.yaml"] {
            fs::set_permissions(folder.join(closed), fs::Permissions::from_mode(0o0))?;
        }
        Ok(folder)
    }
}

/// Lets the files belong to the user as whom the programs run.
fn hand_over(path: &Path) -> Result<()> {
    if !nix::unistd::geteuid().is_root() {
        return Ok(());
    }
    std::os::unix::fs::lchown(path, Some(NOBODY), Some(NOBODY))?;
    if path.symlink_metadata()?.is_dir() {
        fs::read_dir(path)?.try_for_each(|entry| hand_over(&entry?.path()))?;
    }
    Ok(())
}

/// Collects what a folder holds: texts, where links lead, and nothing of what is closed.
fn collect(root: &Path, folder: &Path, left: &mut BTreeMap<PathBuf, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(root)?.to_path_buf();
        let kind = path.symlink_metadata()?;
        if kind.is_symlink() {
            left.insert(name, format!("-> {}", fs::read_link(&path)?.display()));
        } else if kind.is_dir() {
            left.insert(name, "folder".to_owned());
            if kind.permissions().mode() & 0o700 != 0 {
                collect(root, &path, left)?;
            }
        } else if kind.is_file() {
            left.insert(name, fs::read(&path).map_or_else(|_| "closed".to_owned(), |text| digest(&text)));
        }
    }
    Ok(())
}

fn digest(text: &[u8]) -> String {
    if text.len() > 4096 { format!("{} bytes", text.len()) } else { String::from_utf8_lossy(text).into_owned() }
}
