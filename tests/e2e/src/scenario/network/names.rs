//! Which names lead where, asked directly and through what a Pod has for it.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::lab::{Lab, NAMESPACE, NODES};
use crate::network::dns::{Additions, ask, resolv_conf};
use crate::process::wait_for;

/// A libc or a JVM that waits longer for a name has met a timeout.
const AT_ONCE: Duration = Duration::from_secs(2);

pub fn prove(lab: &Lab) -> Result<()> {
    names_lead_to_hosts_and_services(lab)?;
    pods_need_not_write_whole_names(lab)?;
    names_can_be_added(lab)
}

fn names_lead_to_hosts_and_services(lab: &Lab) -> Result<()> {
    let (a, b, one) = (lab.a.address().to_string(), lab.b.address().to_string(), lab.service("one")?.to_string());
    let full = |name: &str| format!("{name}.{NAMESPACE}.svc.cluster.local");
    resolves(&full("headless"), "A", &[&a, &b])?;
    resolves(&full("net-a.headless"), "A", &[&a])?;
    resolves(&full("net-c.headless"), "A", &[])?;
    resolves(&full("one"), "A", &[&one])?;
    resolves("one", "A", &[])?;
    resolves("broker.example.com", "A", &[])?;
    let of_b = ["headless", "sticky", "two"].map(|service| format!("{}.", full(&format!("net-b.{service}"))));
    resolves(&reverse(&b), "PTR", &of_b.each_ref().map(String::as_str))?;
    resolves(&reverse(&one), "PTR", &[&format!("{}.", full("one"))])
}

fn pods_need_not_write_whole_names(lab: &Lab) -> Result<()> {
    let path = lab.world.scratch.path("network-resolv.conf");
    std::fs::write(&path, resolv_conf(NAMESPACE))?;
    let (a, one) = (lab.a.address(), lab.service("one")?);
    let cases = [("net-a.headless", Some(a)), ("one", Some(one)), ("one.network.svc", Some(one)), ("nobody", None)];
    for (name, want) in cases {
        let script = format!("mount --bind {} /etc/resolv.conf && getent ahostsv4 {name}", path.display());
        let start = Instant::now();
        let found = lab.b.command("unshare").args(["--mount", "sh", "-c", &script]).output()?;
        let first = String::from_utf8_lossy(&found.stdout).split_whitespace().next().map(str::to_owned);
        let want = want.map(|address: Ipv4Addr| address.to_string());
        ensure!(first == want, "in a Pod {name} leads to {first:?}, not to {want:?}");
        ensure!(start.elapsed() < AT_ONCE, "in a Pod the answer for {name} took {:?}", start.elapsed());
    }
    Ok(())
}

fn names_can_be_added(lab: &Lab) -> Result<()> {
    let mut names = lab.world.dns.lock().unwrap_or_else(PoisonError::into_inner);
    let address = NODES[0].to_string();
    let hosts = vec![("broker-0".to_owned(), NODES[0])];
    names.change(&Additions { hosts, ..Additions::default() })?;
    resolves("broker-0", "A", &[&address])?;
    let wrong = Additions { inside: "    // this is no comment".into(), ..Additions::default() };
    ensure!(names.change(&wrong).is_err(), "CoreDNS takes a Corefile that is wrong");
    resolves("broker-0", "A", &[&address]).context("after a Corefile that is wrong")?;
    names.change(&Additions::default())?;
    resolves("broker-0", "A", &[])
}

/// Waits until a name has these records and no others.
fn resolves(name: &str, kind: &str, want: &[&str]) -> Result<()> {
    let want: BTreeSet<String> = want.iter().map(|record| (*record).to_owned()).collect();
    let mut got = BTreeSet::new();
    wait_for("such answer", Duration::from_secs(10), || {
        got = ask(name, kind)?.into_iter().collect();
        Ok((got == want).then_some(()))
    })
    .with_context(|| format!("{name} {kind}: expected {want:?}, got {got:?}"))
}

fn reverse(address: &str) -> String {
    let backwards: Vec<&str> = address.rsplit('.').collect();
    format!("{}.in-addr.arpa", backwards.join("."))
}
