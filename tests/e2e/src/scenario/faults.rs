//! What is done to brokers, and waiting until the group has coped with it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};

use crate::kubelet::pods::{Ended, Entry};
use crate::process::wait_for;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::{Measured, Seconds, Stop};

/// An election takes 6 to 10 s; a machine with two cores gets more.
const ELECTION: Duration = Duration::from_mins(1);

/// From a restart until every name server tells of the member again. A name server whose node was lost has another
/// address; a broker that was connected to it dials that one only when the old connection has been idle for 120 s.
const RETURN: Duration = Duration::from_mins(3);

/// Returns the advertised address and the Pod of the leader.
pub fn leader(release: &Release, group: &str) -> Result<(String, Arc<Entry>)> {
    let found = release.cluster(|cluster| cluster.wait_for_leader(group, None, ELECTION));
    let leader = Assertion::OneLeader.holds_if(found)?;
    let pod = release.pod_at(&leader)?;
    Ok((leader, pod))
}

/// Waits until another member leads.
pub fn other_leader(release: &Release, group: &str, former: &str) -> Result<String> {
    let found = release.cluster(|cluster| cluster.wait_for_leader(group, Some(former), ELECTION));
    let leader = Assertion::OneLeader.holds_if(found)?;
    say(&format!("{leader} leads after {former}"));
    Ok(leader)
}

/// Waits until this many members are registered and one of them leads.
pub fn whole(release: &Release, group: &str, members: usize) -> Result<()> {
    let found = release.cluster(|cluster| cluster.wait_for_members(group, members, RETURN));
    Assertion::OneLeader.holds_if(found).map(drop)
}

/// Waits until every member has what the leader has now.
pub fn caught_up(release: &Release, group: &str) -> Result<()> {
    let behind = release.cluster(|cluster| {
        let members = cluster.wait_for_members(group, 3, RETURN)?;
        let end = |address: &str| -> Result<u64> {
            // A broker that has just started has no figures yet.
            let table = cluster.runtime(address).unwrap_or_default();
            Ok(table.get("commitLogMaxOffset").and_then(|offset| offset.parse().ok()).unwrap_or_default())
        };
        let leader = end(members.leader().unwrap_or_default())?;
        wait_for(&format!("members at {leader}"), RETURN, || {
            let ends = members.members.values().map(|address| end(address)).collect::<Result<Vec<_>>>()?;
            Ok(ends.iter().all(|end| *end >= leader).then_some(()))
        })
    });
    Assertion::OneLeader.holds_if(behind)
}

/// Kills a Pod's processes as a crash does and waits until the kubelet has started them again.
///
/// The broker that comes back may win the election that its own end began: then it leads again.
pub fn kill_and_await_restart(release: &Release, pod: &Entry) -> Result<()> {
    let before = pod.view().restarts;
    pod.kill();
    wait_for("restart of the container", Duration::from_mins(1), || {
        release.world.kubelet.check()?;
        Ok((pod.view().restarts > before && pod.view().is_running).then_some(()))
    })
}

/// Deletes a Pod, so that it gets SIGTERM and a successor; checks that it ends by itself and closes its store.
pub fn stop_and_await_successor(release: &Release, pod: &Entry, measured: &mut Measured) -> Result<Arc<Entry>> {
    stop(release, pod, &json!({}), measured)?;
    successor(release, pod)
}

/// Deletes a Pod with these options, so that it gets SIGTERM; checks that it ends by itself and closes its store.
pub fn stop(release: &Release, pod: &Entry, options: &Value, measured: &mut Measured) -> Result<()> {
    let begin = Instant::now();
    release.world.client().delete(&pod.object(), options)?;
    let ended = wait_for("end of the stopped container", Duration::from_secs(150), || {
        release.world.kubelet.check()?;
        Ok(release.world.kubelet.ended(&pod.uid))
    })?;
    note_stop(&ended, begin.elapsed(), measured)
}

/// Waits until the Pod that takes the place of a stopped one runs.
pub fn successor(release: &Release, stopped: &Entry) -> Result<Arc<Entry>> {
    wait_for("successor of the stopped Pod", RETURN, || {
        let found = release.world.kubelet.pod(&release.namespace, &stopped.name);
        Ok(found.filter(|found| found.uid != stopped.uid && found.view().is_running))
    })
}

/// Notes how a container stopped; fails unless SIGTERM ended it in good order.
fn note_stop(ended: &Ended, took: Duration, measured: &mut Measured) -> Result<()> {
    measured.stops.push(Stop {
        container: format!("{}/{}", ended.pod, ended.container),
        signal: "SIGTERM".to_owned(),
        exit_code: ended.exit_code,
        took: Seconds::from(took),
        has_abort_file: Some(ended.left_abort),
    });
    let is_clean = ended.exit_code == 143 && !ended.left_abort;
    Assertion::CleanStop.check(is_clean, || {
        let abort = if ended.left_abort { "left" } else { "did not leave" };
        format!("{} ended with {} after {took:.1?} and {abort} its abort file", ended.pod, ended.exit_code)
    })
}
