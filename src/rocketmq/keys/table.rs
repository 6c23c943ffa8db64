//! The tables by version and by file.

use std::fmt;

use super::super::Version;
use super::entry::{ConfigClass, Key, Line, VersionRange};

/// The versions that have a table, in order.
const VERSIONS: [Version; 11] = [
    Version::new(4, 9, 3),
    Version::new(4, 9, 7),
    Version::new(4, 9, 8),
    Version::new(5, 0, 0),
    Version::new(5, 1, 0),
    Version::new(5, 1, 4),
    Version::new(5, 2, 0),
    Version::new(5, 3, 0),
    Version::new(5, 3, 3),
    Version::new(5, 4, 0),
    Version::new(5, 5, 0),
];

/// A config file, by the program that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigFile {
    /// `broker.conf`.
    Broker,
    /// `namesrv.conf`.
    NameServer,
    /// `controller.conf`, from 5.0.0 on.
    Controller,
    /// `rmq-proxy.json`, from 5.0.0 on.
    Proxy,
}

impl ConfigFile {
    /// Returns the classes that the file is applied to; where two know a key, the first one says its default.
    ///
    /// `BrokerStartup.java`, `NamesrvStartup.java`, `ControllerStartup.java` of 4.9.3, 5.0.0, 5.1.4, 5.3.3.
    /// `AuthConfig` is filled from 5.3.0 on; a name server reads the controller's keys only when it embeds one.
    fn classes(self, version: Version) -> &'static [ConfigClass] {
        use ConfigClass as C;
        match self {
            Self::Broker => &[
                C::BrokerStartup,
                C::BrokerConfig,
                C::NettyServerConfig,
                C::NettyClientConfig,
                C::MessageStoreConfig,
                C::AuthConfig,
                C::TieredStoreConfig,
            ],
            Self::NameServer if version.is_v5() => &[
                C::NamesrvStartup,
                C::NamesrvConfig,
                C::NettyServerConfig,
                C::NettyClientConfig,
                C::ControllerConfig,
                C::JraftConfig,
            ],
            Self::NameServer => &[C::NamesrvStartup, C::NamesrvConfig, C::NettyServerConfig],
            Self::Controller if version.is_v5() => {
                &[C::ControllerStartup, C::ControllerConfig, C::JraftConfig, C::NettyServerConfig, C::NettyClientConfig]
            }
            Self::Proxy if version.is_v5() => &[C::ProxyConfig, C::AuthConfig],
            Self::Controller | Self::Proxy => &[],
        }
    }
}

/// The keys of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    version: Version,
}

impl Table {
    /// Returns all tables, oldest first.
    pub fn all() -> impl Iterator<Item = Self> {
        VERSIONS.into_iter().map(|version| Self { version })
    }

    /// Returns the version whose keys these are.
    #[must_use]
    pub fn version(self) -> Version {
        self.version
    }

    /// Returns the key of this spelling, if the program that reads the file knows it.
    #[must_use]
    pub fn key(self, file: ConfigFile, name: &str) -> Option<Key> {
        file.classes(self.version).iter().find_map(|class| {
            let line = class.lines(name).find(|line| line.versions.contains(self.version))?;
            Some(line.key(*class))
        })
    }

    /// Returns every key of the file once, class by class, in byte order within a class.
    pub fn keys(self, file: ConfigFile) -> impl Iterator<Item = Key> {
        file.classes(self.version).iter().flat_map(move |class| {
            let held = Line::all(class.text()).filter(move |line| line.versions.contains(self.version));
            let is_first = move |key: &Key| self.key(file, key.name).is_some_and(|first| first.class == *class);
            held.map(|line| line.key(*class)).filter(is_first)
        })
    }

    /// Returns a key of `broker.conf`.
    #[must_use]
    pub fn broker_key(self, name: &str) -> Option<Key> {
        self.key(ConfigFile::Broker, name)
    }

