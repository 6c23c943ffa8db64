//! The key tables in `src/rocketmq/keys/data`, generated from the config classes of the published jars.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::judges::rocketmq::{RELEASES, Release};
use crate::process;

/// A config class: the name of its data file, its Java names over time, and the artifact that holds it.
struct Class {
    name: &'static str,
    java: &'static [&'static str],
    artifact: &'static str,
}

const CLASSES: [Class; 10] = [
    Class { name: "AuthConfig", java: &["auth.config.AuthConfig"], artifact: "auth" },
    Class { name: "BrokerConfig", java: &["common.BrokerConfig"], artifact: "common" },
    Class { name: "ControllerConfig", java: &["common.ControllerConfig"], artifact: "common" },
    Class { name: "JraftConfig", java: &["common.JraftConfig"], artifact: "common" },
    Class { name: "MessageStoreConfig", java: &["store.config.MessageStoreConfig"], artifact: "store" },
    Class { name: "NamesrvConfig", java: &["common.namesrv.NamesrvConfig"], artifact: "common" },
    Class { name: "NettyClientConfig", java: &["remoting.netty.NettyClientConfig"], artifact: "remoting" },
    Class { name: "NettyServerConfig", java: &["remoting.netty.NettyServerConfig"], artifact: "remoting" },
    Class { name: "ProxyConfig", java: &["proxy.config.ProxyConfig"], artifact: "proxy" },
    Class {
        name: "TieredStoreConfig",
        java: &["tieredstore.MessageStoreConfig", "tieredstore.common.TieredMessageStoreConfig"],
        artifact: "tiered-store",
    },
];

/// The columns of classes whose artifact was never published; they came from the source tag and are carried over.
const CARRIED: [(&str, &str); 2] = [("ProxyConfig", "5.1.4"), ("ProxyConfig", "5.3.0")];

/// Keys whose default is an address or the host name: the same in both environments, another on every machine.
const ADDRESSES: [&str; 5] = ["brokerIP1", "brokerIP2", "brokerName", "localServeAddr", "proxyName"];

/// Type and default of a key in one version.
type Cell = (String, String);

/// The keys of one class, each with its cells by the number of the release.
type Columns = BTreeMap<String, BTreeMap<usize, Cell>>;

/// What to do with the generated tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// Write them into the source tree.
    Write,
    /// Fail when one in the source tree differs.
    Check,
}

/// Generates the data files from the jars.
pub fn generate(mode: Tables) -> Result<()> {
    let mut tables: BTreeMap<&str, Columns> = CLASSES.iter().map(|class| (class.name, Columns::new())).collect();
    for (number, release) in RELEASES.iter().enumerate() {
        for (class, key, cell) in process::step(&format!("keys of {}", release.version), || dump(release))? {
            let cells = tables.entry(class).or_default().entry(key).or_default();
            ensure!(cells.insert(number, cell).is_none(), "{class} holds a key twice in {}", release.version);
        }
    }
    for (class, version) in CARRIED {
        carry_over(class, version, tables.entry(class).or_default())?;
    }
    for (class, columns) in &tables {
        emit(class, &text(columns), mode)?;
    }
    Ok(())
}

fn path(class: &str) -> PathBuf {
    process::project_root().join(format!("src/rocketmq/keys/data/{class}.txt"))
}

fn emit(class: &str, text: &str, mode: Tables) -> Result<()> {
    let path = path(class);
    if mode == Tables::Write {
        return std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()));
    }
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = present.lines().zip(text.lines()).find(|(present, made)| present != made);
    if present != text {
        bail!("{class}.txt differs from the jars; run `cargo xtask keys` (first difference: {differing:?})");
    }
    Ok(())
}

