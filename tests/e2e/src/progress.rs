//! What a person sees while a run goes on.

use std::sync::OnceLock;
use std::time::Instant;

static BEGIN: OnceLock<Instant> = OnceLock::new();

/// Prints a line with the time since the first one.
pub fn say(text: &str) {
    let begin = BEGIN.get_or_init(Instant::now);
    eprintln!("{:7.1} s  {text}", begin.elapsed().as_secs_f64());
}
