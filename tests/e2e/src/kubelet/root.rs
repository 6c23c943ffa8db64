//! The inside of a container: its root file system, its user, its command as process 1.
//!
//! This runs as a process of its own (`e2e container FILE`), already in the namespaces of the container, and becomes
//! the command. The root is a tmpfs with the machine's `/usr` and the image's folders bound into it, so that nothing
//! else of the machine shows through.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::unistd::{chdir, pivot_root, sethostname};
use serde::{Deserialize, Serialize};

use super::image::Content;
use super::image_files;
use crate::sandbox::tmpfs;

/// The subcommand that reads a [`Root`] and becomes its command.
pub const CONTAINER: &str = "container";

/// The user of RocketMQ's images.
const IMAGE_USER: u32 = 3000;

/// Everything that makes a container.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Root {
    /// An empty folder on which the root is built.
    pub folder: PathBuf,
    /// The host name.
    pub hostname: String,
    /// The image.
    pub image: Content,
    /// The volumes.
    pub mounts: Vec<Mount>,
    /// `hosts` and `resolv.conf` are in this folder.
    pub network_files: PathBuf,
    /// Nothing but volumes can be written.
    pub read_only: bool,
    /// Who runs the command, and how.
    pub identity: Identity,
    /// The command.
    pub command_line: Vec<String>,
    /// Its environment.
    pub variables: Vec<(String, String)>,
    /// Its folder.
    pub working_dir: PathBuf,
}

/// A volume in its place.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount {
    /// On this machine.
    pub source: PathBuf,
    /// In the container.
    pub target: PathBuf,
    /// Not to be written.
    pub read_only: bool,
}

/// The user of a process and what it may do.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The user.
    pub user: u32,
    /// Its group.
    pub group: u32,
    /// The supplementary groups.
    pub groups: Vec<u32>,
    /// All capabilities are dropped.
    pub no_capabilities: bool,
    /// `allowPrivilegeEscalation: false`.
    pub no_new_privileges: bool,
}

impl Identity {
    /// Returns a command that runs another one as this identity.
    pub fn command(&self, command_line: &[String]) -> Command {
        let mut command = Command::new("/usr/bin/setpriv");
        command.arg(format!("--reuid={}", self.user)).arg(format!("--regid={}", self.group));
        let groups: Vec<String> = self.groups.iter().map(u32::to_string).collect();
        match groups[..] {
            [] => command.arg("--clear-groups"),
            _ => command.arg(format!("--groups={}", groups.join(","))),
        };
        if self.no_capabilities {
            command.args(["--inh-caps=-all", "--bounding-set=-all"]);
        }
        if self.no_new_privileges {
            command.arg("--no-new-privs");
        }
        command.arg("--").args(command_line);
        command
    }
}

/// Reads the description of a container and becomes its command, with more arguments.
pub fn become_container(file: &Path, more: &[String]) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut root: Root = serde_json::from_str(&text).context("no description of a container")?;
    root.command_line.extend_from_slice(more);
    sethostname(&root.hostname)?;
    build(&root)?;
    enter(&root)?;
    let mut command = root.identity.command(&root.command_line);
    chdir(&root.working_dir).with_context(|| format!("no folder {}", root.working_dir.display()))?;
    let error = command.env_clear().envs(root.variables).exec();
    bail!("cannot become the command of the container: {error}")
}

fn build(root: &Root) -> Result<()> {
    let folder = &root.folder;
    tmpfs(folder, "mode=755")?;
    for name in ["bin", "lib", "lib64", "sbin"] {
        share_system_folder(folder, name)?;
    }
    bind(Path::new("/usr"), &folder.join("usr"), true)?;
    if !root.image.java_home.starts_with("/usr") {
        bind(&root.image.java_home, &inside(folder, &root.image.java_home), true)?;
    }
    build_etc(folder, &root.network_files)?;
    build_dev(&folder.join("dev"))?;
    let proc = make_folder(&folder.join("proc"))?;
    mount(Some("proc"), &proc, Some("proc"), MsFlags::empty(), None::<&str>).context("cannot mount /proc")?;
    let tmp = make_folder(&folder.join("tmp"))?;
    fs::set_permissions(&tmp, fs::Permissions::from_mode(0o1777))?;
    build_image(folder, &root.image)?;
    for volume in &root.mounts {
        bind(&volume.source, &inside(folder, &volume.target), volume.read_only)?;
    }
    Ok(())
}

