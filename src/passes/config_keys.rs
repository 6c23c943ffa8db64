//! `config-keys`: config files hold only what their version reads, and values as it reads them.
//!
//! What is taken out was ignored anyway. What is corrected is a value that is read today as it is corrected to, or a
//! number that blanks made unreadable; where a correction would move a store, a name or an address, it is left alone.

use super::{Context, Effect, Extent, Pass, Steps};
use crate::cluster::recognise::{Config, FileId, Found, Image, Part, Place, Role};
use crate::diagnostic::nearest;
use crate::documents::Object;
use crate::rocketmq::Version;
use crate::rocketmq::keys::{self, ConfigFile, Key, KeyType, Table, TableMatch, ValueProblem, check_value};
use crate::rocketmq::properties;
use crate::yaml::{FieldPath, Node, Value};

pub(super) const PASS: Pass = Pass {
    name: "config-keys",
    about: "Takes keys that the version does not read out of config files, and corrects values that it misreads",
    extent: Extent::Hardening,
    run,
};

/// Keys that say which broker this is, where its messages lie and how it is reached: what they are today, others rely on.
const RELIED_ON: [&str; 20] = [
    "brokerClusterName",
    "brokerIP1",
    "brokerIP2",
    "brokerId",
    "brokerName",
    "brokerRole",
    "controllerAddr",
    "dLegerGroup",
    "dLegerPeers",
    "dLegerSelfId",
    "enableControllerMode",
    "enableDLegerCommitLog",
    "haListenPort",
    "listenPort",
    "namesrvAddr",
    "storePathCommitLog",
    "storePathDLedgerCommitLog",
    "storePathRootDir",
    "storePathEpochFile",
    "storePathBrokerIdentity",
];

/// Keys by which messages are deleted.
const DELETING: [&str; 3] = ["deleteWhen", "diskMaxUsedSpaceRatio", "fileReservedTime"];

fn run(context: &Context<'_>, object: &Object<'_>, steps: &mut Steps) {
    let place = Place { document: context.document, path: object.path.clone() };
    let Some(map) = context.found.config_maps.iter().position(|map| map.place == place) else { return };
    let entries = context.found.config_maps.get(map).map(|map| map.entries.len()).unwrap_or_default();
    let is_immutable = object.node.get("immutable").is_some_and(|flag| flag.value == Value::Bool(true));
    for entry in 0..entries {
        let file = FileId { map, entry };
        let Some(key) = context.found.file(file).map(|file| file.key.clone()) else { continue };
        let path = FieldPath::from(["data"]).key(key.as_str());
        let Some(text) = object.node.at(&path).and_then(Node::as_str) else { continue };
        match reader(context.found, file) {
            Reader::Nobody => {}
            Reader::Unknown(why) => steps.leave(format!("`{key}` stays as it is: {why}")),
            Reader::Known(kind, version) => {
                let corrected = corrected(text, kind, version);
                for why in corrected.left {
                    steps.leave(format!("`{key}`, {why}"));
                }
                if corrected.text != text {
                    let effect = if is_immutable { Effect::Immutable } else { corrected.effect };
                    steps.set_because(path, Node::generated(corrected.text), effect, corrected.notes.join(", "));
                }
            }
        }
    }
}

/// Who reads a file.
enum Reader {
    /// Nobody who is known.
    Nobody,
    /// Somebody, but not enough is known; why, as a clause.
    Unknown(String),
    /// Programs of one kind and version.
    Known(ConfigFile, Version),
}

fn reader(found: &Found, file: FileId) -> Reader {
    let mut readers = found.readers(file);
    let Some(first) = readers.next() else { return unread(found, file) };
    let kind = match first.role {
        Role::Broker => ConfigFile::Broker,
        Role::NameServer => ConfigFile::NameServer,
        Role::Controller => ConfigFile::Controller,
        Role::Proxy => return Reader::Unknown("rmq changes no JSON inside a text".to_owned()),
        Role::Console | Role::Exporter => return Reader::Nobody,
    };
    let version = match official_version(first) {
        Ok(version) => version,
        Err(why) => return Reader::Unknown(why),
    };
    if readers.any(|other| other.role != first.role || official_version(other) != Ok(version)) {
        return Reader::Unknown("several programs or versions read it".to_owned());
    }
    Reader::Known(kind, version)
}

/// A file can be mounted and still not be the one that is read.
fn unread(found: &Found, file: FileId) -> Reader {
    let holder = found.parts.iter().find(|part| part.mounted.contains(&file));
    match holder.map(|part| (part.role, &part.config)) {
        Some((role, Config::Unknown(why))) => {
            Reader::Unknown(format!("it may be another file that the {role} reads, because {why}"))
        }
        _ => Reader::Nobody,
    }
}

