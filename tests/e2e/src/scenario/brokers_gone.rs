//! The smoke test says so when the brokers are gone.

use anyhow::Result;

use super::faults;
use super::stage::{GROUP, Stage};
use super::{Extent, Scenario};
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "brokers-gone",
    about: "the smoke test fails while no broker runs, and succeeds when they are back",
    extent: Extent::All,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let brokers = release.pods("broker");
    for pod in &brokers {
        pod.hold();
        pod.kill();
    }
    let (succeeded, log) = release.smoke_test(&["--set", "smokeTest.timeout=20"])?;
    for pod in &brokers {
        pod.release();
    }
    Assertion::SmokeTest.check(!succeeded, || format!("it succeeded without a broker: {log}"))?;
    Assertion::SmokeTest
        .check(log.contains("FAILED: no message was taken"), || format!("it does not say why: {log}"))?;
    faults::whole(release, GROUP, 3)?;
    let (succeeded, log) = release.smoke_test(&[])?;
    Assertion::SmokeTest.check(succeeded, || log)
}
