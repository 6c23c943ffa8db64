//! Hardening passes on the manifests of others: what each changes, what it leaves alone and why, and whole streams.

#![allow(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod advertise;
mod checksum;
mod config_keys;
mod disruption_budget;
mod graceful_stop;
mod pages;
mod placement;
mod ports;
mod run;
mod security;
mod streams;
