//! The real programs that the tests ask, one module each.

pub mod go_oracle;
pub mod rocketmq;

use anyhow::Result;

use crate::process;

/// Builds every judge that can be had here.
pub fn build_all() -> Result<()> {
    process::step("build go-oracle", go_oracle::build)?;
    process::step("fetch RocketMQ's config classes", rocketmq::fetch)?;
    Ok(())
}
