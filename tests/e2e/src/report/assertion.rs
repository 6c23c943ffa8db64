//! What is asserted, by name.
//!
//! A mutant must fail at the one assertion that is meant for it. So a failure carries the assertion as a value, however
//! much context is put around it on the way up.

use std::fmt;

use anyhow::{Context, Error, Result};
use serde::Serialize;

/// Writes the enum, its names and the list of all, so that none of them can be forgotten.
macro_rules! assertions {
    ($($(#[doc = $text:literal])* $variant:ident = $name:literal,)*) => {
        /// Something that must hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        pub enum Assertion {
            $($(#[doc = $text])* #[serde(rename = $name)] $variant,)*
        }

        impl Assertion {
            /// Every assertion.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

assertions! {
    /// Every process starts and opens its port in time.
    Boot = "boot",
    /// Every Pod becomes ready in time.
    Ready = "ready",
    /// Each group has one leader, and all of its members are registered.
    OneLeader = "one-leader",
    /// Every Pod is created and gets a node without waiting for another one.
    Started = "started",
    /// Every name server tells of every broker.
    NameServers = "name-servers",
    /// A topic that the leader is told of is known to every member.
    TopicSynced = "topic-synced",
    /// A client in the cluster sends.
    InsideSends = "inside-sends",
    /// Every acknowledged message can be read.
    NothingLost = "nothing-lost",
    /// No place in a queue is acknowledged for two messages, and each message stands where it was acknowledged.
    PositionsOnce = "positions-once",
    /// Nobody waits longer for an acknowledgement than promised.
    Gap = "gap",
    /// SIGTERM ends the process by itself within its grace period, and no `abort` file is left.
    CleanStop = "clean-stop",
    /// The smoke test's Job ends as it must.
    SmokeTest = "smoke-test",
    /// A client outside the cluster sends.
    OutsideSends = "outside-sends",
    /// RocketMQ reads every key as it is written.
    ConfigKeys = "config-keys",
    /// Every name resolves to the Pod that it stands for.
    DnsName = "dns-name",
    /// A Pod runs where it must, or nowhere, with the scheduler's own reason.
    Placement = "placement",
    /// A drain takes one member of a group at a time.
    Budget = "budget",
    /// A changed config file restarts the Pods that mount it.
    Rollout = "rollout",
    /// What nobody asked to change leaves with the bytes with which it came.
    Unchanged = "unchanged",
    /// Everything that the kubelet is told is something that it can do.
    Kubelet = "kubelet",
    /// The API server takes the manifests, without a warning.
    ApiServer = "api-server",
    /// Helm does with the chart what it must, or refuses and changes nothing.
    Helm = "helm",
    /// A command does what the text beside it promises.
    Commands = "commands",
    /// The process runs as the user that it must not be more than.
    User = "user",
    /// What must outlive a Pod is in its claim.
    Persistence = "persistence",
    /// What is known to be broken upstream is still broken.
    KnownDefect = "known-defect",
    /// Without a majority a group refuses, and takes up again with one.
    Quorum = "quorum",
}

impl Assertion {
    /// Fails at this assertion unless it holds.
    pub fn check(self, holds: bool, detail: impl FnOnce() -> String) -> Result<()> {
        if holds { Ok(()) } else { Err(Failed { assertion: self, detail: detail() }.into()) }
    }

    /// Makes any error a failure of this assertion; one that has a name keeps it.
    pub fn holds_if<T>(self, result: Result<T>) -> Result<T> {
        result.map_err(|error| match Failed::of(&error) {
            Some(_) => error,
            None => Failed { assertion: self, detail: format!("{error:#}") }.into(),
        })
    }
}

impl fmt::Display for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Assertion {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|assertion| assertion.name() == name);
        found.copied().with_context(|| format!("there is no assertion {name}"))
    }
}

/// An assertion that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Which.
    pub assertion: Assertion,
    /// What was found instead.
    pub detail: String,
}

impl Failed {
    /// Returns the assertion that an error comes from, under whatever context.
    pub fn of(error: &Error) -> Option<Assertion> {
        error.downcast_ref::<Self>().map(|failed| failed.assertion)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.assertion, self.detail)
    }
}

impl std::error::Error for Failed {}
