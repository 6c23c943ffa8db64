//! The ports on which a part listens.

use super::config::{Config, FileId};
use super::evidence::Role;
use super::start::Program;
use super::{Found, Part};
use crate::rocketmq::{Version, ports};

/// Why a port is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listener {
    /// Clients dial it.
    Main,
    /// The second port of a broker, for VIP channels.
    Vip,
    /// Members of a static or controller group copy messages over it.
    Replication,
    /// Members of a Raft group talk over it.
    Raft,
    /// gRPC clients dial it.
    Grpc,
    /// Prometheus asks it.
    Metrics,
}

/// The ports of one Pod.
pub type Listens = Vec<(Listener, u16)>;

impl Listener {
    /// Returns the words for messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Main => "main port",
            Self::Vip => "VIP port",
            Self::Replication => "replication port",
            Self::Raft => "Raft port",
            Self::Grpc => "gRPC port",
            Self::Metrics => "metrics port",
        }
    }

    /// Returns true for a port that only members of the cluster use.
    #[must_use]
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Replication | Self::Raft)
    }
}

impl Found {
    /// Returns every port on which the Pod with this ordinal listens; nothing when its config is not known.
    ///
    /// Where one Pod says nothing of its own, the ordinal does not matter.
    #[must_use]
    pub fn listens(&self, part: &Part, ordinal: u32) -> Option<Listens> {
        let version = part.image().and_then(super::Image::version);
        let get = |key: &str| self.pod_setting(part, ordinal, key);
        let is_told = match &part.config {
            Config::None => true,
            Config::Files(_) => own_file(part, ordinal).is_some(),
            Config::Unknown(_) => false,
        };
        if !is_told || part.program().is_some_and(Program::is_broker_with_proxy) {
            return None;
        }
        match part.role {
            // An embedded controller listens on a port of its own.
            Role::NameServer if is_true(get("enableControllerInNamesrv")) => None,
            Role::NameServer => Some(vec![(Listener::Main, number(get("listenPort"), ports::NAME_SERVER)?)]),
            Role::Broker => broker(version, &get),
            Role::Proxy => proxy(&get),
            Role::Controller | Role::Console | Role::Exporter => None,
        }
    }

    /// Returns what the config of one Pod says of a key.
    #[must_use]
    pub fn pod_setting(&self, part: &Part, ordinal: u32, key: &str) -> Option<String> {
        self.setting(own_file(part, ordinal)?, key)
    }
}

/// Returns the config file of one Pod.
fn own_file(part: &Part, ordinal: u32) -> Option<FileId> {
    let Config::Files(files) = &part.config else { return None };
    match files.as_slice() {
        [shared] => Some(*shared),
        files => files.get(usize::try_from(ordinal).ok()?).copied(),
    }
}

/// A value that is no port leaves the default, as it does for the program.
fn number(value: Option<String>, default: u16) -> Option<u16> {
    match value {
        None => Some(default),
        Some(text) => match text.parse::<i64>() {
            Ok(number) => u16::try_from(number).ok(),
            Err(_) => Some(default),
        },
    }
}

fn is_true(value: Option<String>) -> bool {
    value.is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

fn broker(version: Option<Version>, get: &dyn Fn(&str) -> Option<String>) -> Option<Listens> {
    let main = number(get("listenPort"), ports::BROKER)?;
    let mut listens = vec![(Listener::Main, main)];
    listens.extend(ports::vip(main).map(|port| (Listener::Vip, port)));
    if is_true(get("enableDLegerCommitLog")) {
        listens.push((Listener::Raft, raft(&get("dLegerPeers")?, &get("dLegerSelfId")?)?));
    } else {
        let own = get("haListenPort").filter(|_| version.is_none_or(Version::reads_ha_listen_port));
        listens.push((Listener::Replication, number(own, ports::replication(main)?)?));
    }
    if get("metricsExporterType").is_some_and(|kind| kind == "PROM" || kind == "2") {
        listens.push((Listener::Metrics, number(get("metricsPromExporterPort"), ports::METRICS)?));
    }
    Some(listens)
}

/// Returns the port of one member in `n0-host:port;n1-host:port`.
fn raft(peers: &str, own: &str) -> Option<u16> {
    let peer = peers.split(';').find(|peer| peer.split('-').next() == Some(own.trim()))?;
    peer.trim().rsplit_once(':')?.1.parse().ok()
}

fn proxy(get: &dyn Fn(&str) -> Option<String>) -> Option<Listens> {
    let grpc = number(get("grpcServerPort"), ports::PROXY_GRPC)?;
    let remoting = number(get("remotingListenPort"), ports::PROXY_REMOTING)?;
    let mut listens = vec![(Listener::Grpc, grpc), (Listener::Main, remoting)];
    if get("metricsExporterType").is_some_and(|kind| kind == "PROM" || kind == "2") {
        listens.push((Listener::Metrics, number(get("metricsPromExporterPort"), ports::METRICS)?));
    }
    Some(listens)
}
