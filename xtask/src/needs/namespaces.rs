//! Namespaces of the Linux kernel, in which the proof runs: tried, because many machines have them and allow none.

use std::process::{Command, Stdio};

use super::apt::Packages;
use super::version::Version;
use super::{Lack, Requirement};

/// The programs that make and fill namespaces.
const PROGRAMS: Requirement = Requirement {
    name: "iproute2, nftables, util-linux, dig and OpenSSL",
    probes: &[
        &["ip", "-V"],
        &["nft", "--version"],
        &["unshare", "--version"],
        &["nsenter", "--version"],
        &["setpriv", "--version"],
        &["dig", "-v"],
        &["openssl", "version"],
    ],
    least: Version(0, 0),
    packages: &["iproute2", "nftables", "util-linux", "bind9-dnsutils", "openssl"],
};

/// What the proof does first: a bridge and a packet filter in namespaces of their own.
const TRIAL: &str = "ip link add trial type bridge && nft add table ip trial";

/// Makes sure that this process may make namespaces, and has the programs for it.
pub fn provide(packages: &Packages) -> Result<(), Lack> {
    let run_as_root = "run it as root on Linux, in a container with `--privileged`";
    if !cfg!(target_os = "linux") {
        return Err(lack("no namespaces: this is not Linux", run_as_root));
    }
    if !nix::unistd::Uid::effective().is_root() {
        return Err(lack("not root, which alone may make namespaces", run_as_root));
    }
    PROGRAMS.provide(packages)?;
    let mut unshare = Command::new("unshare");
    unshare.args(["--mount", "--uts", "--ipc", "--net", "--pid", "--fork", "sh", "-c", TRIAL]);
    match unshare.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let first = said.lines().next().unwrap_or("no word of it");
            Err(lack(&format!("the kernel allows no namespaces: {first}"), run_as_root))
        }
        Err(error) => Err(lack(&format!("cannot run unshare: {error}"), run_as_root)),
    }
}

fn lack(why: &str, how: &str) -> Lack {
    Lack { why: why.to_owned(), how: how.to_owned() }
}
