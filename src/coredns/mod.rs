//! Names of a cluster for the cluster DNS: what CoreDNS must answer, and how it is told.
//!
//! **Invariant:** what is printed is a part of a Corefile that CoreDNS reads: comments begin with `#`, and whatever is
//! not ours is asked for further on.

pub mod corefile;
pub mod distribution;
mod hosts;
pub mod merge;
mod node_local;
mod record;
pub mod remarks;
mod rewrite;
mod zone;

use crate::cluster::{Cluster, Release};
use crate::diagnostic::Diagnostics;

pub use record::{Record, addressed, records};

/// How CoreDNS is made to answer the names of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Lines of the `hosts` plugin in the server block that answers everything else.
    Hosts,
    /// A server block of its own for the names.
    Zone,
    /// Lines of the `rewrite` plugin, which lead each name to a Service: no address to maintain.
    Rewrite,
}

impl Strategy {
    /// Every word for one, in the order of the help.
    pub const WORDS: [&'static str; 3] = ["hosts", "zone", "rewrite"];

    /// Every strategy, in the same order.
    pub const ALL: [Self; 3] = [Self::Hosts, Self::Zone, Self::Rewrite];

    /// Returns what a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strategy| strategy.word() == word)
    }

    /// Returns the one that the values ask for.
    #[must_use]
    pub fn of(cluster: &Cluster) -> Option<Self> {
        Self::parse(cluster.dns_strategy.word())
    }

    /// Returns the one that the values ask for, else that with hosts lines.
    #[must_use]
    pub fn of_values(cluster: &Cluster) -> Self {
        Self::of(cluster).unwrap_or(Self::Hosts)
    }

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Zone => "zone",
            Self::Rewrite => "rewrite",
        }
    }
}

/// The port on which CoreDNS answers Pods, unless a distribution has chosen another one.
pub const PORT: u16 = 53;

/// How long an answer may be kept, in seconds: a hosts line that was changed is seen after a minute.
const TTL: u32 = 60;

/// Lines of a Corefile, without indentation of the first level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// How it works.
    pub strategy: Strategy,
    /// What it is and where it goes, as comments.
    pub head: Vec<String>,
    /// The lines: for `hosts` a whole block of the plugin, for `zone` a server block, for `rewrite` one for each name.
    pub lines: Vec<String>,
    /// For `hosts`, the lines with addresses alone, which can also go into a block that is there.
    pub entries: Vec<String>,
}

/// Returns the lines for a Corefile; `port` is that of a server block of its own.
///
/// # Errors
///
/// RMQ029 when there is no name to resolve; RMQ030 when a line needs an address that the values do not give.
pub fn snippet(cluster: &Cluster, strategy: Strategy, port: u16) -> Result<Snippet, Diagnostics> {
    match strategy {
        Strategy::Hosts => hosts::snippet(cluster),
        Strategy::Zone => zone::snippet(cluster, port),
        Strategy::Rewrite => rewrite::snippet(cluster),
    }
}

impl Snippet {
    /// Returns the text, comments first.
    #[must_use]
    pub fn text(&self) -> String {
        self.head.iter().chain(&self.lines).flat_map(|line| [line, "\n"]).collect()
    }
}

/// Returns the comment that says whose names these are.
fn title(release: &Release) -> String {
    format!("# rmq: names of the RocketMQ cluster {}/{}", release.namespace, release.name)
}

/// Returns lines one level further in.
fn indented(lines: impl IntoIterator<Item = String>) -> impl Iterator<Item = String> {
    lines.into_iter().map(|line| format!("    {line}"))
}