    /// Returns the keys of `broker.conf`.
    pub fn broker_keys(self) -> impl Iterator<Item = Key> {
        self.keys(ConfigFile::Broker)
    }

    /// Returns why this table lacks a key that others have; nothing when it has the key or when none has it.
    #[must_use]
    pub fn absence(self, file: ConfigFile, name: &str) -> Option<Absence> {
        let ranges = versions_with(file, name);
        if ranges.iter().any(|range| range.contains(self.version)) {
            return None;
        }
        let coming = ranges.iter().filter_map(|range| range.first).find(|first| *first > self.version);
        let gone = || ranges.iter().filter_map(|range| range.last).filter(|last| *last < self.version).max();
        coming.map(Absence::Until).or_else(|| Some(Absence::Since(after(gone()?)?)))
    }
}

/// Why a version lacks a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// It comes with this version.
    Until(Version),
    /// It is gone with this version.
    Since(Version),
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Until(version) => write!(f, "exists from {version} on"),
            Self::Since(version) => write!(f, "is gone since {version}"),
        }
    }
}

/// Which table speaks for a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableMatch {
    /// Its own.
    Exact(Table),
    /// The nearest older one; what is unknown to it may be new.
    Older {
        /// The table.
        table: Table,
        /// The version of the next table.
        newer: Version,
    },
    /// None: it is older than every table.
    TooOld {
        /// The oldest version with a table.
        nearest: Version,
    },
    /// None: it is newer than every table.
    TooNew {
        /// The newest version with a table.
        nearest: Version,
    },
}

impl TableMatch {
    /// Returns the table, if there is one.
    #[must_use]
    pub fn table(self) -> Option<Table> {
        match self {
            Self::Exact(table) | Self::Older { table, .. } => Some(table),
            Self::TooOld { .. } | Self::TooNew { .. } => None,
        }
    }
}

/// Returns the table that speaks for a version.
#[must_use]
pub fn for_version(version: Version) -> TableMatch {
    let older = VERSIONS.into_iter().rev().find(|known| *known <= version);
    match (older, after(version)) {
        (None, nearest) => TableMatch::TooOld { nearest: nearest.unwrap_or(VERSIONS[0]) },
        (Some(known), _) if known == version => TableMatch::Exact(Table { version }),
        (Some(nearest), None) => TableMatch::TooNew { nearest },
        (Some(known), Some(newer)) => TableMatch::Older { table: Table { version: known }, newer },
    }
}

/// Returns the versions in which the file may hold this key, oldest first; empty when none knows it.
#[must_use]
pub fn versions_with(file: ConfigFile, name: &str) -> Vec<VersionRange> {
    let has = |version: Version| Table { version }.key(file, name).is_some();
    let newest = VERSIONS[VERSIONS.len() - 1];
    let bound = |version: Version, end: Version| (version != end).then_some(version);
    VERSIONS
        .chunk_by(|a, b| has(*a) == has(*b))
        .filter(|run| run.first().is_some_and(|version| has(*version)))
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .map(|(first, last)| VersionRange { first: bound(first, VERSIONS[0]), last: bound(last, newest) })
        .collect()
}

fn after(version: Version) -> Option<Version> {
    VERSIONS.into_iter().find(|known| *known > version)
}

#[cfg(test)]
mod tests {
    use super::super::{DefaultValue, KeyType};
    use super::*;

    fn table(text: &str) -> Table {
        for_version(Version::parse(text).unwrap()).table().unwrap()
    }

    #[test]
    fn versions_find_their_table() {
        let v = |text| Version::parse(text).unwrap();
        for (version, want) in [
            ("4.9.2", TableMatch::TooOld { nearest: v("4.9.3") }),
            ("4.9.3", TableMatch::Exact(Table { version: v("4.9.3") })),
            ("4.9.5", TableMatch::Older { table: Table { version: v("4.9.3") }, newer: v("4.9.7") }),
            ("5.5.0", TableMatch::Exact(Table { version: v("5.5.0") })),
            ("5.5.1", TableMatch::TooNew { nearest: v("5.5.0") }),
        ] {
            assert_eq!(for_version(v(version)), want, "{version}");
        }
    }

