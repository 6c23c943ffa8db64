//! From the container of a manifest to the description that is run.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::container::Container;
use super::environment::{self, Running};
use super::image::Image;
use super::pod_sandbox::PodSandbox;
use super::probe::Target;
use super::root::{Identity, Mount, Root};
use super::spec::{self, Pod, PodSecurityContext, VolumeMount};
use super::volumes::Keys;
use crate::tools::Tools;

/// The user of RocketMQ's images, for a manifest that names none.
const IMAGE_USER: u32 = 3000;

/// Returns the description of a container; its root is built on a folder of this name.
pub fn root(
    container: &spec::Container,
    pod: &Pod,
    sandbox: &PodSandbox,
    volumes: &BTreeMap<String, PathBuf>,
    keys: &dyn Keys,
    tools: &Tools,
    name: &str,
) -> Result<Root> {
    let Image::RocketMq(image) = Image::find(&container.image, tools)? else {
        bail!("no artifact can be had for {}", container.image);
    };
    let running =
        Running { pod_address: sandbox.address().to_string(), node_address: sandbox.node_address().to_owned() };
    let variables = environment::variables(image.environment(), container, pod, &running, keys)?;
    let mounts = container.volume_mounts.iter().map(|mount| place(mount, volumes)).collect::<Result<_>>()?;
    Ok(Root {
        folder: sandbox.folder().join(name),
        hostname: sandbox.hostname().to_owned(),
        mounts,
        network_files: sandbox.folder().to_owned(),
        read_only: container.security_context.read_only_root_filesystem,
        identity: identity(&pod.spec.security_context, &container.security_context)?,
        command_line: environment::command_line(container, &variables)?,
        working_dir: container.working_dir.clone().map_or_else(|| image.home.join("bin"), PathBuf::from),
        variables,
        image,
    })
}

fn place(mount: &VolumeMount, volumes: &BTreeMap<String, PathBuf>) -> Result<Mount> {
    let volume = volumes.get(&mount.name).with_context(|| format!("no volume {}", mount.name))?;
    let source = volume.join(&mount.sub_path);
    if !source.exists() {
        // As a kubelet does; below a volume that cannot be written this fails.
        std::fs::create_dir_all(&source).with_context(|| format!("no subPath {} in {}", mount.sub_path, mount.name))?;
    }
    Ok(Mount { source, target: PathBuf::from(&mount.mount_path), read_only: mount.read_only })
}

fn identity(pod: &PodSecurityContext, container: &spec::SecurityContext) -> Result<Identity> {
    let user = container.run_as_user.or(pod.run_as_user).unwrap_or(IMAGE_USER);
    if user == 0 && container.run_as_non_root.or(pod.run_as_non_root) == Some(true) {
        bail!("container's runAsUser breaks non-root policy");
    }
    let drops_all = container.capabilities.drop.iter().any(|name| name == "ALL");
    Ok(Identity {
        user,
        group: container.run_as_group.or(pod.run_as_group).unwrap_or(user),
        groups: pod.fs_group.into_iter().collect(),
        no_capabilities: drops_all,
        no_new_privileges: container.allow_privilege_escalation == Some(false),
    })
}

/// Returns what the probes of a container ask.
pub fn probe_target(spec: &spec::Container, container: &Container, sandbox: &PodSandbox) -> Target {
    let probes = [&spec.startup_probe, &spec.liveness_probe, &spec.readiness_probe].into_iter().flatten();
    let lines = probes.filter_map(|probe| probe.exec.as_ref()).map(|exec| exec.command.clone());
    Target {
        namespace: sandbox.namespace(),
        address: sandbox.address().into(),
        exec: lines.filter_map(|line| container.inside().exec(&line).map(|command| (line, command))).collect(),
    }
}