/// Returns the place of an absolute path of the container while its root is built.
fn inside(folder: &Path, path: &Path) -> PathBuf {
    folder.join(path.strip_prefix("/").unwrap_or(path))
}

/// On most systems these are links into `/usr`; elsewhere folders of their own.
fn share_system_folder(folder: &Path, name: &str) -> Result<()> {
    let machine = Path::new("/").join(name);
    if let Ok(target) = fs::read_link(&machine) {
        return symlink(target, folder.join(name)).context("cannot link");
    }
    if machine.is_dir() { bind(&machine, &folder.join(name), true) } else { Ok(()) }
}

fn build_etc(folder: &Path, network_files: &Path) -> Result<()> {
    let etc = make_folder(&folder.join("etc"))?;
    fs::write(etc.join("passwd"), "root:x:0:0:root:/root:/bin/sh\nrocketmq:x:3000:3000::/home/rocketmq:/bin/sh\n")?;
    fs::write(etc.join("group"), "root:x:0:\nrocketmq:x:3000:\n")?;
    fs::write(etc.join("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n")?;
    for name in ["hosts", "resolv.conf"] {
        bind(&network_files.join(name), &etc.join(name), true)?;
    }
    // Debian's JDK links its configuration into /etc, and `awk` and others are alternatives.
    let entries = fs::read_dir("/etc").context("cannot list /etc")?;
    for entry in entries {
        let name = entry?.file_name();
        let text = name.to_string_lossy();
        if text == "alternatives" || text.starts_with("java-") {
            bind(&Path::new("/etc").join(&name), &etc.join(&name), true)?;
        }
    }
    Ok(())
}

fn build_dev(dev: &Path) -> Result<()> {
    make_folder(dev)?;
    for name in ["null", "zero", "full", "random", "urandom"] {
        bind_as_is(&Path::new("/dev").join(name), &dev.join(name))?;
    }
    for (name, target) in [("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")] {
        symlink(target, dev.join(name))?;
    }
    let shared = make_folder(&dev.join("shm"))?;
    tmpfs(&shared, "mode=1777,size=64m")
}

/// The image's own part: RocketMQ with its jars, and what stands for its scripts and its log configuration.
fn build_image(folder: &Path, image: &Content) -> Result<()> {
    let home = inside(folder, &image.home);
    bind(&image.jars, &home.join("lib"), true)?;
    image_files::write(&home)?;
    let user_home = folder.join("home/rocketmq");
    chown(&user_home, Some(IMAGE_USER), Some(IMAGE_USER)).context("cannot give /home/rocketmq to its user")
}

/// Makes the built folder the root, and drops the machine's.
fn enter(root: &Root) -> Result<()> {
    let old = make_folder(&root.folder.join(".machine"))?;
    chdir(&root.folder)?;
    pivot_root(".", &old).context("cannot change the root")?;
    chdir("/")?;
    umount2("/.machine", MntFlags::MNT_DETACH).context("cannot drop the machine's root")?;
    fs::remove_dir("/.machine")?;
    if root.read_only {
        let flags = MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY;
        mount(None::<&str>, "/", None::<&str>, flags, None::<&str>).context("cannot make the root read-only")?;
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<PathBuf> {
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path.to_owned())
}

/// Binds a file or a folder to a place, which is made.
fn bind(source: &Path, target: &Path, read_only: bool) -> Result<()> {
    bind_as_is(source, target)?;
    if read_only {
        let flags = MsFlags::MS_REMOUNT | MsFlags::MS_BIND | MsFlags::MS_RDONLY;
        mount(None::<&str>, target, None::<&str>, flags, None::<&str>)
            .with_context(|| format!("cannot make {} read-only", target.display()))?;
    }
    Ok(())
}

fn bind_as_is(source: &Path, target: &Path) -> Result<()> {
    if source.is_dir() {
        make_folder(target)?;
    } else if !target.exists() {
        target.parent().map_or(Ok(()), |parent| make_folder(parent).map(drop))?;
        fs::write(target, "")?;
    }
    mount(Some(source), target, None::<&str>, MsFlags::MS_BIND, None::<&str>)
        .with_context(|| format!("cannot bind {} to {}", source.display(), target.display()))
}
