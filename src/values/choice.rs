//! Values that are one of a few words, and the range of node ports.

use serde::{Deserialize, Serialize};

macro_rules! choices {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+ })+) => {
        $($(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[doc = $variant_doc])+ #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every word that the values may hold.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Returns the word in the values.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        })+
    };
}

choices! {
    /// How the members of a broker group stay equal.
    Mode {
        /// Raft commit log: a new leader is elected without help.
        Dledger = "dledger",
    }
    /// When the kubelet pulls an image.
    PullPolicy {
        /// At every start.
        Always = "Always",
        /// When the node does not have it.
        IfNotPresent = "IfNotPresent",
        /// Not at all.
        Never = "Never",
    }
    /// What a broker's store is made of.
    PersistenceType {
        /// A claim per Pod, provisioned by a storage class.
        Claim = "claim",
        /// A local volume per Pod, pinned to a node.
        Local = "local",
        /// A folder of the node on which the Pod happens to run.
        HostPath = "hostPath",
        /// Nothing that outlives the Pod.
        EmptyDir = "emptyDir",
    }
    /// Whether members of one group may share a node.
    AntiAffinity {
        /// Never.
        Required = "required",
        /// Only when there is no other way.
        Preferred = "preferred",
        /// As the scheduler likes.
        None = "none",
    }
    /// What happens to running brokers when their config changes.
    OnConfigChange {
        /// They are restarted one after another.
        Restart = "restart",
        /// Nothing, until someone restarts them.
        Manual = "manual",
    }
    /// The type of the console's Service.
    ServiceType {
        /// Reachable inside the Kubernetes cluster.
        ClusterIp = "ClusterIP",
        /// Reachable at a port of every node.
        NodePort = "NodePort",
    }
    /// How clients outside the Kubernetes cluster come in.
    ExternalType {
        /// Not at all.
        None = "none",
        /// At a port of the nodes.
        NodePort = "nodePort",
    }
    /// What a broker tells clients to connect to.
    Advertise {
        /// What fits `external.type`.
        ByType = "",
        /// The Pod's name in the Kubernetes cluster.
        Service = "service",
        /// The address of the broker's node.
        Address = "address",
        /// The Pod's name, or that name in `external.domain`.
        Name = "name",
    }
    /// How the cluster DNS is made to answer the names of a cluster.
    DnsStrategy {
        /// What the command takes by itself.
        ByCommand = "",
        /// By lines of addresses in the server block that answers everything else.
        Hosts = "hosts",
        /// By a server block of their own.
        Zone = "zone",
        /// By leading each to a Service.
        Rewrite = "rewrite",
    }
}

/// A range of ports, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    /// The lowest port.
    pub first: u16,
    /// The highest port: never below `first`.
    pub last: u16,
}

impl PortRange {
    /// Returns the range that `A-B` stands for, if A is a port and not above B.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-')?;
        let port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
        let range = Self { first: port(first)?, last: port(last)? };
        (range.first > 0 && range.first <= range.last).then_some(range)
    }

    /// Returns true when the port lies in the range.
    #[must_use]
    pub fn contains(self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }
}

impl From<PortRange> for String {
    fn from(range: PortRange) -> Self {
        format!("{}-{}", range.first, range.last)
    }
}

impl TryFrom<String> for PortRange {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a range of ports")
    }
}
