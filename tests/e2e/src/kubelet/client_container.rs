//! A client of a test as a container: the same root as a Pod's, without a Pod.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::container;
use super::image::Image;
use super::root::{Identity, Mount, Root};
use crate::sandbox::Scratch;
use crate::tools::Tools;

/// Who runs it.
pub const USER: u32 = 3000;

/// Where a client is and what it sees.
#[derive(Debug)]
pub struct Place {
    /// The file of its network namespace.
    pub namespace: PathBuf,
    /// Lines of its hosts file.
    pub hosts: String,
    /// Its resolv.conf; without one it asks nobody.
    pub resolv_conf: Option<String>,
    /// Folders of this machine at their own paths.
    pub mounts: Vec<PathBuf>,
    /// Further variables of its environment.
    pub variables: Vec<(String, String)>,
}

/// Returns the command that starts `java` there; arguments are appended to it.
pub fn java(tools: &Tools, scratch: &Scratch, name: &str, place: &Place) -> Result<Command> {
    program(tools, scratch, name, place, &["java".to_owned()])
}

/// Returns the command that starts a program there; further arguments are appended to it.
pub fn program(
    tools: &Tools,
    scratch: &Scratch,
    name: &str,
    place: &Place,
    command_line: &[String],
) -> Result<Command> {
    let Image::RocketMq(image) = Image::find("rocketmq:4.9.7", tools)? else { bail!("the client's image cannot run") };
    let network_files = scratch.folder(&format!("clients/{name}-network"))?;
    std::fs::write(network_files.join("hosts"), format!("127.0.0.1\tlocalhost\n{}", place.hosts))?;
    std::fs::write(network_files.join("resolv.conf"), place.resolv_conf.as_deref().unwrap_or_default())?;
    let mount = |path: &PathBuf| Mount { source: path.clone(), target: path.clone(), read_only: false };
    let variables = image.environment().into_iter().filter(|(name, _)| name != "JDK_JAVA_OPTIONS");
    let variables = variables.chain(place.variables.clone());
    let root = Root {
        folder: scratch.path(&format!("clients/{name}-root")),
        hostname: name.to_owned(),
        mounts: place.mounts.iter().map(mount).collect(),
        network_files,
        read_only: false,
        identity: Identity {
            user: USER,
            group: USER,
            groups: Vec::new(),
            no_capabilities: true,
            no_new_privileges: true,
        },
        command_line: command_line.to_vec(),
        variables: variables.collect(),
        working_dir: "/".into(),
        image,
    };
    container::command(&place.namespace, &root)
}
