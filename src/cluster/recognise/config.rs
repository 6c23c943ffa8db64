//! The config files that manifests hold.

use std::collections::BTreeSet;

use super::evidence::Role;
use super::{Found, Part, Place, Text};
use crate::cluster::Fact;
use crate::documents::Identity;
use crate::rocketmq::properties;
use crate::yaml::{Mapping, Node, Value};

/// A `ConfigMap` that a part of RocketMQ mounts.
#[derive(Clone, Debug)]
pub struct ConfigMap {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub identity: Identity,
    /// Its texts, by key.
    pub entries: Vec<ConfigText>,
    /// Its `binaryData`, by key, as it is written.
    pub binary: Vec<(String, String)>,
}

/// One text of a `ConfigMap`.
#[derive(Clone, Debug)]
pub struct ConfigText {
    /// Its key: the name of the file.
    pub key: String,
    /// The text.
    pub text: Fact<String>,
}

/// The number of a config file: of its `ConfigMap`, and of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId {
    /// The index in [`Found::config_maps`].
    pub map: usize,
    /// The index in [`ConfigMap::entries`].
    pub entry: usize,
}

/// The config file that a program reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Config {
    /// None: only the defaults of the program count.
    None,
    /// This one for every Pod, or one for each Pod by its ordinal.
    Files(Vec<FileId>),
    /// One that the manifests do not tell; why, as a clause.
    Unknown(String),
}

/// Keys by which a file is known for that of one part. Others that stand in files of several parts are left out.
const TELLING: [(Role, &[&str]); 4] = [
    (
        Role::Broker,
        &[
            "brokerClusterName",
            "brokerName",
            "brokerId",
            "brokerRole",
            "brokerIP1",
            "brokerIP2",
            "flushDiskType",
            "fileReservedTime",
            "deleteWhen",
            "autoCreateTopicEnable",
            "storePathRootDir",
            "storePathCommitLog",
            "enableDLegerCommitLog",
            "dLegerGroup",
            "dLegerPeers",
            "dLegerSelfId",
            "enableControllerMode",
            "haListenPort",
            "autoCreateSubscriptionGroup",
            "mappedFileSizeCommitLog",
            "slaveReadEnable",
        ],
    ),
    (
        Role::NameServer,
        &[
            "kvConfigPath",
            "orderMessageEnable",
            "enableControllerInNamesrv",
            "supportActingMaster",
            "notifyMinBrokerIdChanged",
            "enableAllTopicList",
            "deleteTopicWithBrokerRegistration",
        ],
    ),
    (
        Role::Controller,
        &[
            "controllerDLegerGroup",
            "controllerDLegerPeers",
            "controllerDLegerSelfId",
            "controllerStorePath",
            "enableElectUncleanMaster",
            "controllerType",
            "jRaftGroupId",
            "jRaftServerId",
            "jRaftInitConf",
        ],
    ),
    (
        Role::Proxy,
        &[
            "rocketMQClusterName",
            "rocketmqClusterName",
            "proxyMode",
            "grpcServerPort",
            "remotingListenPort",
            "useEndpointPortFromRequest",
            "remotingAccessAddr",
        ],
    ),
];

/// So many telling keys make a file of a part.
const ENOUGH: usize = 2;

impl ConfigMap {
    pub(super) fn of(place: Place, identity: Identity, node: &Node, written: Text) -> Self {
        let entries = |field: &str| node.get(field).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
        let text = |entry: &crate::yaml::Entry| {
            let value = entry.value.as_str()?.to_owned();
            let location = entry.value.location.filter(|_| written == Text::Input);
            let field = crate::yaml::FieldPath::from(["data"]).key(entry.key.as_str()).to_string();
            Some(ConfigText { key: entry.key.clone(), text: Fact { value, field, location, section: None } })
        };
        let binary = |entry: &crate::yaml::Entry| Some((entry.key.clone(), entry.value.as_str()?.to_owned()));
        Self {
            place,
            identity,
            entries: entries("data").filter_map(text).collect(),
            binary: entries("binaryData").filter_map(binary).collect(),
        }
    }
}

impl ConfigText {
    /// Returns the part whose file this is, with the keys that tell it.
    #[must_use]
    pub fn telling_keys(&self) -> Option<(Role, Vec<String>)> {
        let keys = keys(&self.text.value);
        let of_role = |(role, telling): &(Role, &[&str])| {
            let found: Vec<String> = keys.iter().filter(|key| telling.contains(&key.as_str())).cloned().collect();
            (*role, found)
        };
        let best = TELLING.iter().map(of_role).max_by_key(|(role, found)| (found.len(), std::cmp::Reverse(*role)))?;
        (best.1.len() >= ENOUGH).then_some(best)
    }
}

/// Returns the keys of a file of either form, each once.
fn keys(text: &str) -> Vec<String> {
    let mut keys = BTreeSet::new();
    if text.trim_start().starts_with('{') {
        let node = serde_json::from_str::<Node>(text).ok();
        let entries = node.iter().filter_map(Node::as_mapping).flat_map(Mapping::iter);
        keys.extend(entries.map(|entry| entry.key.clone()));
    } else {
        keys.extend(properties::read(text).into_iter().map(|entry| entry.key));
    }
    keys.into_iter().collect()
}

impl Found {
    /// Returns a config file.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&ConfigText> {
        self.config_maps.get(id.map)?.entries.get(id.entry)
    }

    /// Returns what a file says of a key, as the program reads it: the last entry counts.
    #[must_use]
    pub fn setting(&self, id: FileId, key: &str) -> Option<String> {
        let text = &self.file(id)?.text.value;
        if !text.trim_start().starts_with('{') {
            return properties::read(text).into_iter().rev().find(|entry| entry.key == key).map(|entry| entry.value);
        }
        let node: Node = serde_json::from_str(text).ok()?;
        match &node.get(key)?.value {
            Value::String(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// Returns what every Pod of a part is told about a key; nothing when they differ or when it is not known.
    #[must_use]
    pub fn common_setting(&self, part: &Part, key: &str) -> Option<String> {
        let Config::Files(files) = &part.config else { return None };
        let mut values = files.iter().map(|file| self.setting(*file, key));
        let first = values.next()??;
        values.all(|value| value.as_ref() == Some(&first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(text: &str) -> Option<(Role, usize)> {
        let fact = Fact { value: text.to_owned(), field: String::new(), location: None, section: None };
        let found = ConfigText { key: "a".to_owned(), text: fact }.telling_keys()?;
        Some((found.0, found.1.len()))
    }

    #[test]
    fn files_are_known_by_their_keys_and_not_by_their_names() {
        for (text, want) in [
            ("brokerClusterName=a\nbrokerName = b\n", Some((Role::Broker, 2))),
            ("# broker.conf\nlistenPort=10911\nbrokerName=a\n", None),
            ("brokerName=a\nbrokerName=b\n", None),
            ("controllerDLegerGroup=a\ncontrollerDLegerPeers=b\nbrokerName=x", Some((Role::Controller, 2))),
            (r#"{"rocketMQClusterName": "a", "proxyMode": "CLUSTER"}"#, Some((Role::Proxy, 2))),
            (r#"{"rocketMQClusterName": "#, None),
            ("server {\n  listen 80;\n}\n", None),
            ("", None),
        ] {
            assert_eq!(telling(text), want, "{text}");
        }
    }
}
