//! The rules about a cluster and the values that they speak of: every rule has fixtures that break and keep it, every
//! value has an effect, and growth moves nothing.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these are tests, and they read files"
)]

mod call;
mod contract;
mod examples;
mod fixtures;
mod flips;
mod growth;
mod ignored;
mod taken;
