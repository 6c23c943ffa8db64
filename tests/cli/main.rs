//! The command line as its users meet it: exit code, stdout and stderr of real calls.
//!
//! What a manifest holds is tested elsewhere; here only what the edge does with it.

#![allow(clippy::disallowed_methods, reason = "these tests make and read files")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by them")]

mod addresses;
mod call;
mod client;
mod completion;
mod coredns;
mod coredns_custom;
mod coredns_merge;
mod folder;
mod helm;
mod hosts;
mod images;
mod init;
mod inputs;
mod output_dir;
mod patches;
mod post_render;
mod render;
mod resource_list;
mod secret;
mod usage;
