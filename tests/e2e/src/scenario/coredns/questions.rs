//! What is asked of a CoreDNS, and what it answers.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use anyhow::{Context, Result, ensure};

use super::Named;
use super::server::Server;

/// What has nothing to do with the names of the cluster.
const OTHERS: [(&str, &str); 10] = [
    ("kubernetes.default.svc.cluster.local", "A"),
    ("kubernetes.default.svc.cluster.local", "AAAA"),
    ("nothing.default.svc.cluster.local", "A"),
    ("1.0.96.10.in-addr.arpa", "PTR"),
    ("www.upstream.example", "A"),
    ("www.upstream.example", "AAAA"),
    ("nothing.upstream.example", "A"),
    ("nothing", "A"),
    ("registry.private.example", "A"),
    ("node1", "A"),
];

/// An answer: whether there is such a name, and the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `NOERROR`, `NXDOMAIN`, `SERVFAIL` and others.
    pub status: String,
    /// Owner, type and data of each record.
    pub records: BTreeSet<String>,
}

impl Answer {
    /// Reads what dig prints with `+comments +answer`.
    pub fn read(printed: &str) -> Result<Self> {
        let status = printed.lines().find_map(|line| line.split_once("status: ")?.1.split_once(','));
        let (status, _) = status.with_context(|| format!("no answer:\n{printed}"))?;
        let lines = printed.lines().filter(|line| !line.starts_with(';') && !line.is_empty());
        // The time to live of a cached record differs from moment to moment.
        let record = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let rest = words.get(3..).unwrap_or_default().join(" ");
            format!("{} {rest}", words.first().unwrap_or(&""))
        };
        Ok(Self { status: status.to_owned(), records: lines.map(record).collect() })
    }
}

/// Returns the answers to everything that is not ours.
pub fn others(server: &Server) -> Result<Vec<Answer>> {
    OTHERS.iter().map(|(name, kind)| server.ask(name, kind)).collect()
}

/// Fails unless the answers are those of before.
pub fn same_for_others(before: &[Answer], after: &[Answer]) -> Result<()> {
    for (((name, kind), before), after) in OTHERS.iter().zip(before).zip(after) {
        ensure!(before == after, "{name} {kind}: {before:?} before, {after:?} after");
    }
    Ok(())
}

/// Fails unless the server answers, and knows what every server knows.
pub fn is_whole(others: &[Answer]) -> Result<()> {
    let by = |name: &str| OTHERS.iter().position(|(asked, _)| *asked == name).and_then(|at| others.get(at));
    for (name, status, record) in [
        ("kubernetes.default.svc.cluster.local", "NOERROR", " A 10.96.0.1"),
        ("1.0.96.10.in-addr.arpa", "NOERROR", " PTR kubernetes.default.svc.cluster.local."),
        ("www.upstream.example", "NOERROR", " A 203.0.113.7"),
        ("nothing.upstream.example", "NXDOMAIN", ""),
        ("nothing", "NXDOMAIN", ""),
    ] {
        let answer = by(name).context("not asked")?;
        let is_there = record.is_empty() || answer.records.iter().any(|known| known.ends_with(record));
        ensure!(answer.status == status && is_there, "{name}: {answer:?}");
    }
    Ok(())
}

/// Where the names of the cluster lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To the addresses of the nodes.
    Nodes,
    /// To Services.
    Services,
    /// Nowhere.
    Nowhere,
}

/// Fails unless the names lead there, and have no other address.
pub fn names_lead(server: &Server, names: &[Named], lead: Lead) -> Result<()> {
    for named in names {
        let want = match lead {
            Lead::Nodes => Some(named.node),
            Lead::Services => Some(named.service),
            Lead::Nowhere => None,
        };
        let name = &named.name;
        let records = want.iter().map(|address| format!("{name}. A {address}")).collect();
        let status = if want.is_some() { "NOERROR" } else { "NXDOMAIN" }.to_owned();
        let (asked, want) = (server.ask(name, "A")?, Answer { status: status.clone(), records });
        ensure!(asked == want, "{name} A: {asked:?}, not {want:?}");
        let (asked, want) = (server.ask(name, "AAAA")?, Answer { status, records: BTreeSet::new() });
        ensure!(asked == want, "{name} AAAA: {asked:?}, not {want:?}");
    }
    Ok(())
}

/// Fails unless an address leads back to a name, or to none.
pub fn leads_back(server: &Server, named: &Named, wanted: bool) -> Result<()> {
    let reverse = reverse(named.node);
    let answer = server.ask(&reverse, "PTR")?;
    let is_ours = answer.records.iter().any(|record| record.ends_with(&format!(" PTR {}.", named.name)));
    ensure!(is_ours == wanted, "{reverse}: {answer:?}");
    Ok(())
}

fn reverse(address: Ipv4Addr) -> String {
    let [a, b, c, d] = address.octets();
    format!("{d}.{c}.{b}.{a}.in-addr.arpa")
}