/// Returns the version, where the tag of an official image names it: other images may read keys of their own.
fn official_version(part: &Part) -> Result<Version, String> {
    let image = part.image().ok_or("its container has no image")?;
    if !image.is_official() {
        return Err(format!("`{}` is no official image, so it may read other keys", image.reference));
    }
    Image::version(image).ok_or_else(|| format!("the tag of `{}` names no version", image.reference))
}

/// What becomes of a file.
struct Corrected {
    text: String,
    notes: Vec<String>,
    left: Vec<String>,
    effect: Effect,
}

/// What becomes of an entry.
enum Verdict {
    /// It stays.
    Fine,
    /// It goes; why.
    Out(String),
    /// Its value is written so; why, and what that costs.
    Better(String, String, Effect),
    /// It is wrong and stays; why.
    Left(String),
}

fn corrected(text: &str, kind: ConfigFile, version: Version) -> Corrected {
    let mut out = Corrected { text: text.to_owned(), notes: Vec::new(), left: Vec::new(), effect: Effect::None };
    let matched = keys::for_version(version);
    let Some(table) = matched.table() else {
        out.left.push(format!("all of it: rmq does not know the keys of {version}"));
        return out;
    };
    let is_exact = matches!(matched, TableMatch::Exact(_));
    // From the end, so that the places of the entries before stay right.
    for entry in properties::read(text).iter().rev() {
        let verdict = judge(table, kind, is_exact, version, &entry.key, &entry.value);
        let place = format!("line {}", entry.line);
        match verdict {
            Verdict::Fine => {}
            Verdict::Left(why) => out.left.push(format!("{place}: {why}")),
            Verdict::Out(why) => {
                out.text.replace_range(entry.lines.clone(), "");
                out.notes.push(format!("{place}: {why}"));
            }
            Verdict::Better(value, why, effect) => {
                out.text.replace_range(entry.written.clone(), &value);
                out.notes.push(format!("{place}: {why}"));
                out.effect = out.effect.max(effect);
            }
        }
    }
    out.notes.reverse();
    out.left.reverse();
    out
}

fn judge(table: Table, kind: ConfigFile, is_exact: bool, version: Version, name: &str, value: &str) -> Verdict {
    let shown: String = name.chars().take(80).collect();
    let Some(key) = table.key(kind, name) else {
        if !is_exact {
            return Verdict::Left(format!("rmq does not know whether {version} reads `{shown}`"));
        }
        return Verdict::Out(unread_key(table, kind, version, &shown));
    };
    match check_value(&key, value) {
        Ok(()) => Verdict::Fine,
        Err(problem) => misread(&key, value, version, problem),
    }
}

fn unread_key(table: Table, kind: ConfigFile, version: Version, name: &str) -> String {
    let known: Vec<&str> = table.keys(kind).map(|key| key.name).collect();
    let reason = match table.absence(kind, name) {
        Some(absence) => format!("`{name}` {absence}"),
        None => format!("{version} does not read `{name}`"),
    };
    match nearest(name, known) {
        Some(near) => format!("{reason}, taken out (did you mean `{near}`?)"),
        None => format!("{reason}, taken out"),
    }
}

fn misread(key: &Key, value: &str, version: Version, problem: ValueProblem) -> Verdict {
    let name = key.name;
    match problem {
        ValueProblem::BoolCase(flag) => {
            Verdict::Better(flag.to_string(), format!("`{name}` in lower case"), Effect::None)
        }
        ValueProblem::NotBool if nearest(value, ["true", "false"]) == Some("false") => {
            let why = format!("`{name}` is read as false, and now says so");
            Verdict::Better("false".to_owned(), why, Effect::None)
        }
        ValueProblem::OuterBlanks => blanks(key, value.trim(), version),
        ValueProblem::ControlCharacter('\t') if value.trim() != value => blanks(key, value.trim(), version),
        _ => Verdict::Left(format!("`{name}` is not read as it is written: {problem}")),
    }
}

/// Blanks belong to a text before 5.2.0, and hide a number or a word in every version.
fn blanks(key: &Key, trimmed: &str, version: Version) -> Verdict {
    let name = key.name;
    let is_text = matches!(key.kind, KeyType::String);
    if is_text && version.trims_text_values() {
        return Verdict::Better(trimmed.to_owned(), format!("blanks behind `{name}`"), Effect::None);
    }
    if RELIED_ON.contains(&name) || is_text && name.starts_with("storePath") {
        let today = if is_text { "the blanks are part of it today" } else { "the blanks hide it today" };
        return Verdict::Left(format!("`{name}` keeps its blanks: {today}, and others rely on what it is"));
    }
    if check_value(key, trimmed).is_err() {
        return Verdict::Left(format!("`{name}` cannot be read, with or without its blanks"));
    }
    let effect = if DELETING.contains(&name) { Effect::DataAtRisk } else { Effect::RollingRestart };
    Verdict::Better(trimmed.to_owned(), format!("`{name}` counts from now on: blanks hid its value"), effect)
}
