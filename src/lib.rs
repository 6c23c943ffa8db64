//! RocketMQ on Kubernetes: values in, production-grade manifests out.
//!
//! **Invariant:** the library reads no file, no clock, no randomness, no environment and no network: text in, text and
//! diagnostics out. The same input gives the same bytes from every build of it.

pub mod diagnostic;
pub mod output;
pub mod pipeline;
pub mod source;
pub mod yaml;

pub use pipeline::stub::{rocketmq, values};
