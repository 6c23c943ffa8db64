//! The programs that `rmq client` prints, unchanged, where their users run them.

use std::os::unix::fs::chown;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::faults;
use super::stage::{GROUP, Stage};
use super::traffic::create_topic;
use super::{Extent, Scenario};
use crate::kubelet::client_container::{self, Place};
use crate::manifest;
use crate::network::dns::resolv_conf;
use crate::process::output;
use crate::progress::say;
use crate::release::Release;
use crate::report::assertion::Assertion;
use crate::report::measured::Measured;
use crate::tools::Program;

pub const BY_NAME: Scenario = Scenario {
    name: "clients",
    about: "the printed clients in Java, Spring and Go, outside with hosts lines, elsewhere inside with a merged Corefile",
    extent: Extent::Always,
    run: by_name,
};

pub const BY_ADDRESS: Scenario = Scenario {
    name: "clients-by-address",
    about: "the same clients by node addresses: no hosts line, and CoreDNS as it was",
    extent: Extent::All,
    run: by_address,
};

const LANGUAGES: [&str; 3] = ["java", "spring", "go"];
const POSITIONS: [From; 2] = [From::OtherNamespace, From::Outside];
const TOPIC_KNOWN: Duration = Duration::from_mins(1);
/// How long a program tries, in seconds; one that must fail gets less.
const PATIENCE: u32 = 90;
const IMPATIENCE: u32 = 8;

/// Where a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// In a Pod of a namespace that has nothing to do with the cluster.
    OtherNamespace,
    /// On the network outside.
    Outside,
}

impl From {
    fn word(self) -> &'static str {
        match self {
            Self::OtherNamespace => "other-namespace",
            Self::Outside => "outside",
        }
    }
}

/// One run of the programs of an example.
struct Printed<'a> {
    release: &'a Release,
    example: &'static str,
    /// The lines for the hosts file outside.
    hosts: String,
    /// Tells the runs apart.
    run: &'static str,
}

fn by_name(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    let release = stage.three_nodes(measured)?;
    let printed = |hosts: &str, run| Printed { release, example: "three-nodes", hosts: hosts.to_owned(), run };
    let bare = printed("", "bare");
    let failed = thread::scope(|scope| {
        let started = POSITIONS.map(|from| {
            scope.spawn({
                let bare = &bare;
                move || bare.fails("go", from)
            })
        });
        started.into_iter().try_for_each(|run| run.join().unwrap_or_else(|_| bail!("a run panicked")))
    });
    Assertion::DnsName.holds_if(failed)?;
    let hosts = told(release, "hosts", &[], "")?;
    let before = release.world.dns.lock().unwrap_or_else(PoisonError::into_inner).corefile()?;
    merge(release, &before, &["--strategy", "hosts"])?;
    all_arrive(&printed(&hosts, "first"))?;
    let (leader, pod) = faults::leader(release, GROUP)?;
    say(&format!("kill -9 {}", pod.name));
    pod.hold();
    pod.kill();
    faults::other_leader(release, GROUP, &leader)?;
    all_arrive(&printed(&hosts, "second"))?;
    pod.release();
    faults::whole(release, GROUP, 3)?;
    wrong_port(&printed(&hosts, "wrong-port"))?;
    let merged = release.world.dns.lock().unwrap_or_else(PoisonError::into_inner).corefile()?;
    let after = merge(release, &merged, &["--remove"])?;
    Assertion::Unchanged.check(after == before, || "the Corefile is not what it was".to_owned())
}

fn by_address(stage: &mut Stage, measured: &mut Measured) -> Result<()> {
    // Both examples have the same node ports.
    stage.spend()?;
    let release = stage.own("mq", &["-f", "examples/by-address.yaml"], measured)?;
    let printed = |run| Printed { release: &release, example: "by-address", hosts: String::new(), run };
    all_arrive(&printed("first"))?;
    let (leader, pod) = faults::leader(&release, GROUP)?;
    say(&format!("kill -9 {}", pod.name));
    pod.hold();
    pod.kill();
    faults::other_leader(&release, GROUP, &leader)?;
    all_arrive(&printed("second"))?;
    pod.release();
    stage.end(&release)
}

/// Returns what `rmq` prints about the cluster.
fn told(release: &Release, command: &str, more: &[&str], stdin: &str) -> Result<String> {
    let words = command.split(' ').chain(["-n", &release.namespace]);
    let values = release.arguments().iter().map(String::as_str);
    let words: Vec<&str> = words.chain(values).chain(more.iter().copied()).collect();
    manifest::print(&release.world.tools, &words, stdin)
}

/// Puts what `rmq coredns merge` makes of a Corefile in its place, while CoreDNS runs, and returns it.
fn merge(release: &Release, corefile: &str, more: &[&str]) -> Result<String> {
    let more: Vec<&str> = more.iter().copied().chain(["-"]).collect();
    let merged = told(release, "coredns merge", &more, corefile)?;
    Assertion::DnsName.holds_if(release.world.dns.lock().unwrap_or_else(PoisonError::into_inner).replace(&merged))?;
    Ok(merged)
}

