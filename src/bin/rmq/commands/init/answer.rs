//! What an answer may be: the same rules for a flag and for a line that a person typed.

use std::net::IpAddr;

use rmq::diagnostic::{Code, Diagnostic, Diagnostics, code};
use rmq::values::Storage;

const DEFAULT_PATH: &str = "/var/lib/rocketmq";

/// A name of Kubernetes: labels of DNS between dots.
pub(super) fn name(answer: &str) -> Result<String, Diagnostics> {
    if is_dns_name(answer) {
        return Ok(answer.to_owned());
    }
    let message = format!("`{answer}` is not a name in Kubernetes");
    refuse(code::INVALID_NAME, message, "use lower-case letters, digits, `-` and `.`")
}

/// All nodes, each with a name of its own.
pub(super) fn nodes(answers: &[String]) -> Result<Vec<(String, String)>, Diagnostics> {
    let mut nodes = Vec::new();
    for answer in answers {
        let next = node(answer, &nodes)?;
        nodes.push(next);
    }
    Ok(nodes)
}

/// One node beside those that are known: `NAME=ADDRESS`.
pub(super) fn node(answer: &str, known: &[(String, String)]) -> Result<(String, String), Diagnostics> {
    let Some((node, address)) = answer.split_once('=').map(|(node, address)| (node.trim(), address.trim())) else {
        let message = format!("expected NAME=ADDRESS, found `{answer}`");
        return refuse(code::INVALID_VALUE, message, "write for example `node1=192.168.1.176`");
    };
    let node = name(node)?;
    if known.iter().any(|(other, _)| *other == node) {
        return refuse(code::CONTRADICTION, format!("the node `{node}` is given twice"), "give each node once");
    }
    if !is_address(address) {
        let message = format!("`{address}` is neither an IP address nor a name in DNS");
        return refuse(code::INVALID_VALUE, message, "give the address at which clients reach the node");
    }
    Ok((node, address.to_owned()))
}

/// A registry with an optional port and path; nothing for the registry of the image itself.
pub(super) fn registry(answer: &str) -> Result<String, Diagnostics> {
    let plain = answer.trim_end_matches('/');
    let allowed =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || ".-_:/[]".contains(character);
    if plain.contains("://") {
        let message = format!("`{answer}` has a scheme, which no image reference has");
        return refuse(code::INVALID_VALUE, message, "leave out what stands before the host");
    }
    if plain.chars().all(allowed) && !plain.starts_with([':', '/', '.', '-']) && !plain.contains("//") {
        return Ok(plain.to_owned());
    }
    refuse(code::INVALID_VALUE, format!("`{answer}` is not a registry"), "write for example `registry.example:5000`")
}

/// The storage class of claims; nothing for the default class of the cluster.
pub(super) fn storage_class(answer: &str) -> Result<Storage, Diagnostics> {
    let storage_class = if answer.is_empty() { String::new() } else { name(answer)? };
    Ok(Storage::Claim(storage_class))
}

/// The folder of local volumes; nothing for the usual one.
pub(super) fn path(answer: &str) -> Result<Storage, Diagnostics> {
    let path = if answer.is_empty() { DEFAULT_PATH } else { answer.trim_end_matches('/') };
    let is_safe = path.starts_with('/') && !path.contains(char::is_control) && path.split('/').all(|part| part != "..");
    if is_safe {
        return Ok(Storage::Local(path.to_owned()));
    }
    let message = format!("`{answer}` is not the path of a folder below `/`");
    refuse(code::INVALID_VALUE, message, "write for example `/data/rocketmq`")
}

/// The kind of storage; nothing for claims.
pub(super) fn is_local(answer: &str) -> Result<bool, Diagnostics> {
    match answer {
        "" | "claim" => Ok(false),
        "local" => Ok(true),
        _ => refuse(
            code::INVALID_VALUE,
            format!("expected claim or local, found `{answer}`"),
            "type one of the two words",
        ),
    }
}

/// A name that looks like an address but is none, such as 192.168.1.300, is a slip.
fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
        || (is_dns_name(text) && text.contains(|character: char| character.is_ascii_alphabetic()))
}

fn is_dns_name(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn refuse<T>(code: Code, message: String, help: &str) -> Result<T, Diagnostics> {
    Err(Diagnostic::error(code, message).help(help).into())
}
