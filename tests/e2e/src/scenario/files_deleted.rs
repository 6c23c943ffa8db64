//! One member comes back with an empty disk when the leader no longer has the beginning of the log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use super::stage::{GROUP, Stage};
use super::traffic::{From, Traffic};
use super::{Extent, Scenario, faults};
use crate::kubelet::pods::Entry;
use crate::process::wait_for;
use crate::progress::say;
use crate::release::Release;
use crate::report::measured::Measured;

pub const SCENARIO: Scenario = Scenario {
    name: "files-deleted",
    about: "a member comes back with an empty store after old files were deleted: it is filled from where the log begins",
    extent: Extent::All,
    run,
};

/// Log files of 1 MiB, which may be deleted at any hour. RocketMQ keeps each for an hour at least: their times are put
/// back.
const VALUES: [&str; 6] = [
    "--set",
    "broker.config.mappedFileSizeCommitLog=1048576",
    "--set",
    "broker.config.fileReservedTime=1",
    "--set-string",
    "broker.config.deleteWhen=00;01;02;03;04;05;06;07;08;09;10;11;12;13;14;15;16;17;18;19;20;21;22;23",
];

/// At about 500 bytes each, they fill three files.
const MESSAGES: u32 = 7_000;

const SINCE: Duration = Duration::from_hours(5);

fn run(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    stage.spend()?;
    let release = stage.own("deleted", &VALUES, measured)?;
    let mut traffic = Traffic::start(&release, GROUP, &From::Inside)?;
    traffic.driver().send(traffic.topic(), MESSAGES, Duration::ZERO, Duration::from_mins(3))?;
    traffic.flows()?;
    let brokers = release.pods("broker");
    for pod in &brokers {
        lose_oldest_files(&release, pod)?;
    }
    let (_, leader) = faults::leader(&release, GROUP)?;
    let member = brokers.iter().find(|pod| pod.uid != leader.uid).context("a group of one")?;
    traffic.fault(&format!("{} loses its disk", member.name))?;
    member.hold();
    member.kill();
    wait_for("end of the member", Duration::from_secs(20), || Ok((!member.view().is_running).then_some(())))?;
    let store = member.view().volumes.get("store").cloned().context("a broker without a store")?;
    super::store_emptied::empty(&store)?;
    member.release();
    faults::whole(&release, GROUP, 3)?;
    faults::caught_up(&release, GROUP)?;
    traffic.topic_is_known(GROUP)?;
    let (address, leader) = faults::leader(&release, GROUP)?;
    traffic.fault(&format!("kill -9 {} with the refilled member left", leader.name))?;
    leader.hold();
    leader.kill();
    faults::other_leader(&release, GROUP, &address)?;
    traffic.flows()?;
    leader.release();
    faults::whole(&release, GROUP, 3)?;
    traffic.settle(measured)?;
    stage.end(&release)
}

/// Makes all but the last files of a broker's log old, and waits until it has deleted the first.
fn lose_oldest_files(release: &Release, pod: &Entry) -> Result<()> {
    let ordinal = pod.name.rsplit('-').next().unwrap_or_default();
    let store = pod.view().volumes.get("store").cloned().context("a broker without a store")?;
    let folder = store.join(format!("dledger-n{ordinal}/data"));
    let files = data_files(&folder)?;
    let first = files.first().cloned().context("a broker without a log")?;
    let then = SystemTime::now() - SINCE;
    for file in files.iter().rev().skip(2) {
        File::options().write(true).open(file)?.set_modified(then)?;
    }
    wait_for(&format!("end of {}'s oldest file", pod.name), Duration::from_secs(90), || {
        release.world.kubelet.check()?;
        Ok((!first.exists()).then_some(()))
    })?;
    say(&format!("{} has deleted {} of {} files", pod.name, files.len() - data_files(&folder)?.len(), files.len()));
    Ok(())
}

fn data_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("no log in {}", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}
