//! The network itself, proved by connections: what a scenario says of a lost node or a cut cable rests on this.
//!
//! The Services are real objects without selectors, and their endpoints are written here, so that no Pod is needed.

mod dial;
mod faults;
mod lab;
mod names;
mod ways;

use anyhow::Result;

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::report::measured::Measured;
use lab::Lab;

pub const SCENARIO: Scenario = Scenario {
    name: "network",
    about: "Services, node ports and names lead where they must, and nothing else leads anywhere",
    extent: Extent::Always,
    run,
};

fn run(stage: &mut Stage, _: &mut Measured) -> Result<()> {
    let mut lab = Lab::new(&stage.world)?;
    ways::prove(&lab)?;
    names::prove(&lab)?;
    faults::prove(&mut lab)?;
    stage.world.delete_namespace(lab::NAMESPACE)
}
