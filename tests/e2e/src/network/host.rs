//! One machine on the network: a Pod, or the client outside.

use std::net::Ipv4Addr;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};
use nix::sched::{CloneFlags, setns};

use super::kernel::{ip, nft};
use super::{GATEWAY, OUTSIDE};

/// A network namespace with an address; gone when dropped.
#[derive(Debug)]
pub struct Host {
    name: String,
    address: Ipv4Addr,
    /// The fabric's end of the cable.
    link: String,
}

impl Host {
    /// Plugs in a Pod: its only neighbour is the fabric, which forwards to everybody else.
    pub(super) fn pod(name: &str, address: Ipv4Addr, link: String) -> Result<Self> {
        let host = Self::plug(name, address, link)?;
        let link = &host.link;
        ip(
            None,
            &[
                format!("addr add {GATEWAY}/32 dev {link}"),
                format!("link set {link} up"),
                format!("route add {address}/32 dev {link} src {GATEWAY}"),
            ],
        )?;
        ip(
            Some(name),
            &[
                format!("addr add {address}/32 dev eth0"),
                "link set eth0 up".into(),
                format!("route add {GATEWAY}/32 dev eth0 scope link"),
                format!("route add default via {GATEWAY}"),
            ],
        )?;
        Ok(host)
    }

    /// Plugs in the client outside: it has the nodes as neighbours and no route to anywhere else.
    pub(super) fn outside(link: String) -> Result<Self> {
        let host = Self::plug("outside", OUTSIDE, link)?;
        ip(None, &[format!("link set {0} up", host.link), format!("route add {OUTSIDE}/32 dev {}", host.link)])?;
        ip(Some("outside"), &[format!("addr add {OUTSIDE}/24 dev eth0"), "link set eth0 up".into()])?;
        Ok(host)
    }

    /// Makes the namespace and the cable.
    fn plug(name: &str, address: Ipv4Addr, link: String) -> Result<Self> {
        ip(None, &[format!("netns add {name}")])?;
        let host = Self { name: name.to_owned(), address, link };
        ip(None, &[format!("link add {} type veth peer name eth0 netns {name}", host.link)])?;
        ip(Some(name), &["link set lo up".into()])?;
        Ok(host)
    }

    /// Its name, which is that of its namespace.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address.
    pub fn address(&self) -> Ipv4Addr {
        self.address
    }

    /// The fabric's end of its cable.
    pub(super) fn link(&self) -> &str {
        &self.link
    }

    /// Returns a command that will run in its network; everything else is as for this process.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net={}", self.namespace())).args(["--", program]);
        command
    }

    /// Runs a function in its network: sockets that it opens belong there, also after its end.
    pub fn inside<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T> {
        // A namespace is a matter of one thread, so the caller's stays where it is.
        let enter = || -> Result<T> {
            let path = self.namespace();
            let file = std::fs::File::open(&path).with_context(|| format!("host {} is removed", self.name))?;
            setns(file, CloneFlags::CLONE_NEWNET).with_context(|| format!("cannot enter {path}"))?;
            Ok(work())
        };
        thread::scope(|scope| scope.spawn(enter).join()).map_err(|_| anyhow!("a thread in {} panicked", self.name))?
    }

    /// Cuts its cable: every packet in either direction is lost without a word, and nobody is told.
    ///
    /// A link that is set down would be told: whoever dials would get an error at once.
    pub fn cut(&self) -> Result<()> {
        nft(&format!("add element ip fabric cut {{ \"{}\" }}", self.link))
    }

    /// Mends the cable; one that is whole stays so.
    pub fn mend(&self) -> Result<()> {
        let Self { link, .. } = self;
        nft(&format!("add element ip fabric cut {{ \"{link}\" }}\ndelete element ip fabric cut {{ \"{link}\" }}"))
    }

    /// Returns the file of its namespace.
    pub fn namespace(&self) -> String {
        format!("/run/netns/{}", self.name)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // The cable first: a process that is still there keeps its namespace, but reaches nobody.
        let _ = ip(None, &[format!("link del {}", self.link)]);
        let _ = ip(None, &[format!("netns del {}", self.name)]);
    }
}
