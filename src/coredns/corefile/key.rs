//! The keys of a server block: which names it answers, on which port.

use std::net::IpAddr;

use super::{Fault, Token};

/// A zone that a server block answers, with its port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The word, without the comma behind it.
    pub token: Token,
    /// The names that it stands for.
    pub zone: Zone,
    /// The port as a number; CoreDNS looks at its range when it starts.
    pub port: String,
    /// `dns`, or another way on which queries come.
    pub transport: &'static str,
}

/// The names that a key stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A domain in lower case, with the dot at its end.
    Domain(String),
    /// The reverse zones of a network.
    Reverse(String),
}

/// Each with its port.
const TRANSPORTS: [(&str, &str); 7] = [
    ("tls", "853"),
    ("dns", "53"),
    ("quic", "853"),
    ("grpc", "443"),
    ("https3", "443"),
    ("https", "443"),
    ("unix", ""),
];

/// A name of more bytes is none.
const LONGEST_NAME: usize = 255;
const LONGEST_LABEL: usize = 63;

impl Key {
    /// Returns a key whose parts are not worked out yet.
    pub(super) fn raw(token: Token) -> Self {
        Self { token, zone: Zone::Domain(String::new()), port: String::new(), transport: "dns" }
    }

    /// Works out the parts.
    pub(super) fn normalise(&mut self) -> Result<(), Fault> {
        let text = self.token.text.as_str();
        let found = TRANSPORTS.iter().find_map(|(transport, port)| {
            let rest = text.strip_prefix(transport)?.strip_prefix("://")?;
            Some((*transport, *port, rest))
        });
        let (transport, default_port, rest) = found.unwrap_or(("dns", "53", text));
        let (host, port) = split(rest).map_err(|why| self.fault(why))?;
        let zone = if is_network(host) {
            Zone::Reverse(host.to_owned())
        } else {
            let domain = qualified(host);
            split(&domain).map_err(|why| self.fault(why))?;
            Zone::Domain(domain.to_lowercase())
        };
        let port = port.map_or_else(|| default_port.to_owned(), |port| port.to_string());
        (self.zone, self.port, self.transport) = (zone, port, transport);
        Ok(())
    }

    fn fault(&self, why: &str) -> Fault {
        let word = &self.token.text;
        let help = "a server block begins with names of zones, each with its port if it has one: `.:53 {`";
        let fault = Fault::new(self.token.span, format!("`{word}` is no zone: {why}"), help);
        Fault { is_of_variable: self.token.has_variable, ..fault }
    }
}

impl Zone {
    /// Returns true when a name, in lower case and with its dot, is in the zone.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        match self {
            Self::Domain(domain) if domain == "." => true,
            Self::Domain(domain) => {
                name.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            Self::Reverse(_) => false,
        }
    }
}

/// Splits the port off; says what is wrong with the rest.
fn split(text: &str) -> Result<(&str, Option<i64>), &'static str> {
    let (host, port) = match text.rsplit_once(':') {
        Some((_, "")) => return Err("nothing follows the colon"),
        Some((host, port)) => port.parse().map_or((text, None), |port| (host, Some(port))),
        None => (text, None),
    };
    if host.len() > LONGEST_NAME {
        return Err("it is longer than 255 bytes");
    }
    if !is_domain(host) {
        return Err("it is no domain name");
    }
    if is_network(host) && (host.starts_with(':') || (host.starts_with('0') && host.contains(':'))) {
        return Err("the network begins with zeros");
    }
    Ok((host, port))
}

fn is_network(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    match (address.parse::<IpAddr>(), length.parse::<u32>()) {
        (Ok(address), Ok(length)) if is_number => length <= if address.is_ipv4() { 32 } else { 128 },
        _ => false,
    }
}

/// Returns a name with the dot at its end.
pub(crate) fn qualified(name: &str) -> String {
    let is_qualified = name.strip_suffix('.').is_some_and(|rest| {
        let slashes = rest.len() - rest.trim_end_matches('\\').len();
        slashes.is_multiple_of(2)
    });
    if is_qualified { name.to_owned() } else { format!("{name}.") }
}

/// Returns true for what CoreDNS takes for a domain name: labels of at most 63 bytes, none empty, any bytes in them.
fn is_domain(name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let name = qualified(name);
    let bytes = name.as_bytes();
    let (mut at, mut begin, mut length) = (0, 0, 0);
    let (mut was_dot, mut is_escaped) = (false, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                is_escaped = !is_escaped;
                if length > LONGEST_NAME {
                    return false;
                }
                let is_code = bytes.get(at + 1..at + 4).is_some_and(|code| code.iter().all(u8::is_ascii_digit));
                let skipped = if is_code { 3 } else { 1 };
                at += skipped;
                begin += skipped;
                was_dot = false;
            }
            b'.' => {
                is_escaped = false;
                let label = at - begin;
                if was_dot || (at == 0 && bytes.len() > 1) || label > LONGEST_LABEL {
                    return false;
                }
                length += 1 + label;
                if length > LONGEST_NAME + 1 {
                    return false;
                }
                (was_dot, begin) = (true, at + 1);
            }
            _ => (was_dot, is_escaped) = (false, false),
        }
        at += 1;
    }
    !is_escaped
}
