//! Every config file that `rmq` renders, read by RocketMQ's own config classes.
//!
//! The examples and tests/judges/rocketmq/stress.yaml are rendered by the native program, for every version in
//! [`VERSIONS`]. The files stay in target/config-reader, so that a finding can be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail, ensure};
use rmq::rocketmq::{Version, keys};
use rmq::source::{Sources, Span};
use rmq::yaml::edit::{self, Change};
use rmq::yaml::{Duplicates, FieldPath, Mapping, Value, parse};

use crate::build::{self, Profile};
use crate::judges::rocketmq::{self, Finding, Verdict};
use crate::process;

/// The versions whose files are read: those that people run, and the newest, with which DLedger needs the override.
const VERSIONS: [&str; 4] = ["4.9.3", "4.9.7", "5.1.4", "5.5.0"];

const STRESS: &str = "stress";

/// One text of values, and the settings in it that must come back as they are.
struct Case {
    name: String,
    values: String,
    settings: BTreeMap<String, String>,
}

/// The files of one case by name, for one role.
type Files = BTreeMap<String, String>;

/// What was read.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    files: usize,
    keys: usize,
}

/// Renders everything, has it read, and fails when one key is not read as it is written.
pub fn run() -> Result<()> {
    let program = build::native("rmq", Profile::Release)?;
    let folder = build::target().join("config-reader");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut never_read: BTreeSet<String> = stress()?.settings.into_keys().collect();
    for version in VERSIONS {
        let mut cases = examples()?;
        let stress = stress()?.of_version(version)?;
        never_read.retain(|key| !stress.settings.contains_key(key));
        cases.push(stress);
        let read = read_version(&program, &folder.join(version), version, &cases);
        let Count { files, keys } = read.with_context(|| format!("the config of RocketMQ {version}"))?;
        println!("    {version}: {} values, {files} files, {keys} keys read as they are written", cases.len());
    }
    ensure!(never_read.is_empty(), "no version knows these keys of {STRESS}.yaml: {never_read:?}");
    Ok(())
}

fn read_version(program: &Path, folder: &Path, version: &str, cases: &[Case]) -> Result<Count> {
    let mut written: BTreeMap<&str, BTreeMap<PathBuf, (&Case, usize)>> = BTreeMap::new();
    for case in cases {
        let roles = rendered(program, version, case).with_context(|| case.name.clone())?;
        for (role, files) in roles {
            std::fs::create_dir_all(folder.join(role))?;
            for (name, text) in files {
                let path = folder.join(role).join(format!("{}-{name}", case.name));
                std::fs::write(&path, &text)?;
                written.entry(role).or_default().insert(path, (case, text.lines().count()));
            }
        }
    }
    let mut count = Count::default();
    for (role, files) in &written {
        let paths: Vec<PathBuf> = files.keys().cloned().collect();
        let findings = rocketmq::read_configs(version, role, &paths)?;
        rocketmq::check_all_read(&findings)?;
        for (path, (case, lines)) in files {
            let of_file: Vec<&Finding> = findings.iter().filter(|finding| finding.file == *path).collect();
            ensure!(of_file.len() == *lines, "{}: {lines} lines, {} keys", path.display(), of_file.len());
            if *role == "broker" {
                check_settings(case, &of_file).with_context(|| path.display().to_string())?;
            }
        }
        count.files += files.len();
        count.keys += findings.len();
    }
    Ok(count)
}

/// Fails when a setting of the values has not come through all of it: YAML, rendering, properties.
fn check_settings(case: &Case, findings: &[&Finding]) -> Result<()> {
    for (key, value) in &case.settings {
        let finding = findings.iter().find(|finding| finding.key == *key).with_context(|| format!("no {key}"))?;
        let quoted = value.replace('\\', "\\\\");
        ensure!(finding.written == quoted, "{key} is {} instead of {quoted}", finding.written);
        ensure!(finding.verdict == Verdict::Ok, "{key} is {:?}", finding.verdict);
    }
    Ok(())
}

impl Case {
    fn read(path: &Path) -> Result<Self> {
        let values = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let settings = settings(&values).with_context(|| format!("cannot understand {}", path.display()))?;
        Ok(Self { name, values, settings })
    }

    /// Leaves out the settings that a version does not know.
    fn of_version(mut self, version: &str) -> Result<Self> {
        let parsed = Version::parse(version).context("no version")?;
        let table = keys::for_version(parsed).table().with_context(|| format!("no key table for {version}"))?;
        let unknown: Vec<String> =
            self.settings.keys().filter(|key| table.broker_key(key).is_none()).cloned().collect();
        let path = |key: &String| FieldPath::root().key("broker").key("config").key(key.as_str());
        let changes: Vec<Change> = unknown.iter().map(|key| Change::Remove(path(key))).collect();
        self.values = edit::edited(&self.values, &changes).map_err(|why| anyhow!("{}: {why}", self.name))?;
        self.settings.retain(|key, _| !unknown.contains(key));
        Ok(self)
    }
}

fn stress() -> Result<Case> {
    Case::read(&process::project_root().join(format!("tests/judges/rocketmq/{STRESS}.yaml")))
}

fn examples() -> Result<Vec<Case>> {
    let folder = process::project_root().join("examples");
    let entries = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    ensure!(!paths.is_empty(), "{} holds no values", folder.display());
    paths.iter().map(|path| Case::read(path)).collect()
}

