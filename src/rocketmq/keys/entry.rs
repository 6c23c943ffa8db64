//! One line of the data: reading it and finding it.

use std::cmp::Ordering;
use std::fmt;

use super::super::Version;

/// A class of RocketMQ that reads keys of a config file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfigClass {
    /// Keys and presets of `BrokerStartup` itself.
    BrokerStartup,
    /// Presets of `NamesrvStartup`.
    NamesrvStartup,
    /// Presets of `ControllerStartup`.
    ControllerStartup,
    /// `common/.../BrokerConfig.java` with the `BrokerIdentity` that it inherits from.
    BrokerConfig,
    /// `remoting/.../NettyServerConfig.java`.
    NettyServerConfig,
    /// `remoting/.../NettyClientConfig.java`.
    NettyClientConfig,
    /// `store/.../MessageStoreConfig.java`.
    MessageStoreConfig,
    /// `auth/.../AuthConfig.java`.
    AuthConfig,
    /// The config class of module `tieredstore`; it is read only with `messageStorePlugIn`.
    TieredStoreConfig,
    /// `common/.../NamesrvConfig.java`.
    NamesrvConfig,
    /// `common/.../ControllerConfig.java`.
    ControllerConfig,
    /// `common/.../JraftConfig.java`.
    JraftConfig,
    /// `proxy/.../ProxyConfig.java`.
    ProxyConfig,
}

impl ConfigClass {
    /// Returns the lines of this class, in byte order of the keys.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::BrokerStartup => {
                "listenPort\tint\t..\t=10911\n\
                 rmqAddressServerDomain\tstring\t..\tcomputed\n\
                 rmqAddressServerSubGroup\tstring\t..\tcomputed\n"
            }
            Self::NamesrvStartup => "listenPort\tint\t..\t=9876\n",
            Self::ControllerStartup => "listenPort\tint\t5.0.0..\t=19876\n",
            Self::BrokerConfig => include_str!("data/BrokerConfig.txt"),
            Self::NettyServerConfig => include_str!("data/NettyServerConfig.txt"),
            Self::NettyClientConfig => include_str!("data/NettyClientConfig.txt"),
            Self::MessageStoreConfig => include_str!("data/MessageStoreConfig.txt"),
            Self::AuthConfig => include_str!("data/AuthConfig.txt"),
            Self::TieredStoreConfig => include_str!("data/TieredStoreConfig.txt"),
            Self::NamesrvConfig => include_str!("data/NamesrvConfig.txt"),
            Self::ControllerConfig => include_str!("data/ControllerConfig.txt"),
            Self::JraftConfig => include_str!("data/JraftConfig.txt"),
            Self::ProxyConfig => include_str!("data/ProxyConfig.txt"),
        }
    }

    /// Returns the lines of one key: several when its type or default changed.
    pub(super) fn lines(self, name: &str) -> impl Iterator<Item = Line> {
        let text = self.text();
        let rest = text.get(lower_bound(text, name)..).unwrap_or_default();
        Line::all(rest).take_while(move |line| line.name == name)
    }
}

/// What a value of a key has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// `true` or `false`.
    Bool,
    /// A Java `int`.
    Int,
    /// A Java `long`.
    Long,
    /// A Java `double`.
    Double,
    /// Any text.
    String,
    /// One of a few words.
    Enum(Choices),
}

/// The words of an enum key, as the jar lists them; numbers that RocketMQ takes for them stand at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(&'static str);

impl Choices {
    /// Returns every text that is read, in order.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|')
    }

    /// Returns the words without the numbers that stand for them.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.iter().filter(|choice| choice.parse::<u8>().is_err())
    }
}

/// The value of a key that no file sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// This text.
    Value(&'static str),
    /// Derived from the machine: processors, home folder, addresses, environment.
    Computed,
    /// None at all.
    Null,
}

/// A key of a config file in one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The spelling, which is case-exact.
    pub name: &'static str,
    /// The type of its value.
    pub kind: KeyType,
    /// The value when no file sets it.
    pub default: DefaultValue,
    /// The class that reads it; the first one when several do.
    pub class: ConfigClass,
}

/// Versions from one table to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionRange {
    /// The first one; nothing when the key was there before the oldest table.
    pub first: Option<Version>,
    /// The last one; nothing when the key is still there in the newest table.
    pub last: Option<Version>,
}

impl VersionRange {
    /// Returns true when the version lies inside.
    #[must_use]
    pub fn contains(self, version: Version) -> bool {
        self.first.is_none_or(|first| first <= version) && self.last.is_none_or(|last| version <= last)
    }

    fn parse(text: &str) -> Self {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        Self { first: Version::parse(first), last: Version::parse(last) }
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (None, None) => write!(f, "in every version"),
            (Some(first), None) => write!(f, "from {first} on"),
            (None, Some(last)) => write!(f, "up to {last}"),
            (Some(first), Some(last)) => write!(f, "from {first} to {last}"),
        }
    }
}

/// One line of a data file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) versions: VersionRange,
    kind: &'static str,
    default: &'static str,
}

impl Line {
    /// Returns the lines of a text in order.
    pub(super) fn all(text: &'static str) -> impl Iterator<Item = Self> {
        text.lines().filter_map(Self::parse)
    }

    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.splitn(4, '\t');
        let (name, kind) = (fields.next()?, fields.next()?);
        Some(Self { name, kind, versions: VersionRange::parse(fields.next()?), default: fields.next()? })
    }

    /// Returns the key that this line describes.
    pub(super) fn key(self, class: ConfigClass) -> Key {
        Key { name: self.name, kind: kind(self.kind), default: default_value(self.default), class }
    }
}

fn kind(word: &'static str) -> KeyType {
    match word {
        "bool" => KeyType::Bool,
        "int" => KeyType::Int,
        "long" => KeyType::Long,
        "double" => KeyType::Double,
        _ => word.strip_prefix("enum ").map_or(KeyType::String, |choices| KeyType::Enum(Choices(choices))),
    }
}

fn default_value(word: &'static str) -> DefaultValue {
    match word.strip_prefix('=') {
        Some(text) => DefaultValue::Value(text),
        None if word == "computed" => DefaultValue::Computed,
        None => DefaultValue::Null,
    }
}

/// Returns the offset of the first line whose key is not below `name`.
fn lower_bound(text: &str, name: &str) -> usize {
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = text.get(..middle).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        match line.split('\t').next().unwrap_or_default().cmp(name) {
            Ordering::Less => low = start + line.len() + 1,
            Ordering::Equal | Ordering::Greater => high = start,
        }
    }
    low
}
