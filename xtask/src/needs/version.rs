//! The versions that programs print of themselves.

use std::fmt;

/// The first two numbers of a version: all that a need asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            0 => write!(out, "{}", self.0),
            minor => write!(out, "{}.{minor}", self.0),
        }
    }
}

/// Returns the first version in what a program printed: `go version go1.26.8 linux/amd64` gives 1.26.
pub fn parse(printed: &str) -> Option<Version> {
    let plain = without_colours(printed);
    let start = plain.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = plain[start..].split(|c: char| !c.is_ascii_digit() && c != '.').next()?.split('.');
    let major = numbers.next()?.parse().ok()?;
    let minor = numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0);
    Some(Version(major, minor))
}

/// Returns the version that Debian's `apt-cache policy` offers: `2:1.19~1` is 1.19.
pub fn parse_candidate(policy: &str) -> Option<Version> {
    let candidate = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate:"))?.trim();
    parse(candidate.split_once(':').map_or(candidate, |(_, rest)| rest))
}

/// Drops terminal colours, which Maven prints and which hold digits.
fn without_colours(printed: &str) -> String {
    let mut plain = String::new();
    let mut parts = printed.split("\u{1b}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_programs_print() {
        for (printed, want) in [
            ("v20.20.2\n", Some(Version(20, 20))),
            ("go version go1.26.8 linux/amd64", Some(Version(1, 26))),
            ("go version go1.27rc1 linux/amd64", Some(Version(1, 27))),
            ("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK 64-Bit Server VM", Some(Version(17, 0))),
            ("javac 21", Some(Version(21, 0))),
            ("\u{1b}[1mApache Maven 3.8.7\u{1b}[m\nMaven home: /usr", Some(Version(3, 8))),
            ("cc (Debian 12.2.0-14+deb12u1) 12.2.0", Some(Version(12, 2))),
            ("command not found", None),
            ("", None),
        ] {
            assert_eq!(parse(printed), want, "{printed:?}");
        }
    }

    #[test]
    fn reads_what_apt_offers() {
        for (policy, want) in [
            ("golang-go:\n  Installed: (none)\n  Candidate: 2:1.19~1\n", Some(Version(1, 19))),
            ("nodejs:\n  Candidate: 20.19.2+dfsg-1\n", Some(Version(20, 19))),
            ("nodejs:\n  Candidate: (none)\n", None),
            ("", None),
        ] {
            assert_eq!(parse_candidate(policy), want, "{policy:?}");
        }
    }
}