/// Returns `broker.config` of a text of values.
fn settings(values: &str) -> Result<BTreeMap<String, String>> {
    let source = Sources::new().add("values.yaml", values);
    let node = parse(source, values, Span::new(0, values.len()), Duplicates::Refuse)
        .map_err(|found| anyhow!("{:?}", found.iter().map(|found| found.message.clone()).collect::<Vec<_>>()))?;
    let path = FieldPath::root().key("broker").key("config");
    let entries = node.at(&path).and_then(|config| config.as_mapping()).map(Mapping::iter).into_iter().flatten();
    entries.map(|entry| Ok((entry.key.clone(), text(&entry.value.value)?))).collect()
}

fn text(value: &Value) -> Result<String> {
    Ok(match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::String(value) => value.clone(),
        _ => bail!("a setting is a {}", value.type_name()),
    })
}

/// Renders one case and returns its config files by role, one file for every broker and one for the name servers.
fn rendered(program: &Path, version: &str, case: &Case) -> Result<BTreeMap<&'static str, Files>> {
    let mut rmq = Command::new(program);
    rmq.args(["render", "-q", "-f", "-", "-o", "json", "--set", "acceptKnownDataLoss=true"]);
    let output =
        process::filtered(rmq.arg("--set").arg(format!("version={version}")), case.values.clone().into_bytes())?;
    let list: serde_json::Value = serde_json::from_slice(&output)?;
    let objects = list["items"].as_array().context("`rmq render -o json` prints no list")?;
    let mut roles: BTreeMap<&str, Files> = BTreeMap::new();
    let mut wanted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for object in objects {
        let Some(role) = role(object) else { continue };
        match object["kind"].as_str() {
            Some("ConfigMap") => roles.entry(role).or_default().extend(config_files(object)?),
            Some("StatefulSet") => wanted.entry(role).or_default().extend(file_names(role, object)?),
            _ => {}
        }
    }
    let found: BTreeMap<&str, BTreeSet<String>> =
        roles.iter().map(|(role, files)| (*role, files.keys().cloned().collect())).collect();
    ensure!(found == wanted, "expected the files {wanted:?}, found {found:?}");
    ensure!(found.keys().eq(["broker", "namesrv"].iter()), "files for {:?}", found.keys());
    Ok(roles)
}

fn role(object: &serde_json::Value) -> Option<&'static str> {
    let component = object["metadata"]["labels"]["app.kubernetes.io/component"].as_str()?;
    ["broker", "namesrv"].into_iter().find(|role| *role == component)
}

fn config_files(config_map: &serde_json::Value) -> Result<Files> {
    let data = config_map["data"].as_object().context("a ConfigMap without data")?;
    let is_config = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "conf");
    let texts = data.iter().filter(|(name, _)| is_config(name));
    texts.map(|(name, text)| Ok((name.clone(), text.as_str().context("data that is no text")?.to_owned()))).collect()
}

/// Returns the files that the Pods of a StatefulSet need.
fn file_names(role: &str, stateful_set: &serde_json::Value) -> Result<Vec<String>> {
    if role == "namesrv" {
        return Ok(vec!["namesrv.conf".to_owned()]);
    }
    let name = stateful_set["metadata"]["name"].as_str().context("a StatefulSet without a name")?;
    let replicas = stateful_set["spec"]["replicas"].as_u64().context("a StatefulSet without replicas")?;
    Ok((0..replicas).map(|ordinal| format!("{name}-{ordinal}.conf")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: &str = "broker:\n  config:\n    regionId: 'a\\b'\n    fileReservedTime: 48\n    metricsLabel: x\n";

    fn case() -> Case {
        Case { name: "case".to_owned(), values: VALUES.to_owned(), settings: settings(VALUES).unwrap() }
    }

    fn read(key: &str, verdict: Verdict, written: &str) -> Finding {
        let (key, written) = (key.to_owned(), written.to_owned());
        Finding { file: "broker.conf".into(), verdict, key, written, read: String::new() }
    }

    #[test]
    fn a_version_keeps_the_keys_that_it_knows() {
        let old = case().of_version("4.9.3").unwrap();
        assert_eq!(old.settings.keys().collect::<Vec<_>>(), ["fileReservedTime", "regionId"]);
        assert_eq!(old.values, VALUES.replace("    metricsLabel: x\n", ""));
        assert_eq!(case().of_version("5.1.4").unwrap().values, VALUES);
    }

    #[test]
    fn a_setting_that_changed_on_the_way_is_found() {
        let case = case().of_version("4.9.3").unwrap();
        let time = read("fileReservedTime", Verdict::Ok, "48");
        let region = read("regionId", Verdict::Ok, "a\\\\b");
        assert!(check_settings(&case, &[&time, &region]).is_ok());
        for wrong in [
            read("regionId", Verdict::Ok, "ab"),
            read("regionId", Verdict::Different, "a\\\\b"),
            read("regionIds", Verdict::Ok, "a\\\\b"),
        ] {
            assert!(check_settings(&case, &[&time, &wrong]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn every_broker_needs_a_file_of_its_name() {
        let object = serde_json::json!({"metadata": {"name": "b-g1"}, "spec": {"replicas": 2}});
        assert_eq!(file_names("broker", &object).unwrap(), ["b-g1-0.conf", "b-g1-1.conf"]);
        assert_eq!(file_names("namesrv", &object).unwrap(), ["namesrv.conf"]);
    }
}
