//! The real CoreDNS with what `rmq coredns` prints, in the Corefiles that distributions install.

mod custom;
mod node_local;
mod questions;
mod server;
mod stock;
mod wrong;

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Context, Result};

use super::stage::Stage;
use super::{Extent, Scenario};
use crate::manifest;
use crate::process::wait_for;
use crate::release::Release;
use crate::report::measured::Measured;
use crate::world::{NODES, World};
use server::Server;

pub const SCENARIO: Scenario = Scenario {
    name: "coredns",
    about: "the Corefiles of eight distributions and two of ours run with our names merged in, and all else is answered as before",
    extent: Extent::Always,
    run,
};

const NAMESPACE: &str = "names";
const KNOWN: Duration = Duration::from_secs(10);

/// What every part of the scenario needs.
struct Lab<'a> {
    world: &'a World,
    release: Release,
    /// What CoreDNS forwards to: it knows `upstream.example`.
    upstream: Server,
}

/// A name of the cluster, with what it must lead to.
struct Named {
    name: String,
    node: Ipv4Addr,
    service: Ipv4Addr,
}

fn run(stage: &mut Stage, _: &mut Measured) -> Result<()> {
    let lab = Lab::new(stage)?;
    let names = lab.names()?;
    wrong::prove(&lab)?;
    stock::prove(&lab, &names)?;
    custom::prove(&lab, &names)?;
    node_local::prove(&lab, &names)?;
    drop(names);
    stage.world.delete_namespace(NAMESPACE)
}

impl<'a> Lab<'a> {
    /// Names need Services and nothing behind them, so nothing else of the example is applied.
    fn new(stage: &'a Stage) -> Result<Self> {
        let world = &stage.world;
        let release = Release::prepared(world, NAMESPACE, &["-f", "examples/three-nodes.yaml"], |objects| {
            objects.retain(|object| object["kind"] == "Service");
            Ok(())
        })?;
        release.apply(&release.objects)?;
        let upstream = Server::start(world, "upstream", &[("Corefile", UPSTREAM)], None)?;
        Ok(Self { world, release, upstream })
    }

    fn names(&self) -> Result<Vec<Named>> {
        let name = |(member, (_, node)): (usize, (&str, &str))| {
            let name = format!("rocketmq-broker-{member}");
            let service = self.world.client().get("v1", "Service", Some(NAMESPACE), &name)?;
            let service = service["spec"]["clusterIP"].as_str().context("a Service without an address")?.parse()?;
            Ok(Named { name, node: node.parse()?, service })
        };
        NODES.into_iter().enumerate().map(name).collect()
    }

    /// Starts CoreDNS with files of its folder, `Corefile` among them, and waits until it knows the API server.
    fn start(&self, name: &str, files: &[(&str, &str)]) -> Result<Server> {
        let server = Server::start(self.world, name, files, Some(self.upstream.address()))?;
        wait_for(&format!("Service of the API server in CoreDNS {name}"), KNOWN, || {
            let answer = server.ask("kubernetes.default.svc.cluster.local", "A").ok();
            Ok(answer.filter(|answer| answer.status == "NOERROR").map(drop))
        })?;
        Ok(server)
    }

    /// Returns what a command of `rmq coredns` prints about the cluster.
    fn told(&self, words: &[&str], stdin: &str) -> Result<String> {
        let values = self.release.arguments().iter().map(String::as_str);
        let words: Vec<&str> =
            ["coredns"].into_iter().chain(words.iter().copied()).chain(["-n", NAMESPACE]).chain(values).collect();
        manifest::print(&self.world.tools, &words, stdin)
    }

    /// Returns a Corefile of tests/coredns/stock.
    fn stock(&self, name: &str) -> Result<String> {
        let path = self.world.tools.project.join(format!("tests/coredns/stock/{name}.corefile"));
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }
}

/// Nothing but one name is known outside.
const UPSTREAM: &str = "\
www.upstream.example:53 {
    hosts {
        203.0.113.7 www.upstream.example
    }
}
.:53 {
    template ANY ANY {
        rcode NXDOMAIN
    }
}
";
