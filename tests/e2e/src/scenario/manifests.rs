//! Files of manifests, taken by an API server of their own; nothing runs them.

use anyhow::{Context, Result, ensure};

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::plane::{Plane, Settings};
use crate::process;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::world::NODE_PORTS;

pub const SCENARIO: Scenario = Scenario {
    name: "manifests",
    about: "each file given by --manifests is taken by an empty API server: no unknown field, no warning",
    extent: Extent::Named,
    run,
};

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    ensure!(!stage.given.manifests.is_empty(), "no file; give one by --manifests FILE");
    let (world, folder) = (&stage.world, &stage.world.tools.kubernetes);
    let settings = Settings { name: "empty-plane", port: 7643, node_ports: NODE_PORTS };
    let plane = Plane::start(folder, &world.scratch, settings)?;
    for file in &stage.given.manifests {
        let mut kubectl = plane.kubectl(folder);
        kubectl.args(["apply", "--server-side", "--validate=strict", "--warnings-as-errors", "-o", "name", "-f"]);
        let applied = process::output(kubectl.arg(file)).with_context(|| file.display().to_string());
        let applied = String::from_utf8(Assertion::ApiServer.holds_if(applied)?)?;
        Assertion::ApiServer.check(applied.lines().count() > 1, || format!("{}: {applied}", file.display()))?;
        measured.notes.push(format!("{}: {} objects", file.display(), applied.lines().count()));
        process::output(plane.kubectl(folder).args(["delete", "--wait", "-f"]).arg(file))?;
    }
    Ok(())
}
