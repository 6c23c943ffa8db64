//! The command line of `rmq`.

fn main() {}
