//! RocketMQ versions and what differs between them.
//!
//! **Invariant:** a function here is a pure fact about a version; what `rmq` makes of it is decided elsewhere.

use std::fmt;

/// A released version of RocketMQ: `4.9.7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

impl Version {
    /// Returns the version of these numbers.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads three plain numbers with dots between them; anything else, `5.3.4-SNAPSHOT` too, is no released version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(number);
        let version = Self::new(numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(version)
    }

    /// Returns true for the 5.x line: proxy, controller, gRPC clients.
    #[must_use]
    pub fn is_v5(self) -> bool {
        self.major >= 5
    }

    /// Returns true when brokers, controllers and proxies serve Prometheus metrics by themselves.
    ///
    /// 5.1.0: `common/.../BrokerConfig.java` gains `metricsExporterType`; before it, rocketmq-exporter is needed.
    #[must_use]
    pub fn has_builtin_metrics(self) -> bool {
        self >= Self::new(5, 1, 0)
    }

    /// Returns true when a `DLedger` broker loses acknowledged messages after an unclean restart.
    ///
    /// 5.2.0: `store/.../dledger/DLedgerCommitLog.java`, `dledgerRecoverAbnormally` leaves out the 48-byte header of
    /// each entry (apache/rocketmq#7599).
    /// Measured on 5.3.3 and 5.5.0; 4.9.7 and 5.1.4 lost nothing.
    #[must_use]
    pub fn dledger_loses_messages(self) -> bool {
        self >= Self::new(5, 2, 0)
    }

    /// Returns true when the broker takes `haListenPort` from its file; older ones overwrite it with listenPort + 1.
    ///
    /// 5.1.1: `broker/.../BrokerStartup.java` derives it only when it is not above 0.
    #[must_use]
    pub fn reads_ha_listen_port(self) -> bool {
        self >= Self::new(5, 1, 1)
    }

    /// Returns true while `aclEnable` does something: ACL 1.0 is gone in 5.3.3, where the key stays without a reader.
    #[must_use]
    pub fn has_acl_v1(self) -> bool {
        self < Self::new(5, 3, 3)
    }

    /// Returns true when authentication and authorization of ACL 2.0 exist (5.3.0: module `auth`).
    #[must_use]
    pub fn has_acl_v2(self) -> bool {
        self >= Self::new(5, 3, 0)
    }

    /// Returns true when a controller can run on `JRaft` (5.2.0: `ControllerConfig.controllerType`, apache/rocketmq#7794).
    #[must_use]
    pub fn has_jraft_controller(self) -> bool {
        self >= Self::new(5, 2, 0)
    }

    /// Returns true when the reader of config files trims text values; numbers and booleans are never trimmed.
    ///
    /// 5.2.0: `common/.../MixAll.java`, `properties2Object`.
    #[must_use]
    pub fn trims_text_values(self) -> bool {
        self >= Self::new(5, 2, 0)
    }

    /// Returns true when the proxy matches JSON keys exactly; older ones ignore case, `_` and `-` (fastjson 1).
    #[must_use]
    pub fn proxy_keys_are_exact(self) -> bool {
        self >= Self::new(5, 4, 0)
    }

    /// Returns the dashboard that fits: 1.0.0 speaks to 4.9.x, 2.1.0 to 5.x.
    #[must_use]
    pub fn dashboard(self) -> Dashboard {
        let (version, port) = if self.is_v5() { (Self::new(2, 1, 0), 8082) } else { (Self::new(1, 0, 0), 8080) };
        Dashboard { version, port }
    }

    /// Returns `ROCKETMQ_HOME` of the official image (apache/rocketmq-docker, `Dockerfile-ubuntu`).
    #[must_use]
    pub fn image_home(self) -> String {
        format!("/home/rocketmq/rocketmq-{self}")
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// A release of rocketmq-dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dashboard {
    /// Its own version, which is also the tag of its image.
    pub version: Version,
    /// `server.port` in its application.yml.
    pub port: u16,
}

fn number(text: &str) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_takes_three_plain_numbers_only() {
        for (text, want) in [("4.9.7", Some(Version::new(4, 9, 7))), ("5.10.0", Some(Version::new(5, 10, 0)))] {
            assert_eq!(Version::parse(text), want, "{text}");
            assert_eq!(want.map(|version| version.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "4.9", "4.9.7.1", "v4.9.7", "5.3.4-SNAPSHOT", "4.9.+7", "4.09.7", "4..7", " 4.9.7", "99999.0.0"]
        {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(Version::new(5, 10, 0) > Version::new(5, 9, 9));
        assert!(!Version::new(5, 1, 4).dledger_loses_messages());
        assert!(Version::new(5, 2, 0).dledger_loses_messages());
    }
}
