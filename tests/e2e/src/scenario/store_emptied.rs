//! One member comes back with an empty disk and is filled by the others.

use std::path::Path;

use anyhow::{Context, Result};

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario};
use crate::progress::say;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "store-emptied",
    about: "one member comes back with an empty store: the others fill it, then it can be one of the two that are left",
    extent: Extent::All,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let mut traffic = Traffic::start(release, GROUP, &From::Inside)?;
    traffic.flows()?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    traffic.fault(&format!("{} loses its disk", pod.name))?;
    pod.hold();
    pod.kill();
    faults::other_leader(release, GROUP, &leader)?;
    let store = pod.view().volumes.get("store").cloned().context("a broker without a store")?;
    empty(&store)?;
    say(&format!("the store of {} is empty", pod.name));
    pod.release();
    traffic.flows()?;
    faults::whole(release, GROUP, 3)?;
    faults::caught_up(release, GROUP)?;
    // Topics come another way than messages, every ten seconds.
    traffic.topic_is_known(GROUP)?;
    // Now the refilled member is needed for every majority: a message counts only when it has it.
    let (next, other) = faults::leader(release, GROUP)?;
    traffic.fault(&format!("kill -9 {} with one refilled member left", other.name))?;
    other.hold();
    other.kill();
    faults::other_leader(release, GROUP, &next)?;
    traffic.flows()?;
    other.release();
    faults::whole(release, GROUP, 3)?;
    traffic.settle(measured)
}

/// Removes everything in a folder.
pub fn empty(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}
