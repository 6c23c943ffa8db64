//! What must be true of the hardened chart, each held against one assertion; the first that fails ends the checks.

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::stream::{self, Passes};
use crate::helm::{Helm, objects_of};
use crate::kubelet::pods::Entry;
use crate::manifest::find;
use crate::process::wait_for;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::{Measured, Seconds, Stop};
use crate::rocketmq::cluster::Cluster;
use crate::rocketmq::remoting::{Code, Request};
use crate::scenario::apply::compare;
use crate::scenario::faults;
use crate::scenario::placement::{kubectl_drain, reasons_to_wait};
use crate::scenario::stage::{self, GROUP};
use crate::scenario::traffic::{From, Traffic};
use crate::world::{NODES, World};

/// The scheduler needs a second.
const SCHEDULED: Duration = Duration::from_secs(30);

/// What the brokers are told in their files, and must have read.
const SETTINGS: [&str; 3] = ["fileReservedTime=96", "mappedFileSizeCommitLog=16777216", "maxHashSlotNum=10000"];
/// What 4.9.7 does not read.
const UNKNOWN: [&str; 3] = ["storePathConsumerQueue=", "maxHashSlotsNum=", "enableControllerMode="];

/// The user of the image.
const IMAGE_USER: u32 = 3000;

/// The chart with some passes, in a namespace of its own.
pub struct Candidate {
    release: Release,
    /// What is applied.
    stream: String,
    /// The same with another setting in the brokers' files.
    changed: String,
    /// Whom the brokers run as: a pass takes nobody what root has written.
    broker_user: u32,
}

/// Without hardening, members share a node when there is but one: what [`Candidate`] finds is no accident.
pub fn may_share_a_node(world: &Arc<World>) -> Result<()> {
    let namespace = "shared-node";
    let classic = stream::rendered(&Helm::three(world)?, namespace, "broker.runAsRoot=true")?;
    let release = Release::of_others(world, namespace, objects_of(world, namespace, &classic)?);
    world.create_open_namespace(namespace)?;
    close_all_but_one(world)?;
    for kind in ["ConfigMap", "StatefulSet"] {
        let objects = release.objects.iter().filter(|object| object["kind"] == kind);
        let mut of_brokers =
            objects.filter(|object| object["metadata"]["name"].as_str().is_some_and(|name| name.starts_with(GROUP)));
        let object = of_brokers.next().with_context(|| format!("no {kind} of brokers"))?;
        Assertion::ApiServer.holds_if(world.client().apply(object))?;
    }
    let shared = wait_for("three brokers on one node", SCHEDULED, || {
        let brokers = release.pods("broker");
        Ok((brokers.len() == 3 && brokers.iter().all(|pod| pod.node == NODES[0].0)).then_some(()))
    });
    Assertion::Placement.holds_if(shared)?;
    Assertion::Kubelet.holds_if(world.check())?;
    world.clear_namespace(namespace)?;
    world.restore_nodes()
}

fn close_all_but_one(world: &World) -> Result<()> {
    NODES[1..].iter().try_for_each(|(node, _)| world.cordon(node, true))
}

impl Candidate {
    /// Renders and hardens the chart, and applies nothing yet.
    pub fn new(world: &Arc<World>, namespace: &str, user: &str, passes: Passes) -> Result<Self> {
        let helm = Helm::four(world)?;
        let classic = stream::rendered(&helm, namespace, user)?;
        let stream = stream::post_rendered(world, &classic, passes)?;
        let again = stream::post_rendered(world, &stream, passes)?;
        Assertion::Unchanged.check(stream == again, || "hardening twice is not the same as once".to_owned())?;
        let other = stream::rendered(&helm, namespace, &format!("{user},broker.fileReservedTime=97"))?;
        world.create_open_namespace(namespace)?;
        Ok(Self {
            changed: stream::post_rendered(world, &other, passes)?,
            release: Release::of_others(world, namespace, objects_of(world, namespace, &stream)?),
            broker_user: if user.ends_with("=true") { 0 } else { IMAGE_USER },
            stream,
        })
    }

    /// Carries out the checks for which nothing has to run, with all nodes closed but one, and opens the others.
    pub fn is_taken_and_placed(&self) -> Result<()> {
        close_all_but_one(&self.release.world)?;
        self.holds(Assertion::ApiServer, Self::applied_twice)?;
        self.holds(Assertion::Placement, Self::one_member_on_one_node)?;
        self.holds(Assertion::Rollout, Self::changed_file_restarts)?;
        self.release.world.restore_nodes()
    }

