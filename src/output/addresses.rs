//! The addresses of a cluster: as a table, as CSV or JSON, and as lines for firewalld.

use serde::Serialize;

use crate::clients::addresses::{Address, AtNode};

const NOBODY: &str = "-";

/// Returns two tables for people, one for each side of the border, and below them the lines that test what can be
/// reached from outside.
#[must_use]
pub fn table(addresses: &[Address]) -> String {
    let suffix = common_domain(addresses);
    let title = format!("Inside the Kubernetes cluster, where these names end in {suffix}:\n");
    let inside =
        title + &columns(["COMPONENT", "INSIDE", "FROM", "FOR"], addresses.iter().map(|one| inside(one, &suffix)));
    let at_nodes = addresses.iter().filter_map(outside);
    if at_nodes.clone().next().is_none() {
        return inside + "\nNobody outside can come in.\n";
    }
    let outside = columns(["COMPONENT", "OUTSIDE", "AT NODE", "FROM", "FOR"], at_nodes);
    format!("{inside}\nOutside, at the nodes:\n{outside}{}", tests(addresses))
}

fn inside(address: &Address, suffix: &str) -> [String; 4] {
    let (host, port) = address.inside.rsplit_once(':').unwrap_or((&address.inside, ""));
    let short = format!("{}:{port}", host.strip_suffix(suffix).unwrap_or(host));
    [address.component.to_owned(), short, address.source.to_owned(), address.purpose.to_owned()]
}

fn outside(address: &Address) -> Option<[String; 5]> {
    let node = address.node.as_ref()?;
    let outside = address.outside.clone().unwrap_or_else(|| NOBODY.to_owned());
    let at = format!("{} {}", node.name, socket(node));
    let [component, source, purpose] = [address.component, address.source, address.purpose].map(str::to_owned);
    Some([component, outside, at, source, purpose])
}

/// Returns what all hosts inside end in, from a dot on.
fn common_domain(addresses: &[Address]) -> String {
    let hosts = addresses.iter().filter_map(|address| Some(address.inside.rsplit_once(':')?.0));
    let common = |known: String, host: &str| {
        let mut rest = known.as_str();
        while !host.ends_with(rest) {
            rest = rest.get(1..).and_then(|rest| rest.find('.').and_then(|at| rest.get(at..))).unwrap_or_default();
        }
        rest.to_owned()
    };
    let first = hosts.clone().next().and_then(|host| host.find('.').and_then(|at| host.get(at..))).unwrap_or_default();
    hosts.fold(first.to_owned(), common)
}

/// Returns aligned columns below their titles.
fn columns<const N: usize>(titles: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = std::iter::once(titles.map(str::to_owned)).chain(rows).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn socket(node: &AtNode) -> String {
    format!("{}:{}", node.address, node.port)
}

fn tests(addresses: &[Address]) -> String {
    let lines: String =
        addresses.iter().filter(|address| address.outside.is_some()).flat_map(|one| ["  ", &one.test, "\n"]).collect();
    if lines.is_empty() { lines } else { format!("\nFrom where the clients run, each of these must succeed:\n{lines}") }
}

/// Returns comma-separated values with a head line, as RFC 4180 has them but for the line ends.
#[must_use]
pub fn csv(addresses: &[Address]) -> String {
    let head = "component,name,inside,outside,node,node address,from,for,test\n".to_owned();
    addresses.iter().fold(head, |text, address| text + &record(address))
}

fn record(address: &Address) -> String {
    let node = address.node.as_ref();
    let fields = [
        address.component,
        &address.name,
        &address.inside,
        address.outside.as_deref().unwrap_or_default(),
        node.map_or("", |node| &node.name),
        &node.map(socket).unwrap_or_default(),
        address.source,
        address.purpose,
        &address.test,
    ];
    fields.map(field).join(",") + "\n"
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Returns JSON: `{"addresses": […]}`, each with the fields of [`Address`].
#[must_use]
pub fn json(addresses: &[Address]) -> String {
    #[derive(Serialize)]
    struct All<'a> {
        addresses: &'a [Address],
    }
    // Text and numbers cannot fail to serialise.
    serde_json::to_string_pretty(&All { addresses }).unwrap_or_default() + "\n"
}

/// Returns shell lines for firewalld, node by node; a comment when no node has a port to open.
#[must_use]
pub fn firewalld(addresses: &[Address]) -> String {
    let mut nodes: Vec<(&AtNode, Vec<&Address>)> = Vec::new();
    for (address, node) in addresses.iter().filter_map(|address| Some((address, address.node.as_ref()?))) {
        match nodes.iter_mut().find(|(known, _)| known.name == node.name) {
            Some((_, of_node)) => of_node.push(address),
            None => nodes.push((node, vec![address])),
        }
    }
    if nodes.is_empty() {
        return "# no node has a port to open: nobody outside can come in\n".to_owned();
    }
    nodes.iter().map(|(node, addresses)| zone(node, addresses)).collect::<Vec<_>>().join("\n")
}

fn zone(node: &AtNode, addresses: &[&Address]) -> String {
    let port = |address: &&Address| address.node.as_ref().map(|node| line(node.port, address));
    let ports: String = addresses.iter().filter_map(port).collect();
    format!("# on {} ({})\n{ports}firewall-cmd --reload\n", node.name, node.address)
}

fn line(port: u32, address: &Address) -> String {
    let Address { name, purpose, source, .. } = address;
    format!("# {name}: {purpose}, from {source}\nfirewall-cmd --permanent --add-port={port}/tcp\n")
}
