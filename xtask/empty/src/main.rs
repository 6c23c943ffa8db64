//! Does nothing: the cost of a process by itself.

fn main() {}
