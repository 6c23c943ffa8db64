//! kube-proxy's part: keeps the rules of the fabric in step with the objects of the API server.

use anyhow::{Context, Result};
use serde_json::Value;

use super::backends;
use super::kernel::nft;
use super::objects::Node;
use super::ruleset::Ruleset;

/// The rules for Services, and what they were made of.
#[derive(Debug, Default)]
pub struct ServiceProxy {
    applied: Option<Ruleset>,
}

impl ServiceProxy {
    /// Makes the rules those of these objects; returns true when that changed any.
    pub fn sync(&mut self, services: &[Value], slices: &[Value], nodes: &[Value]) -> Result<bool> {
        let nodes = nodes.iter().filter_map(|node| Node::read(node).transpose()).collect::<Result<Vec<_>>>()?;
        let wanted = Ruleset::new(&backends::ports(services, slices)?, &nodes);
        if self.applied.as_ref() == Some(&wanted) {
            return Ok(false);
        }
        let transaction = wanted.transaction(self.applied.as_ref().unwrap_or(&Ruleset::default()));
        nft(&transaction).context("the rules for Services are not what nft takes")?;
        self.applied = Some(wanted);
        Ok(true)
    }
}