    /// Carries every check out.
    pub fn judge(mut self, measured: &mut Measured) -> Result<()> {
        self.is_taken_and_placed()?;
        self.release.applied = Instant::now();
        stage::boot(&self.release, measured)?;
        self.holds(Assertion::Placement, Self::members_are_apart)?;
        self.holds(Assertion::User, Self::servers_have_no_more_rights)?;
        self.holds(Assertion::ConfigKeys, Self::settings_arrive)?;
        let traffic = Traffic::start(&self.release, GROUP, &From::Inside)?;
        self.holds(Assertion::OutsideSends, |candidate| candidate.outside_sends(traffic.topic()))?;
        self.drain(traffic, measured)
    }

    fn holds(&self, assertion: Assertion, check: impl FnOnce(&Self) -> Result<()>) -> Result<()> {
        let begin = Instant::now();
        Assertion::Kubelet.holds_if(self.release.world.check())?;
        assertion.holds_if(check(self))?;
        say(&format!("{assertion} holds ({:.1} s)", begin.elapsed().as_secs_f64()));
        Ok(())
    }

    /// What was rendered is what the server has, and the second time changes nothing.
    fn applied_twice(&self) -> Result<()> {
        let (world, objects) = (&self.release.world, &self.release.objects);
        let live = || objects.iter().map(|object| world.client().read(object)).collect::<Result<Vec<Value>>>();
        stream::apply(world, &self.stream)?;
        let once = live()?;
        compare::ensure_holds(objects, &once)?;
        stream::apply(world, &self.stream)?;
        compare::ensure_same(&once, &live()?)
    }

    /// With a single open node one broker starts, and the scheduler says why the others do not.
    fn one_member_on_one_node(&self) -> Result<()> {
        let waiting = wait_for("one broker with a node and two without", SCHEDULED, || {
            self.release.world.check()?;
            let placed = self.release.pods("broker");
            ensure!(placed.len() < 2, "{} brokers share {}", placed.len(), NODES[0].0);
            let reasons = reasons_to_wait(&self.release)?;
            Ok((placed.len() == 1 && reasons.len() == 2).then_some(reasons))
        })?;
        let is_known = |reason: &&String| reason.contains("1 node(s) didn't match pod anti-affinity rules");
        ensure!(waiting.iter().filter(is_known).count() == 2, "the scheduler says: {}", waiting.join("; "));
        Ok(())
    }

    /// Another setting in a mounted file is another Pod template.
    fn changed_file_restarts(&self) -> Result<()> {
        let would = stream::would_apply(&self.release.world, &self.changed)?;
        let would = &find(&would, "StatefulSet", GROUP)?["spec"]["template"];
        let now = self.release.world.client().read(find(&self.release.objects, "StatefulSet", GROUP)?)?;
        ensure!(*would != now["spec"]["template"], "the brokers would go on with the old file");
        Ok(())
    }

    fn members_are_apart(&self) -> Result<()> {
        for component in ["broker", "namesrv"] {
            let mut nodes: Vec<String> = self.pods_of(component)?.iter().map(|pod| pod.node.clone()).collect();
            nodes.sort();
            ensure!(nodes == NODES.map(|(node, _)| node), "each {component} has its node: {}", nodes.join(", "));
        }
        Ok(())
    }

    /// Returns the three running Pods of a component; the name servers start one after the other.
    fn pods_of(&self, component: &str) -> Result<Vec<Arc<Entry>>> {
        wait_for(&format!("three running Pods of {component}"), SCHEDULED, || {
            let pods = self.release.pods(component);
            Ok((pods.len() == 3 && pods.iter().all(|pod| pod.view().is_running)).then_some(pods))
        })
    }

    /// The kernel tells whom each server runs as, and what it may do.
    fn servers_have_no_more_rights(&self) -> Result<()> {
        for (component, user) in [("namesrv", IMAGE_USER), ("broker", self.broker_user)] {
            for pod in self.pods_of(component)? {
                let process = pod.view().inside.and_then(|inside| inside.process()).context("no process")?;
                let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
                let mounts = std::fs::read_to_string(format!("/proc/{process}/mounts"))?;
                let missing = missing_rights(&status, &mounts, user);
                ensure!(missing.is_empty(), "{} has not: {}", pod.name, missing.join(", "));
            }
        }
        Ok(())
    }

