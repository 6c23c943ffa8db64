//! The Corefiles of distributions, with the names merged into them by each strategy, and taken out again.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::questions::{Answer, Lead, is_whole, leads_back, names_lead, others, same_for_others};
use super::{Lab, Named};
use crate::process::wait_for;
use crate::progress::say;
use crate::report::assertion::Assertion;

/// A Corefile, the strategies that it can take, and those that must be refused, each with the code of the finding.
struct Stock {
    name: &'static str,
    strategies: &'static [&'static str],
    refused: &'static [(&'static str, &'static str)],
    /// Addresses lead back to names with the strategy `hosts`.
    leads_back: bool,
}

const fn every(name: &'static str) -> Stock {
    Stock { name, strategies: EVERY, refused: &[], leads_back: true }
}

const fn but_hosts(name: &'static str) -> Stock {
    Stock { strategies: &["zone", "rewrite"], refused: &[("hosts", UNSEEN)], ..every(name) }
}

/// The result depends on what cannot be seen from the Corefile.
const UNSEEN: &str = "RMQ034";
const UNFIT: &str = "RMQ038";

const EVERY: &[&str] = &["hosts", "zone", "rewrite"];

const ALL: [Stock; 10] = [
    every("kubeadm"),
    // Its hosts block reads a file.
    but_hosts("k3s"),
    every("rke2"),
    every("kubespray"),
    every("ack"),
    // What is imported may have a hosts block.
    but_hosts("aks"),
    every("eks"),
    every("tke"),
    Stock { leads_back: false, ..every("private-hosts") },
    // The same, and the server block that would answer cannot ask for Services.
    Stock { strategies: &["zone"], refused: &[("hosts", UNSEEN), ("rewrite", UNFIT)], ..every("imports") },
];

/// The files beside a Corefile.
const NODE_HOSTS: (&str, &str) = ("NodeHosts", "192.168.1.176 node1\n");

pub fn prove(lab: &Lab, names: &[Named]) -> Result<()> {
    for stock in &ALL {
        Assertion::DnsName.holds_if(merged(lab, names, stock).with_context(|| stock.name))?;
    }
    Assertion::DnsName.holds_if(while_it_runs(lab, names).context("while CoreDNS runs"))
}

fn merged(lab: &Lab, names: &[Named], stock: &Stock) -> Result<()> {
    let text = lab.stock(stock.name)?;
    for (strategy, code) in stock.refused {
        let said = match lab.told(&["merge", "--strategy", strategy, "-"], &text) {
            Ok(merged) => bail!("{strategy} must be refused, and gave\n{merged}"),
            Err(error) => format!("{error:#}"),
        };
        ensure!(said.contains(&format!("error[{code}]")), "{strategy} is refused for another reason: {said}");
    }
    let before = as_it_was(lab, names, stock.name, &text)?;
    let answers: Vec<Result<()>> = thread::scope(|scope| {
        let text = &text;
        let before = &before;
        let start = |strategy: &&'static str| {
            let strategy = *strategy;
            scope.spawn(move || by_strategy(lab, names, stock, strategy, text, before).context(strategy))
        };
        let started: Vec<_> = stock.strategies.iter().map(start).collect();
        started.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(anyhow!("panicked")))).collect()
    });
    answers.into_iter().collect::<Result<()>>()?;
    say(&format!("{}: {}", stock.name, stock.strategies.join(", ")));
    Ok(())
}

/// Runs the Corefile as it is: our names must lead nowhere.
fn as_it_was(lab: &Lab, names: &[Named], name: &str, text: &str) -> Result<Vec<Answer>> {
    let server = lab.start(name, &[("Corefile", text), NODE_HOSTS])?;
    names_lead(&server, names, Lead::Nowhere)?;
    let before = others(&server)?;
    is_whole(&before)?;
    Ok(before)
}

fn by_strategy(lab: &Lab, names: &[Named], stock: &Stock, strategy: &str, text: &str, before: &[Answer]) -> Result<()> {
    let merged = lab.told(&["merge", "--strategy", strategy, "-"], text)?;
    let again = lab.told(&["merge", "--strategy", strategy, "-"], &merged)?;
    Assertion::Unchanged.check(again == merged, || format!("a second merge changes the Corefile:\n{again}"))?;
    let taken_out = lab.told(&["merge", "--remove", "-"], &merged)?;
    Assertion::Unchanged
        .check(taken_out == text, || format!("the lines are not taken out as they were put in:\n{taken_out}"))?;
    let server = lab.start(&format!("{}-{strategy}", stock.name), &[("Corefile", &merged), NODE_HOSTS])?;
    names_lead(&server, names, if strategy == "rewrite" { Lead::Services } else { Lead::Nodes })?;
    same_for_others(before, &others(&server)?)?;
    let is_back = strategy == "hosts" && stock.leads_back;
    names.iter().try_for_each(|named| leads_back(&server, named, is_back))
}

/// CoreDNS looks at its Corefile every 30 s, and here every 2 s; nothing else of it is changed.
fn while_it_runs(lab: &Lab, names: &[Named]) -> Result<()> {
    let text = lab.stock("kubeadm")?.replace("    reload\n", "    reload 2s 1s\n");
    let server = lab.start("live", &[("Corefile", &text)])?;
    names_lead(&server, names, Lead::Nowhere)?;
    let before = others(&server)?;
    for (corefile, lead) in [(lab.told(&["merge", "-"], &text)?, Lead::Nodes), (text, Lead::Nowhere)] {
        server.replace(&corefile)?;
        // A name that was not there is remembered for 30 s, but a new configuration has a new cache.
        wait_for("new Corefile", Duration::from_secs(15), || Ok(names_lead(&server, names, lead).ok()))
            .with_context(|| format!("{lead:?}"))?;
        same_for_others(&before, &others(&server)?)?;
    }
    Ok(())
}
