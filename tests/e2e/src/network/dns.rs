//! Names: the real CoreDNS at the address that Pods ask, and what the kubelet tells Pods about it.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::DNS;
use super::kernel::ip;
use crate::process::{self, Daemon, wait_for};

/// The domain of the cluster.
pub const DOMAIN: &str = "cluster.local";

/// What stands in the Corefile beside what every cluster has.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Names with their addresses, for the `hosts` plugin.
    pub hosts: Vec<(String, Ipv4Addr)>,
    /// Lines for the server block of the cluster.
    pub inside: String,
    /// Server blocks of their own.
    pub beside: String,
}

/// A running CoreDNS.
#[derive(Debug)]
pub struct NameServer {
    daemon: Daemon,
    corefile: PathBuf,
    kubeconfig: PathBuf,
    log: PathBuf,
}

impl NameServer {
    /// Starts it for the API server of a kubeconfig and waits until it answers; its files go to `folder`.
    pub fn start(kubernetes: &Path, folder: &Path, kubeconfig: &Path, additions: &Additions) -> Result<Self> {
        ip(None, &[format!("addr replace {DNS}/32 dev lo")])?;
        let (corefile_path, log) = (folder.join("Corefile"), folder.join("coredns.log"));
        write(&corefile_path, &corefile(kubeconfig, additions))?;
        let mut command = Command::new(kubernetes.join("coredns"));
        let daemon = Daemon::start("coredns", command.arg("-conf").arg(&corefile_path), &log)?;
        let mut server = Self { daemon, corefile: corefile_path, kubeconfig: kubeconfig.to_owned(), log };
        wait_for("answer of CoreDNS", Duration::from_secs(30), || {
            server.daemon.check()?;
            // Every API server has this Service: an answer means that the objects are read.
            let answer = ask(&format!("kubernetes.default.svc.{DOMAIN}"), "A").unwrap_or_default();
            Ok((!answer.is_empty()).then_some(()))
        })?;
        Ok(server)
    }

    /// Changes what is added, and waits until CoreDNS has read it; fails with what CoreDNS has against it.
    pub fn change(&mut self, additions: &Additions) -> Result<()> {
        self.replace(&corefile(&self.kubeconfig, additions))
    }

    /// Returns the Corefile that is there.
    pub fn corefile(&self) -> Result<String> {
        std::fs::read_to_string(&self.corefile).context("cannot read the Corefile")
    }

    /// Puts another Corefile in its place, and waits until CoreDNS has read it; fails with what it has against it.
    pub fn replace(&mut self, corefile: &str) -> Result<()> {
        let before = self.log_lines("Reloading complete");
        let refused = self.log_lines("Corefile changed but reload failed");
        write(&self.corefile, corefile)?;
        wait_for("reload of CoreDNS", Duration::from_secs(15), || {
            self.daemon.check()?;
            if self.log_lines("Corefile changed but reload failed") > refused {
                bail!("CoreDNS refuses the Corefile:\n{}", process::tail(&self.log, 3));
            }
            Ok((self.log_lines("Reloading complete") > before).then_some(()))
        })
    }

    /// Fails when it has ended.
    pub fn check(&mut self) -> Result<()> {
        self.daemon.check()
    }

    fn log_lines(&self, part: &str) -> usize {
        process::tail(&self.log, usize::MAX).lines().filter(|line| line.contains(part)).count()
    }
}

/// Asks for the records of a name, from the fabric; there may be none.
pub fn ask(name: &str, kind: &str) -> Result<Vec<String>> {
    let mut dig = Command::new("dig");
    dig.arg(format!("@{DNS}")).args(["+short", "+time=1", "+tries=1", "-t", kind, name]);
    let answer = process::output(&mut dig).context("dig of bind9-dnsutils")?;
    Ok(String::from_utf8_lossy(&answer).lines().map(str::to_owned).collect())
}

/// Returns the resolv.conf that the kubelet writes for a Pod.
pub fn resolv_conf(namespace: &str) -> String {
    format!("search {namespace}.svc.{DOMAIN} svc.{DOMAIN} {DOMAIN}\nnameserver {DNS}\noptions ndots:5\n")
}

/// Writes it in one step: CoreDNS may read at any time.
fn write(path: &Path, corefile: &str) -> Result<()> {
    let new = path.with_extension("new");
    std::fs::write(&new, corefile)?;
    std::fs::rename(&new, path).with_context(|| format!("cannot write {}", path.display()))
}

/// The Corefile of a cluster, as its installers write it.
///
/// Different are the address, which is not the whole machine's; TTL and cache, 30 s in a cluster, because a test does not
/// wait so long; and the world outside, where no name exists.
fn corefile(kubeconfig: &Path, additions: &Additions) -> String {
    let Additions { hosts, inside, beside } = additions;
    let lines: Vec<String> = hosts.iter().map(|(name, address)| format!("        {address} {name}\n")).collect();
    let hosts = match lines.concat() {
        none if none.is_empty() => none,
        lines => format!("    hosts {{\n{lines}        fallthrough\n    }}\n"),
    };
    format!(
        "\
.:53 {{
    bind {DNS}
    errors
    kubernetes {DOMAIN} in-addr.arpa ip6.arpa {{
        kubeconfig {} e2e
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 5
    }}
{hosts}{inside}
    forward . 127.0.0.1:5353
    cache 5
    reload 2s 1s
    loadbalance
}}
.:5353 {{
    bind 127.0.0.1
    template ANY ANY {{
        rcode NXDOMAIN
    }}
}}
{beside}
",
        kubeconfig.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_have_their_places() {
        let additions = Additions {
            hosts: vec![("broker-0".into(), Ipv4Addr::new(192, 168, 1, 176))],
            inside: "    rewrite name exact a b\n".into(),
            beside: "example.com:53 {\n}".into(),
        };
        let text = corefile(Path::new("kubeconfig"), &additions);
        let (cluster, rest) = text.split_once("\n}\n").unwrap();
        assert!(
            cluster.contains("    hosts {\n        192.168.1.176 broker-0\n        fallthrough\n    }\n"),
            "{text}"
        );
        assert!(cluster.contains("    rewrite name exact a b\n"), "{text}");
        assert!(rest.contains("\nexample.com:53 {\n}\n"), "{text}");
        assert!(!corefile(Path::new("kubeconfig"), &Additions::default()).contains("hosts {"));
    }
}
