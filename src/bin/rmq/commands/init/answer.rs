//! What an answer may be: the forms of the values that it becomes, for a flag and for a line that a person typed.

use rmq::diagnostic::{Diagnostic, Diagnostics, code};
use rmq::values::Storage;
use rmq::values::format::{ABSOLUTE_PATH, ADDRESS, Format, NAME, REGISTRY, Refusal};

/// Where local volumes lie when the answer is empty.
const USUAL_PATH: &str = "/var/lib/rocketmq";

/// The name of the cluster or of its namespace.
pub(super) fn name(answer: &str) -> Result<String, Diagnostics> {
    in_form(answer, &NAME)
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
    let Some((node, address)) = answer.split_once('=') else {
        return refuse(&format!("expected NAME=ADDRESS, found `{answer}`"), "write for example `node1=192.168.1.176`");
    };
    let (node, address) = (in_form(node.trim(), &NAME)?, in_form(address.trim(), &ADDRESS)?);
    if known.iter().any(|(other, _)| *other == node) {
        return refuse(&format!("the node `{node}` is given twice"), "give each node once");
    }
    Ok((node, address))
}

/// A registry; nothing for the public ones.
pub(super) fn registry(answer: &str) -> Result<String, Diagnostics> {
    if answer.is_empty() { Ok(String::new()) } else { in_form(answer.trim_end_matches('/'), &REGISTRY) }
}

/// The storage class of claims; nothing for the default class of the Kubernetes cluster.
pub(super) fn storage_class(answer: &str) -> Result<Storage, Diagnostics> {
    let class = if answer.is_empty() { String::new() } else { in_form(answer, &NAME)? };
    Ok(Storage::Claim(class))
}

/// The folder of local volumes; nothing for the usual one.
pub(super) fn path(answer: &str) -> Result<Storage, Diagnostics> {
    let path =
        if answer.is_empty() { USUAL_PATH.to_owned() } else { in_form(answer.trim_end_matches('/'), &ABSOLUTE_PATH)? };
    Ok(Storage::Local(path))
}

/// The kind of storage; nothing for claims.
pub(super) fn is_local(answer: &str) -> Result<bool, Diagnostics> {
    match answer {
        "" | "claim" => Ok(false),
        "local" => Ok(true),
        _ => refuse(&format!("expected claim or local, found `{answer}`"), "type one of the two words"),
    }
}

fn in_form(answer: &str, form: &Format) -> Result<String, Diagnostics> {
    match (form.check)(answer) {
        Ok(()) => Ok(answer.to_owned()),
        Err(Refusal::Plain) => refuse(&expected(answer, form), form.help),
        Err(Refusal::Because(help)) => refuse(&expected(answer, form), help),
    }
}

fn expected(answer: &str, form: &Format) -> String {
    format!("expected {}, found `{answer}`", form.expected)
}

fn refuse<T>(message: &str, help: &str) -> Result<T, Diagnostics> {
    Err(Diagnostic::error(code::INVALID_VALUE, message).help(help).into())
}
