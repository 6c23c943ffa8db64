//! `cargo xtask test clients`: every program that `rmq client` prints compiles, unchanged.

use anyhow::Result;

use crate::build::{self, Profile};
use crate::judges::clients::{LANGUAGES, POSITIONS, built};

/// The examples with node ports: the one by names, the other by addresses.
pub const EXAMPLES: [&str; 2] = ["three-nodes", "by-address"];

/// Compiles every program of both examples; those that did not change since they last compiled are in the cache.
pub fn run() -> Result<()> {
    let rmq = build::native("rmq", Profile::Release)?;
    let mut count = 0;
    for language in LANGUAGES {
        for example in EXAMPLES {
            for position in POSITIONS {
                built(&rmq, example, position, language)?;
                count += 1;
            }
        }
    }
    println!("    {count} programs compile with their own build files");
    Ok(())
}
