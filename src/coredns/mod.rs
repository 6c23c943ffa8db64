//! Names of a cluster for the cluster DNS: what CoreDNS must answer, and how it is told.

mod record;

pub use record::{Record, records};

/// How CoreDNS is made to answer the names of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Lines of the `hosts` plugin in the server block that answers everything else.
    Hosts,
    /// A server block of its own for the domain of the names.
    Zone,
    /// Lines of the `rewrite` plugin, which lead each name to a Service: no address to maintain.
    Rewrite,
}

impl Strategy {
    /// Every word for one, in the order of the help.
    pub const WORDS: [&'static str; 3] = ["hosts", "zone", "rewrite"];

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
