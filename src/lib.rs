//! RocketMQ on Kubernetes: values in, production-grade manifests out.
//!
//! **Invariant:** the library reads no file, no clock, no randomness, no environment and no network: text in, text and
//! diagnostics out. The same input gives the same bytes from every build of it.

pub mod clients;
pub mod cluster;
pub mod coredns;
pub mod diagnostic;
pub mod digest;
pub mod documents;
pub mod editor;
pub mod install;
pub mod marked;
pub mod output;
pub mod passes;
pub mod patches;
pub mod pipeline;
pub mod reasons;
pub mod render;
pub mod rocketmq;
pub mod source;
pub mod typed;
pub mod values;
pub mod yaml;
