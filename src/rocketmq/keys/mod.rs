//! Every key that a RocketMQ config file may hold, by version: type, default and the class that reads it.
//!
//! RocketMQ ignores an unknown key and an unreadable value without a word, so these tables are what a typo meets first.
//! They come from the config classes of the released jars by reflection: `cargo xtask keys` writes `data/*.txt`, and
//! `cargo xtask keys --check` compares.
//! 4.9.8 and 5.3.0 are published without some servers, but with the libraries that hold these classes; only for
//! `ProxyConfig` of 5.1.4 and 5.3.0 is there no jar, and those columns are from source: the class of the tag, compiled.
//!
//! A line of a data file is `key TAB type TAB versions TAB default`, in byte order of the keys.
//! Versions are `FIRST..LAST`, both included, an open end reaches the oldest or newest table; a default is `=TEXT`,
//! `null`, or `computed` from the machine (processors, home folder, addresses, environment).
//!
//! **Invariant:** a lookup searches the embedded text in place; nothing is parsed or built up front.

mod entry;
mod table;
mod value;

pub use entry::{Choices, ConfigClass, DefaultValue, Key, KeyType, VersionRange};
pub use table::{Absence, ConfigFile, Table, TableMatch, for_version, versions_with};
pub use value::{ValueProblem, check_value};
