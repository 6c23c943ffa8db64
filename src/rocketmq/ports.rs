//! The ports that RocketMQ opens, and how they hang together.
//!
//! A client dials what the route says, and the route says `brokerIP1:listenPort`: there is no separate advertised port
//! (4.9.3 `namesrv/.../RouteInfoManager.java`).

/// `listenPort` of a name server unless its file says otherwise (4.9.3 `NamesrvStartup.java`).
pub const NAME_SERVER: u16 = 9876;

/// `listenPort` of a broker unless its file says otherwise (4.9.3 `BrokerStartup.java:107`).
pub const BROKER: u16 = 10911;

/// The Raft port in `dLegerPeers`; a convention of all samples, the code has no default.
pub const DLEDGER: u16 = 40911;

/// The port of a controller in `controllerDLegerPeers`; a convention of all samples.
pub const CONTROLLER: u16 = 9878;

/// `grpcServerPort` of the proxy (5.0.0 `proxy/.../ProxyConfig.java`).
pub const PROXY_GRPC: u16 = 8081;

/// `remotingListenPort` of the proxy (5.1.0 `proxy/.../ProxyConfig.java`).
pub const PROXY_REMOTING: u16 = 8080;

/// `metricsPromExporterPort` of brokers, controllers and proxies from 5.1.0 on, and the port of rocketmq-exporter.
pub const METRICS: u16 = 5557;

/// The first port that Linux gives out to outgoing connections by default; a host port from here up can be taken.
pub const FIRST_EPHEMERAL: u16 = 32768;

/// Returns the port on which a broker listens besides `listen_port` for VIP channels: two below, without a key.
///
/// Clients use it only when they are told to; a follower copies topics from its leader over it in every version, at the
/// leader's `brokerIP1` (4.9.7 and 5.1.4 `BrokerOuterAPI.getAllTopicConfig`, by `MixAll.brokerVIPChannel`).
///
/// 4.9.3 `BrokerController.java:274`, 5.3.3 `BrokerController.java:497`; nothing when there is no such port.
#[must_use]
pub fn vip(listen_port: u16) -> Option<u16> {
    listen_port.checked_sub(2).filter(|port| *port > 0)
}

/// Returns the replication port of a static or controller group: one above; `DLedger` mode does not open it.
///
/// 4.9.3 `BrokerStartup.java:176`; from 5.1.1 on `haListenPort` can say otherwise.
#[must_use]
pub fn replication(listen_port: u16) -> Option<u16> {
    listen_port.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ports_stay_in_range() {
        assert_eq!((vip(BROKER), replication(BROKER)), (Some(10909), Some(10912)));
        assert_eq!((vip(2), vip(0), replication(u16::MAX)), (None, None, None));
    }
}
