//! Keys that the table does not have, and what was probably meant.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::values::field::{Field, Fields, Kind, each};
use crate::values::path::join;
use crate::values::shown::{clip, either};
use crate::yaml::Entry;

/// Keys that a later version of `rmq` will have.
const LATER_KEYS: [&str; 7] =
    ["controller", "proxy", "acl", "tls", "networkPolicy", "podSecurity", "metrics.serviceMonitor"];

/// Words that a later version of `rmq` will take, by path.
const LATER_WORDS: [(&str, &[&str]); 2] = [
    ("mode", &["controller", "replicated", "standalone"]),
    ("external.type", &["loadBalancer", "hostNetwork", "proxy"]),
];

/// Returns the finding for a key that none of the fields has.
pub(super) fn diagnostic(root: Fields, fields: Fields, entry: &Entry, parent: &str) -> Diagnostic {
    let path = join(parent, &entry.key);
    let place = if parent.is_empty() { String::new() } else { format!(" in `{parent}`") };
    Diagnostic::error(code::UNKNOWN_KEY, format!("unknown key `{}`{place}", clip(&entry.key)))
        .at(entry.key_location.or(entry.value.location))
        .help(help(root, fields, &entry.key, &path))
        .path(path)
}

fn help(root: Fields, fields: Fields, key: &str, path: &str) -> String {
    if LATER_KEYS.contains(&path) {
        return format!("take `{path}` out: this version of `rmq` does not have it yet");
    }
    if let Some(near) = nearest(key, each(fields).map(|field| field.name)) {
        return format!("did you mean `{near}`?");
    }
    let homes = homes(root, key);
    if !homes.is_empty() {
        return format!("`{}` belongs under {}", clip(key), either(&homes));
    }
    let names: Vec<&str> = each(fields).map(|field| field.name).take(12).collect();
    format!("use one of the keys that are known here, such as {}", either(&names))
}

/// The sections that have a key of this name, brokers first, at most four.
fn homes(root: Fields, key: &str) -> Vec<String> {
    let mut homes = Vec::new();
    collect(root, key, "", &mut homes);
    let (mut first, others): (Vec<_>, Vec<_>) = homes.into_iter().partition(|home| home.starts_with("broker"));
    first.extend(others);
    first.truncate(4);
    first
}

fn collect(fields: Fields, key: &str, path: &str, homes: &mut Vec<String>) {
    for Field { name, kind, .. } in each(fields) {
        if *name == key && !path.is_empty() {
            homes.push(path.to_owned());
        }
        if let Kind::Section(below) = kind {
            collect(below, key, &join(path, name), homes);
        }
    }
}

/// Returns the help for a word that only a later version takes.
pub(super) fn later_word(path: &str, word: &str) -> Option<String> {
    let (_, words) = LATER_WORDS.iter().find(|(field, _)| *field == path)?;
    words.contains(&word).then(|| format!("choose another one: this version of `rmq` does not have `{word}` yet"))
}
