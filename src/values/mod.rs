//! The values: what a user writes, merged as Helm merges, checked field by field and completed with defaults.
//!
//! Inputs → merged tree → validation against the field table → [`Values`].
//! Checks between fields, and all knowledge of RocketMQ, belong to the cluster and not here.

mod choice;
mod complete;
mod document;
mod field;
mod fields;
pub mod format;
mod language;
mod load;
mod merge;
mod model;
mod path;
mod quantity;
mod reference;
mod schema;
mod secret;
pub mod set;
mod show;
mod shown;
mod starter;
#[cfg(test)]
mod tests;
mod validate;
mod workload;

pub use choice::{
    Advertise, AntiAffinity, DnsStrategy, ExternalType, Mode, OnConfigChange, PersistenceType, PortRange, PullPolicy,
    ServiceType,
};
pub use document::{API_VERSION, KIND, Located, Pairs};
pub use field::{Field, Fields, Fragment, Kind};
pub use fields::ROOT;
pub use language::Language;
pub use load::{Input, Loaded, load, read_table};
pub use model::{
    Broker, BrokerJvm, ClusterNode, Console, ConsoleAuth, Dns, Exporter, External, GroupOverride, Image, Jvm, Logs,
    Metrics, Namesrv, Persistence, Rollout, SmokeTest, Toolbox, Values,
};
pub use quantity::Quantity;
pub use reference::reference;
pub use schema::{default, schema};
pub use secret::{MASK, is_secret_name};
pub use show::{secret_locations, show};
pub use starter::{Starter, Storage, starter};
pub use workload::{Probes, Resources, Workload};