/// Asks a release in two environments; a default that differs between them is computed from the machine.
fn dump(release: &Release) -> Result<Vec<(&'static str, String, Cell)>> {
    let first = dump_in(release, "first", &["-XX:ActiveProcessorCount=1", "-Xmx128m"])?;
    let second = dump_in(release, "second", &["-XX:ActiveProcessorCount=64", "-Xmx256m"])?;
    ensure!(first.keys().eq(second.keys()), "the keys depend on the machine");
    let cell = |((class, key), (kind, default)): ((&'static str, String), Cell)| {
        let is_computed = second.get(&(class, key.clone())).is_none_or(|other| other.1 != default);
        let is_computed = is_computed || ADDRESSES.contains(&key.as_str());
        (class, key, (kind, if is_computed { "computed".to_owned() } else { default }))
    };
    Ok(first.into_iter().map(cell).collect())
}

fn dump_in(release: &Release, home: &str, options: &[&str]) -> Result<BTreeMap<(&'static str, String), Cell>> {
    let user_home = format!("-Duser.home=/{home}");
    let mut java = release.java("KeyDump", &[options, &[user_home.as_str()]].concat())?;
    java.env("ROCKETMQ_HOME", format!("/{home}/rocketmq")).env("NAMESRV_ADDR", format!("{home}:1"));
    for class in CLASSES.iter().filter(|class| release.has_published(class.artifact)) {
        let json = if class.artifact == "proxy" { "json:" } else { "" };
        java.args(class.java.iter().map(|java| format!("{json}org.apache.rocketmq.{java}")));
    }
    String::from_utf8(process::output(&mut java)?)?.lines().map(dumped).collect()
}

fn dumped(line: &str) -> Result<((&'static str, String), Cell)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [java, key, kind, default] = fields[..] else { bail!("the key dump printed: {line}") };
    let java = java.trim_start_matches("org.apache.rocketmq.");
    let class = CLASSES.iter().find(|class| class.java.contains(&java)).context("the key dump names another class")?;
    Ok(((class.name, key.to_owned()), (kind.to_owned(), default.to_owned())))
}

/// Takes the cells of one version from the present data file.
fn carry_over(class: &str, version: &str, columns: &mut Columns) -> Result<()> {
    let number = number(version)?;
    for line in std::fs::read_to_string(path(class))?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [key, kind, versions, default] = fields[..] else { bail!("{class}.txt: {line}") };
        if range(versions)?.contains(&number) {
            let cell = (kind.to_owned(), default.to_owned());
            columns.entry(key.to_owned()).or_default().insert(number, cell);
        }
    }
    Ok(())
}

fn number(version: &str) -> Result<usize> {
    RELEASES.iter().position(|release| release.version == version).with_context(|| format!("no release {version}"))
}

fn range(text: &str) -> Result<std::ops::RangeInclusive<usize>> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let first = if first.is_empty() { 0 } else { number(first)? };
    let last = if last.is_empty() { RELEASES.len() - 1 } else { number(last)? };
    Ok(first..=last)
}

/// Writes one line per key and run of versions in which its type and default stay the same.
fn text(columns: &Columns) -> String {
    let mut lines = Vec::new();
    for (key, cells) in columns {
        let cells: Vec<(usize, &Cell)> = cells.iter().map(|(number, cell)| (*number, cell)).collect();
        for run in cells.chunk_by(|(a, cell), (b, next)| a + 1 == *b && cell == next) {
            let ((first, (kind, default)), (last, _)) = (run[0], run[run.len() - 1]);
            lines.push(format!("{key}\t{kind}\t{}\t{default}\n", range_text(first, last)));
        }
    }
    lines.concat()
}

fn range_text(first: usize, last: usize) -> String {
    let (oldest, newest) = (0, RELEASES.len() - 1);
    if first == last && first != oldest && last != newest {
        return RELEASES[first].version.to_owned();
    }
    let from = if first == oldest { "" } else { RELEASES[first].version };
    let to = if last == newest { "" } else { RELEASES[last].version };
    format!("{from}..{to}")
}
