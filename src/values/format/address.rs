//! Addresses and domains.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Format, Refusal, decide, is_dns_name};

/// The address of a node: IPv4 or a DNS name.
pub const ADDRESS: Format = Format {
    expected: "an IPv4 address or a DNS name",
    help: "write four numbers from 0 to 255 with dots between them, such as `192.168.1.176`, or a lower-case DNS name",
    pattern: Some("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
    check: check_address,
};

/// A DNS domain.
pub const DOMAIN: Format = Format {
    expected: "a DNS domain",
    help: "write lower-case letters, digits and `-` in parts with dots between them, such as `rmq.example.com`",
    pattern: Some("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
    check: check_domain,
};

/// The domain of the Kubernetes cluster.
pub const CLUSTER_DOMAIN: Format = Format {
    expected: "a DNS domain",
    help: "write the domain that the kubelet is configured with, such as `cluster.local`, without dots around it",
    pattern: Some("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"),
    check: check_domain,
};

fn check_address(text: &str) -> Result<(), Refusal> {
    if text.parse::<Ipv4Addr>().is_ok() {
        return Ok(());
    }
    if text.trim_matches(['[', ']']).parse::<Ipv6Addr>().is_ok() {
        return Err(Refusal::Because(
            "give an IPv4 address or a name: RocketMQ writes `host:port` and splits it at the colon, \
             so an IPv6 address cannot be advertised",
        ));
    }
    if text.contains("://") || text.contains(':') || text.contains('/') {
        return Err(Refusal::Because("write the bare address, without a scheme, a port or a path"));
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(Refusal::Plain);
    }
    decide(is_dns_name(text))
}

fn check_domain(text: &str) -> Result<(), Refusal> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if text.starts_with('.') || text.ends_with('.') {
        return Err(Refusal::Because("leave the dot at the start or the end out"));
    }
    decide(!is_number && is_dns_name(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, want) in [
            ("192.168.1.176", true),
            ("10.0.0.1", true),
            ("node1", true),
            ("node1.example.com", true),
            ("1node.example.com", true),
            ("999.1.1.1", false),
            ("192.168.1", false),
            ("192.168.1.1.1", false),
            ("192.168.01.1", false),
            ("1234", false),
            ("fe80::1", false),
            ("[::1]", false),
            ("::ffff:10.0.0.1", false),
            ("192.168.1.1:30911", false),
            ("http://node1", false),
            ("node_1", false),
            ("Node1", false),
            ("-node", false),
            ("node.", false),
            ("", false),
        ] {
            assert_eq!(ADDRESS.accepts(text), want, "{text}");
        }
    }

    #[test]
    fn the_refusal_of_ipv6_says_why() {
        let Err(Refusal::Because(help)) = check_address("fe80::1") else { panic!("accepted") };
        assert!(help.contains("splits it"), "{help}");
    }

    #[test]
    fn domains() {
        for (text, want) in [
            ("cluster.local", true),
            ("k8s", true),
            ("rmq.example.com", true),
            ("cluster.local.", false),
            (".local", false),
            ("a..b", false),
            ("10.0.0.1", false),
            ("a b", false),
        ] {
            assert_eq!(DOMAIN.accepts(text), want, "{text}");
        }
    }
}
