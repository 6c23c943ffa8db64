//! The broker group: one leader, known to all name servers, with its settings, and followers that follow.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::Trial;
use crate::rocketmq::cluster::Cluster;
use crate::rocketmq::remoting::{Code, Request};
use crate::scenario::stage::GROUP;
use crate::scenario::{faults, traffic};

/// An election takes 6 to 10 s.
const ELECTED: Duration = Duration::from_secs(30);

/// A broker tells all name servers at once.
const TOLD: Duration = Duration::from_secs(10);

/// A follower copies every 10 s.
const SYNCED: Duration = Duration::from_secs(25);

/// What tests/e2e/values/small.yaml sets: other values than RocketMQ's own, so that a key that is not read shows.
const SETTINGS: [(&str, &str); 3] =
    [("mappedFileSizeCommitLog", "16777216"), ("maxHashSlotNum", "10000"), ("maxIndexNum", "20000")];

/// One name server, at least, tells of all members and a leader.
pub(super) fn one_leader(trial: &mut Trial) -> Result<()> {
    let members = trial.members;
    trial.release.cluster(|cluster| {
        cluster.wait(&format!("{GROUP} has {members} members and a leader"), ELECTED, |views| {
            let groups = views.iter().map(|view| view.group(GROUP));
            let is_whole =
                |group: &crate::rocketmq::cluster::Group| group.members.len() == members && group.leader().is_some();
            groups.into_iter().any(|group| is_whole(&group)).then_some(())
        })
    })
}

/// All name servers tell the same.
pub(super) fn name_servers_agree(trial: &mut Trial) -> Result<()> {
    let all = trial.release.cluster(|cluster| cluster.wait_for_members(GROUP, trial.members, TOLD))?;
    ensure!(all.members.len() == trial.members, "{all}");
    Ok(())
}

/// After the end of one Pod the group leads again, or still.
pub(super) fn led_again(trial: &mut Trial) -> Result<()> {
    faults::leader(trial.release, GROUP).map(drop)
}

/// What the values set is what each running broker has.
pub(super) fn settings_arrive(trial: &mut Trial) -> Result<()> {
    trial.release.cluster(|cluster| {
        let server = cluster.name_servers().first().copied();
        let Some(server) = server else { return Ok(()) };
        for address in Cluster::view(server)?.group(GROUP).members.values() {
            let answer = cluster.ask(address, &Request::new(Code::BrokerConfig))?;
            let text = answer.text()?;
            for (key, want) in SETTINGS {
                let found = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
                ensure!(found == Some(want), "{address} has {key}={}, expected {want}", found.unwrap_or("nothing"));
            }
        }
        Ok(())
    })
}

/// A topic comes to be, and every member knows it.
pub(super) fn topic_synced(trial: &mut Trial) -> Result<()> {
    trial.topic = traffic::create_topic(trial.release, GROUP, SYNCED)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_those_of_the_values() {
        let values = include_str!("../../../values/small.yaml");
        for (key, value) in SETTINGS {
            assert!(values.contains(&format!("    {key}: {value}\n")), "{key}");
        }
    }
}