    #[test]
    fn lines_are_sorted_so_that_every_key_is_found() {
        for table in Table::all() {
            for file in [ConfigFile::Broker, ConfigFile::NameServer, ConfigFile::Controller, ConfigFile::Proxy] {
                for class in file.classes(table.version()) {
                    assert!(Line::all(class.text()).is_sorted_by(|a, b| a.name <= b.name), "{class:?}");
                    assert_eq!(Line::all(class.text()).count(), class.text().lines().count(), "{class:?}");
                    for line in Line::all(class.text()).filter(|line| line.versions.contains(table.version())) {
                        assert!(table.key(file, line.name).is_some(), "{} {class:?}", line.name);
                    }
                }
            }
        }
    }

    #[test]
    fn odd_spellings_are_those_of_the_setters() {
        for name in ["enableBatchPush", "dLegerPeers", "enableDLegerCommitLog", "brokerIP1", "isolateLogEnable"] {
            assert!(table("4.9.7").broker_key(name).is_some(), "{name}");
        }
        for name in ["isEnableBatchPush", "storePathConsumerQueue", "isolateLogs", "brokerip1", "", "zzz", "a"] {
            assert!(table("4.9.7").broker_key(name).is_none(), "{name}");
        }
        assert!(table("5.1.0").broker_key("fetchNameSrvAddrByDnsLookup").is_some());
    }

    #[test]
    fn presets_of_the_startup_win_over_the_class() {
        let port = |version, file| table(version).key(file, "listenPort").map(|key| key.default);
        assert_eq!(port("5.5.0", ConfigFile::Broker), Some(DefaultValue::Value("10911")));
        assert_eq!(port("4.9.3", ConfigFile::NameServer), Some(DefaultValue::Value("9876")));
        assert_eq!(port("4.9.3", ConfigFile::Controller), None);
    }

    #[test]
    fn inherited_setters_and_machine_defaults_are_known() {
        let name = table("5.5.0").broker_key("brokerName").unwrap();
        assert_eq!(
            (name.kind, name.default, name.class),
            (KeyType::String, DefaultValue::Computed, ConfigClass::BrokerConfig)
        );
        let KeyType::Enum(roles) = table("4.9.7").broker_key("brokerRole").unwrap().kind else { panic!() };
        assert_eq!(roles.iter().collect::<Vec<_>>(), ["ASYNC_MASTER", "SYNC_MASTER", "SLAVE"]);
    }

    #[test]
    fn absences_name_the_version_that_has_the_key() {
        let absence =
            |version, name| table(version).absence(ConfigFile::Broker, name).map(|absence| absence.to_string());
        assert_eq!(absence("4.9.7", "metricsExporterType").as_deref(), Some("exists from 5.1.0 on"));
        assert_eq!(absence("5.1.0", "metricsExporterType"), None);
        assert_eq!(absence("5.1.0", "noSuchKey"), None);
        assert_eq!(absence("5.0.0", "configBlackList").as_deref(), Some("exists from 5.2.0 on"));
    }

    #[test]
    fn keys_are_listed_once() {
        for table in Table::all() {
            let mut names: Vec<&str> = table.broker_keys().map(|key| key.name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", table.version());
        }
    }

    #[test]
    fn data_stays_small() {
        let classes = [ConfigFile::Broker.classes(VERSIONS[5]), ConfigFile::NameServer.classes(VERSIONS[5])];
        let bytes: usize = classes.iter().flat_map(|classes| classes.iter()).map(|class| class.text().len()).sum();
        assert!(bytes < 60_000, "{bytes} bytes before compression");
    }
}
