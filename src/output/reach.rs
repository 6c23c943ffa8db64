//! What a client needs where it runs, as text and as JSON.

use std::fmt::Write;

use crate::cluster::reach::{Connection, Name, Position, Reach, Resolver, Verdict};

/// Returns the answer for one position as lines for people.
#[must_use]
pub fn text(reach: &Reach) -> String {
    let mut text = format!("{}: {}\n  {}.\n", whose(reach.position), verdict(reach.verdict), reach.reason);
    let remedy = reach.remedy.map(|remedy| format!("  {remedy}.\n"));
    text.extend(remedy);
    if !reach.name_servers.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\nName servers to give to the client:\n  {}", reach.name_servers.join(";"));
    }
    text.push_str(&section("Names that must resolve there", reach.names.iter().map(name)));
    text.push_str(&section("TCP connections that must be let through", reach.connections.iter().map(connection)));
    text
}

fn whose(position: Position) -> &'static str {
    match position {
        Position::SameNamespace => "Clients in the same namespace",
        Position::OtherNamespace => "Clients in other namespaces",
        Position::OtherCluster => "Clients in another Kubernetes cluster",
        Position::Outside => "Clients outside",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Works => "works",
        Verdict::WorksWithNames => "works once the names resolve",
        Verdict::Fails => "cannot work",
    }
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.flat_map(|line| ["  ".to_owned(), line, "\n".to_owned()]).collect();
    if lines.is_empty() { lines } else { format!("\n{title}:\n{lines}") }
}

fn name(name: &Name) -> String {
    let by = match name.by {
        Resolver::ClusterDns => "by the cluster DNS, as it is",
        Resolver::ToldClusterDns => "by the cluster DNS, once it is told",
        Resolver::HostsFile => "by the hosts file of the machine, or its DNS, once it is told",
        Resolver::NetworkDns => "by the DNS of the network",
    };
    format!("{} -> {}, {by}", name.name, name.leads_to)
}

fn connection(connection: &Connection) -> String {
    format!("{}:{} ({})", connection.host, connection.port, connection.pod)
}

/// Returns the answer for one position as JSON, with the fields of [`Reach`].
#[must_use]
pub fn json(reach: &Reach) -> String {
    // Text and numbers cannot fail to serialise.
    serde_json::to_string_pretty(reach).unwrap_or_default() + "\n"
}