    /// Each broker has read what its file says, and its file says nothing that it does not read.
    fn settings_arrive(&self) -> Result<()> {
        self.release.cluster(|cluster| {
            let server = cluster.name_servers().first().copied().context("no name server")?;
            for address in Cluster::view(server)?.group(GROUP).members.values() {
                let answer = cluster.ask(address, &Request::new(Code::BrokerConfig))?;
                let text = answer.text()?;
                let has = |start: &&str| text.lines().any(|line| line.starts_with(*start));
                let unread = SETTINGS.into_iter().filter(|line| !text.lines().any(|found| found == *line));
                let wrong: Vec<String> = unread
                    .map(|line| format!("has not {line}"))
                    .chain(UNKNOWN.into_iter().filter(has).map(|key| format!("was told {key}")))
                    .collect();
                ensure!(wrong.is_empty(), "{address} {}", wrong.join(", "));
            }
            Ok(())
        })
    }

    /// Messages from outside come in over the node ports that the routes name.
    fn outside_sends(&self, topic: &str) -> Result<()> {
        let mut hosts = String::new();
        for pod in self.release.pods("broker") {
            writeln!(hosts, "{} {}", NODES[0].1, pod.name)?;
        }
        let port = &find(&self.release.objects, "Service", "rocketmq-namesrv-0")?["spec"]["ports"][0]["nodePort"];
        let from = From::Outside { name_servers: format!("{}:{port}", NODES[0].1), hosts };
        let client = Traffic::join(&self.release, topic, &from)?;
        let sent = client.driver().send(topic, 20, Duration::ZERO, Duration::from_secs(30))?;
        ensure!(sent.acknowledged == 20, "{} of 20 were acknowledged: {}", sent.acknowledged, sent.errors_text());
        Ok(())
    }

    /// The leader's node is drained while messages come in; a second one is not given up.
    fn drain(&self, mut traffic: Traffic, measured: &mut Measured) -> Result<()> {
        let (release, world) = (&self.release, &self.release.world);
        traffic.flows()?;
        let (_, leader) = faults::leader(release, GROUP)?;
        let other = NODES.iter().map(|(node, _)| *node).find(|node| *node != leader.node).context("one node")?;
        traffic.fault(&format!("drain of the leader's {}", leader.node))?;
        let begin = Instant::now();
        Assertion::CleanStop.holds_if(kubectl_drain(world, &leader.node, "90s"))?;
        ended_by_itself(release, &leader, begin.elapsed(), measured)?;
        traffic.flows()?;
        let refused = kubectl_drain(world, other, "3s").err().map(|error| format!("{error:#}")).unwrap_or_default();
        let by_budget = refused.contains("would violate the pod's disruption budget");
        Assertion::Budget.check(by_budget, || format!("the drain of a second node was not refused: {refused}"))?;
        world.restore_nodes()?;
        faults::whole(release, GROUP, 3)?;
        traffic.settle(measured)
    }
}

fn ended_by_itself(release: &Release, pod: &Entry, took: Duration, measured: &mut Measured) -> Result<()> {
    let ended = release.world.kubelet.ended(&pod.uid);
    let ended = Assertion::CleanStop.holds_if(ended.with_context(|| format!("{} has not ended", pod.name)))?;
    measured.stops.push(Stop {
        container: format!("{}/{}", ended.pod, ended.container),
        signal: "SIGTERM".to_owned(),
        exit_code: ended.exit_code,
        took: Seconds::from(took),
        has_abort_file: Some(ended.left_abort),
    });
    say(&format!("{} ended with {} after {took:.1?}", pod.name, ended.exit_code));
    let is_clean = ended.exit_code == 143 && !ended.left_abort;
    Assertion::CleanStop.check(is_clean, || {
        let abort = if ended.left_abort { "left" } else { "did not leave" };
        format!("{} ended with {} after {took:.1?} and {abort} its abort file", pod.name, ended.exit_code)
    })
}

/// Returns what the kernel tells otherwise than the `security` pass has written. Who stays root keeps the rest too.
fn missing_rights(status: &str, mounts: &str, user: u32) -> Vec<String> {
    let field = |name: &str| {
        let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.and_then(|value| value.split_whitespace().next()).unwrap_or_default().to_owned()
    };
    let user = user.to_string();
    let mut wanted = vec![("Uid", user.as_str())];
    if user != "0" {
        wanted.extend([("Gid", user.as_str()), ("CapBnd", "0000000000000000"), ("NoNewPrivs", "1")]);
    }
    let mut missing: Vec<String> = wanted
        .into_iter()
        .filter(|(name, want)| field(name) != *want)
        .map(|(name, want)| format!("{name} {want} but {}", field(name)))
        .collect();
    let root = mounts.lines().rfind(|line| line.split(' ').nth(1) == Some("/")).unwrap_or_default();
    let is_read_only = root.split(' ').nth(3).is_some_and(|options| options.split(',').any(|option| option == "ro"));
    if user != "0" && !is_read_only {
        missing.push("a read-only root".to_owned());
    }
    missing
}
