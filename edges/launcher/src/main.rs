//! `kubectl-rmq`, and `rmq-post-renderer` by its second name.

use std::process::ExitCode;

fn main() -> ExitCode {
    rmq_launcher::main()
}
