//! The addresses of a cluster: as a table, as CSV or JSON, and as lines for firewalld.

use serde::Serialize;

use crate::clients::addresses::{Address, AtNode};

const NOBODY: &str = "-";

/// Returns a table for people, and below it the lines that test what can be reached from outside.
#[must_use]
pub fn table(addresses: &[Address]) -> String {
    let head = ["COMPONENT", "INSIDE", "OUTSIDE", "AT NODE", "FROM", "FOR"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(addresses.iter().map(row)).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text + &tests(addresses)
}

fn row(address: &Address) -> [String; 6] {
    let outside = address.outside.clone().unwrap_or_else(|| NOBODY.to_owned());
    let node =
        address.node.as_ref().map_or_else(|| NOBODY.to_owned(), |node| format!("{} {}", node.name, socket(node)));
    let words = [address.component, address.source, address.purpose].map(str::to_owned);
    let [component, source, purpose] = words;
    [component, address.inside.clone(), outside, node, source, purpose]
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
    format!(
        "firewall-cmd --permanent --add-port={port}/tcp  # {}: {}, from {}\n",
        address.name, address.purpose, address.source
    )
}
