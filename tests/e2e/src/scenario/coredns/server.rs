//! One CoreDNS as a Pod has it: its own network, its own `/etc/coredns`, an account of the API server.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::questions::Answer;
use crate::kubelet::container::Container;
use crate::kubelet::image::Image;
use crate::kubelet::root::{Identity, Mount, Root};
use crate::network::Host;
use crate::plane::TOKEN;
use crate::process::{self, output, wait_for};
use crate::world::World;

const FOLDER: &str = "/etc/coredns";
const ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
/// The plugin `kubernetes` waits for the API server for 5 s.
const START: Duration = Duration::from_secs(20);

/// A running CoreDNS; ended when dropped.
pub struct Server {
    container: Container,
    host: Host,
    folder: PathBuf,
    log: PathBuf,
}

impl Server {
    /// Starts it with the files of its folder, `Corefile` among them, and waits until it answers.
    pub fn start(world: &World, name: &str, files: &[(&str, &str)], upstream: Option<Ipv4Addr>) -> Result<Self> {
        Self::start_at(world, name, &|_| owned(files), upstream)
    }

    /// Does the same with files that depend on its address.
    pub fn start_at(
        world: &World,
        name: &str,
        files: &dyn Fn(Ipv4Addr) -> Vec<(String, String)>,
        upstream: Option<Ipv4Addr>,
    ) -> Result<Self> {
        let mut server = Self::launch(world, name, files, upstream)?;
        wait_for(&format!("answer of CoreDNS {name}"), START, || {
            if let Some(code) = server.container.ended()? {
                bail!("CoreDNS {name} has ended with {code}:\n{}", server.log_end());
            }
            // Before its server blocks are ready nobody answers.
            Ok(server.ask("up.upstream.example", "A").ok())
        })?;
        Ok(server)
    }

    /// Returns what a CoreDNS says that ends by itself.
    pub fn refusal(world: &World, name: &str, files: &[(&str, &str)]) -> Result<String> {
        let mut server = Self::launch(world, name, &|_| owned(files), None)?;
        wait_for(&format!("end of CoreDNS {name}"), START, || server.container.ended())?;
        Ok(server.log_end())
    }

    fn launch(
        world: &World,
        name: &str,
        files: &dyn Fn(Ipv4Addr) -> Vec<(String, String)>,
        upstream: Option<Ipv4Addr>,
    ) -> Result<Self> {
        let host = world.network.add_pod(&format!("dns-{name}"))?;
        let scratch = |kind: &str| world.scratch.folder(&format!("coredns/{name}-{kind}"));
        let (folder, network_files, account) = (scratch("etc")?, scratch("network")?, scratch("account")?);
        std::fs::create_dir_all(folder.join("custom"))?;
        for (path, text) in files(host.address()) {
            std::fs::write(folder.join(path), text)?;
        }
        std::fs::write(network_files.join("hosts"), "127.0.0.1\tlocalhost\n")?;
        let resolv_conf = upstream.map(|address| format!("nameserver {address}\n")).unwrap_or_default();
        std::fs::write(network_files.join("resolv.conf"), resolv_conf)?;
        std::fs::write(account.join("token"), TOKEN)?;
        std::fs::copy(world.plane.certificate(), account.join("ca.crt")).context("no certificate of the API server")?;
        let mount =
            |source: &PathBuf, target: &str| Mount { source: source.clone(), target: target.into(), read_only: true };
        let programs = world.tools.kubernetes.display().to_string();
        let Image::RocketMq(image) = Image::find("rocketmq:4.9.7", &world.tools)? else { bail!("no root to run in") };
        let (api_host, api_port) = world.plane.address();
        let variable = |name: &str, value: String| (name.to_owned(), value);
        let root = Root {
            folder: world.scratch.path(&format!("coredns/{name}-root")),
            hostname: name.to_owned(),
            mounts: vec![mount(&folder, FOLDER), mount(&account, ACCOUNT), mount(&world.tools.kubernetes, &programs)],
            network_files,
            read_only: false,
            // It listens on port 53.
            identity: Identity {
                user: 0,
                group: 0,
                groups: Vec::new(),
                no_capabilities: false,
                no_new_privileges: true,
            },
            command_line: vec![format!("{programs}/coredns"), "-conf".into(), format!("{FOLDER}/Corefile")],
            variables: vec![
                variable("KUBERNETES_SERVICE_HOST", api_host),
                variable("KUBERNETES_SERVICE_PORT", api_port.to_string()),
            ],
            working_dir: "/".into(),
            image,
        };
        let log = world.scratch.path(&format!("coredns/{name}.log"));
        let container = Container::start(host.namespace().as_ref(), &root, &log)?;
        Ok(Self { container, host, folder, log })
    }

    /// Returns its address.
    pub fn address(&self) -> Ipv4Addr {
        self.host.address()
    }

    /// Puts another Corefile in place of the one that it runs with.
    pub fn replace(&self, corefile: &str) -> Result<()> {
        let new = self.folder.join("Corefile.new");
        std::fs::write(&new, corefile)?;
        std::fs::rename(&new, self.folder.join("Corefile")).context("cannot replace the Corefile")
    }

    /// Asks it.
    pub fn ask(&self, name: &str, kind: &str) -> Result<Answer> {
        let mut dig = Command::new("dig");
        dig.arg(format!("@{}", self.address())).args(["+time=2", "+tries=3", "+noall", "+comments", "+answer"]);
        let printed = output(dig.args(["-t", kind, name])).with_context(|| format!("{name} {kind}"))?;
        Answer::read(&String::from_utf8_lossy(&printed))
    }

    /// Returns how many lines of its log hold a text.
    pub fn logged(&self, text: &str) -> usize {
        process::tail(&self.log, usize::MAX).lines().filter(|line| line.contains(text)).count()
    }

    fn log_end(&self) -> String {
        process::tail(&self.log, 5)
    }
}

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
