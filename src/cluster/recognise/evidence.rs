//! The signs by which a container is known for a part of RocketMQ, and what suffices.
//!
//! A strong sign suffices: a command that starts the program, an image that holds nothing else, a resource of the
//! RocketMQ operator.
//! A middling one needs another sign beside it: the image of RocketMQ holds every server, and a config file can be
//! mounted by anyone.
//! Weak ones do nothing alone, however many there are: clients have `NAMESRV_ADDR` too, ports and names are free to all.

use std::fmt;

use crate::source::Location;

/// What a part of RocketMQ does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It tells clients where topics are.
    NameServer,
    /// It stores messages.
    Broker,
    /// It elects masters.
    Controller,
    /// It speaks gRPC for brokers.
    Proxy,
    /// The web console.
    Console,
    /// The metrics exporter.
    Exporter,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::NameServer, Self::Broker, Self::Controller, Self::Proxy, Self::Console, Self::Exporter];

    /// Returns the word for messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NameServer => "name server",
            Self::Broker => "broker",
            Self::Controller => "controller",
            Self::Proxy => "proxy",
            Self::Console => "console",
            Self::Exporter => "exporter",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// The kind of a resource of the RocketMQ operator.
    Resource,
    /// A command that starts a program.
    Command,
    /// The image.
    Image,
    /// A mounted config file.
    Config,
    /// An argument or a variable for the entrypoint of the image.
    Entrypoint,
    /// A port.
    Port,
    /// An environment variable.
    Variable,
    /// A name.
    Name,
}

impl Sign {
    /// Returns the word for machine-readable output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Command => "command",
            Self::Image => "image",
            Self::Config => "config",
            Self::Entrypoint => "entrypoint",
            Self::Port => "port",
            Self::Variable => "variable",
            Self::Name => "name",
        }
    }
}

/// How much a sign weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It does nothing alone.
    Weak = 1,
    /// It needs another sign beside it.
    Middling = 2,
    /// It suffices.
    Strong = 3,
}

/// One sign, with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What tells.
    pub sign: Sign,
    /// How much it weighs.
    pub weight: Weight,
    /// The part that it speaks for; nothing when it speaks for RocketMQ only.
    pub role: Option<Role>,
    /// What was seen, as a clause: ``its command starts `mqbroker` ``.
    pub text: String,
    /// Where it stands; nothing in a text that `rmq` made.
    pub location: Option<Location>,
}

/// What the signs of a container come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It runs these parts: more than one only when its command starts them.
    Roles(Vec<Role>),
    /// It is of RocketMQ, but nothing tells which part it runs.
    Unsure,
    /// It is not known to be of RocketMQ.
    Stranger,
}

/// Weighs the signs of one container.
#[must_use]
pub fn weigh(evidence: &[Evidence]) -> Verdict {
    let strong = evidence.iter().filter(|sign| sign.weight == Weight::Strong).filter_map(|sign| sign.role);
    let mut certain: Vec<Role> = Vec::new();
    for role in strong {
        if !certain.contains(&role) {
            certain.push(role);
        }
    }
    if !certain.is_empty() {
        return Verdict::Roles(certain);
    }
    if !evidence.iter().any(|sign| sign.weight == Weight::Middling) {
        return Verdict::Stranger;
    }
    let supports = |role| evidence.iter().filter(|sign| sign.role.is_none_or(|own| own == role)).count();
    match favourite(evidence) {
        Some(role) if supports(role) > 1 => Verdict::Roles(vec![role]),
        _ => Verdict::Unsure,
    }
}

/// Returns the role for which most speaks; nothing when two are equal.
fn favourite(evidence: &[Evidence]) -> Option<Role> {
    let sum = |role| evidence.iter().filter(|sign| sign.role == Some(role)).map(|sign| sign.weight as u32).sum::<u32>();
    let most = Role::ALL.into_iter().map(sum).max()?;
    let mut first = Role::ALL.into_iter().filter(|role| sum(*role) == most);
    first.next().filter(|_| first.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(weight: Weight, role: Option<Role>) -> Evidence {
        Evidence { sign: Sign::Name, weight, role, text: String::new(), location: None }
    }

    #[test]
    fn no_number_of_weak_signs_suffices() {
        use Weight::{Middling, Strong, Weak};
        let (broker, proxy) = (Some(Role::Broker), Some(Role::Proxy));
        let roles = |roles: &[Role]| Verdict::Roles(roles.to_vec());
        for (signs, want) in [
            (&[][..], Verdict::Stranger),
            (&[(Weak, broker), (Weak, broker), (Weak, broker), (Weak, None)], Verdict::Stranger),
            (&[(Middling, None)], Verdict::Unsure),
            (&[(Middling, broker)], Verdict::Unsure),
            (&[(Middling, None), (Weak, None)], Verdict::Unsure),
            (&[(Middling, broker), (Weak, proxy)], Verdict::Unsure),
            (&[(Middling, None), (Weak, broker)], roles(&[Role::Broker])),
            (&[(Middling, None), (Weak, broker), (Weak, proxy)], Verdict::Unsure),
            (&[(Middling, None), (Weak, broker), (Weak, broker), (Weak, proxy)], roles(&[Role::Broker])),
            (&[(Middling, None), (Middling, proxy), (Weak, broker)], roles(&[Role::Proxy])),
            (&[(Strong, broker), (Middling, proxy), (Weak, proxy)], roles(&[Role::Broker])),
            (&[(Strong, proxy), (Strong, broker), (Strong, proxy)], roles(&[Role::Proxy, Role::Broker])),
        ] {
            let evidence: Vec<Evidence> = signs.iter().map(|(weight, role)| sign(*weight, *role)).collect();
            assert_eq!(weigh(&evidence), want, "{signs:?}");
        }
    }
}
