//! The command line of `rmq`: arguments and files in, text and an exit code out.
//!
//! **Invariant:** the edge holds no knowledge of RocketMQ or Kubernetes; it reads, calls the library and writes.

mod args;
mod commands;
mod emit;
mod io;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(args::run(&io::arguments()))
}
