//! Stub.
#![allow(missing_docs)]
pub mod ports;
use std::fmt;
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}
pub struct Dashboard {
    pub port: u16,
    pub version: &'static str,
}
impl Dashboard {
    pub fn image(&self) -> String {
        format!("apacherocketmq/rocketmq-dashboard:{}", self.version)
    }
}
impl Version {
    pub fn parse(t: &str) -> Option<Self> {
        let v: Vec<u32> = t.split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
        match v[..] {
            [major, minor, patch] => Some(Self { major, minor, patch }),
            _ => None,
        }
    }
    pub fn is_v5(self) -> bool {
        self.major >= 5
    }
    pub fn has_builtin_metrics(self) -> bool {
        (self.major, self.minor) >= (5, 1)
    }
    pub fn dledger_loses_messages(self) -> bool {
        (self.major, self.minor) >= (5, 2)
    }
    pub fn default_home(self) -> String {
        format!("/home/rocketmq/rocketmq-{self}")
    }
    pub fn dashboard(self) -> Dashboard {
        if self.is_v5() {
            Dashboard { port: 8082, version: "2.1.0" }
        } else {
            Dashboard { port: 8080, version: "1.0.0" }
        }
    }
}
#[derive(Debug)]
pub struct Table;
pub enum TableMatch {
    Exact(&'static Table),
    Older { table: &'static Table, newer: Version },
    TooOld { nearest: Version },
    TooNew { nearest: Version },
}
pub struct Key {
    pub name: &'static str,
}
pub struct ValueProblem;
impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "x")
    }
}
impl ValueProblem {
    pub fn consequence(&self) -> String {
        String::new()
    }
    pub fn remedy(&self) -> String {
        String::new()
    }
}
impl Key {
    pub fn check_value(&self, _: &str) -> Result<(), ValueProblem> {
        Ok(())
    }
}
static T: Table = Table;
impl Table {
    pub fn for_version(_: Version) -> TableMatch {
        TableMatch::Exact(&T)
    }
    pub fn version(&self) -> Version {
        Version { major: 4, minor: 9, patch: 7 }
    }
    pub fn broker_key(&self, _: &str) -> Option<Key> {
        Some(Key { name: "x" })
    }
    pub fn broker_keys(&self) -> impl Iterator<Item = Key> {
        std::iter::empty()
    }
}
pub fn broker_key_versions(_: &str) -> Option<String> {
    None
}