/// Runs every program at every position: each must get its messages back.
fn all_arrive(printed: &Printed) -> Result<()> {
    let topic = create_topic(printed.release, GROUP, TOPIC_KNOWN)?;
    let runs: Vec<(From, Result<()>)> = thread::scope(|scope| {
        let start = |language: &'static str, from| {
            let topic = &topic;
            (from, scope.spawn(move || printed.arrives(language, from, topic)))
        };
        let started: Vec<_> =
            POSITIONS.iter().flat_map(|from| LANGUAGES.map(|language| start(language, *from))).collect();
        let end = |(from, run): (From, thread::ScopedJoinHandle<'_, Result<()>>)| {
            (from, run.join().unwrap_or_else(|_| bail!("a run panicked")))
        };
        started.into_iter().map(end).collect()
    });
    runs.into_iter().try_for_each(|(from, run)| {
        let sends = if from == From::Outside { Assertion::OutsideSends } else { Assertion::InsideSends };
        sends.holds_if(run)
    })
}

/// A node port that differs from the port of the broker behind it: what the route says is then open nowhere.
fn wrong_port(printed: &Printed) -> Result<()> {
    let release = printed.release;
    let (_, leader) = faults::leader(release, GROUP)?;
    let client = release.world.client();
    let service = client.get("v1", "Service", Some(&release.namespace), &leader.name)?;
    let ports = |offset: i64| -> Result<serde_json::Value> {
        let ports = service["spec"]["ports"].as_array().context("a Service without ports")?;
        let moved = ports.iter().map(|port| {
            let mut port = port.clone();
            port["nodePort"] = json!(port["nodePort"].as_i64().unwrap_or_default() + offset);
            port
        });
        Ok(json!({"spec": {"ports": moved.collect::<Vec<_>>()}}))
    };
    client.patch(&service, "", &ports(1000)?)?;
    let failed = printed.fails("go", From::Outside);
    client.patch(&service, "", &ports(0)?)?;
    Assertion::OutsideSends.holds_if(failed)
}

impl Printed<'_> {
    fn arrives(&self, language: &str, from: From, topic: &str) -> Result<()> {
        let printed = self.run(language, from, topic, PATIENCE)?;
        ensure!(printed.contains("received 100"), "the {language} client {} printed:\n{printed}", from.word());
        say(&format!("{language} {}: 100 of 100 ({})", from.word(), self.run));
        Ok(())
    }

    /// Runs a program that must fail, and say so.
    fn fails(&self, language: &str, from: From) -> Result<()> {
        let topic = create_topic(self.release, GROUP, TOPIC_KNOWN)?;
        match self.run(language, from, &topic, IMPATIENCE) {
            Ok(printed) => bail!("the {language} client {} must fail, and printed:\n{printed}", from.word()),
            // What else can go wrong has other words: a program that is missing, or one that was killed.
            Err(error) if format!("{error:#}").contains("exit status: 1\n") => Ok(()),
            Err(error) => Err(error.context("the client must fail by itself")),
        }
    }

    /// Fails unless the program that was built is the one that is printed for this very cluster.
    fn is_for_this_cluster(&self, language: &str, from: From, program: &Program) -> Result<()> {
        let folder = program.folders.first().context("a program without a folder")?;
        let file = match language {
            "java" => "Client.java",
            "spring" => "application.yml",
            _ => "main.go",
        };
        let printed = told(self.release, "client", &["--lang", language, "--from", from.word(), "--file", file], "")?;
        let built = std::fs::read_to_string(folder.join(file))?;
        ensure!(printed == built, "{file} was built for another cluster");
        Ok(())
    }

    fn run(&self, language: &str, from: From, topic: &str, limit: u32) -> Result<String> {
        let world = &self.release.world;
        let key = format!("{}/{}/{language}", self.example, from.word());
        let program = world.tools.clients.get(&key).with_context(|| format!("no client {key}"))?;
        self.is_for_this_cluster(language, from, program)?;
        let name = format!("{}-{language}-{}", self.run, if from == From::Outside { "out" } else { "in" });
        let home = world.scratch.folder(&format!("clients/{name}"))?;
        chown(&home, Some(client_container::USER), Some(client_container::USER))?;
        let (namespace, host) = match from {
            From::Outside => (world.network.outside().namespace(), None),
            From::OtherNamespace => {
                let host = world.network.add_pod(&name)?;
                (host.namespace(), Some(host))
            }
        };
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let place = Place {
            namespace: namespace.into(),
            hosts: if from == From::Outside { self.hosts.clone() } else { String::new() },
            resolv_conf: host.as_ref().map(|_| resolv_conf("elsewhere")),
            mounts: program.folders.iter().cloned().chain([home.clone()]).collect(),
            variables: vec![
                variable("RMQ_TOPIC", topic),
                variable("RMQ_GROUP", &name),
                variable("RMQ_LIMIT", &limit.to_string()),
                variable("HOME", &home.display().to_string()),
                variable("JAVA_TOOL_OPTIONS", &format!("-Duser.home={} -XX:TieredStopAtLevel=1", home.display())),
            ],
        };
        let mut command =
            client_container::program(&world.tools, &world.scratch, &name, &place, &program.command_line)?;
        Ok(String::from_utf8_lossy(&output(&mut command)?).into_owned())
    }
}
