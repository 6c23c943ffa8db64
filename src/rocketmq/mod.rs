//! What RocketMQ itself is: versions, configuration keys and ports, as facts without any decision of `rmq`.
//!
//! Everything above asks here; nothing here knows Kubernetes, values or manifests.
//!
//! **Invariant:** every fact stands beside its source: a path in the RocketMQ source tree with a version, an issue, or
//! a run of the real program.

pub mod keys;
pub mod ports;
pub mod properties;
pub mod version;

pub use version::Version;
