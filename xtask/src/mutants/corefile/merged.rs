//! What CoreDNS' parser reads in a merged Corefile.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rmq::cluster::{Cluster, RequestedRelease};
use rmq::coredns::Strategy;
use rmq::coredns::merge::{self, Job, Places};
use rmq::pipeline;
use rmq::source::Sources;
use rmq::values::Input;
use serde_json::{Map, Value};

use super::super::answer::UNSEEN;
use crate::judges::go_oracle;

const VALUES: &str = "\
external: {type: nodePort, advertise: name, domain: mq.example}
nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]
";
const STRATEGIES: [Strategy; 3] = [Strategy::Hosts, Strategy::Zone, Strategy::Rewrite];
/// So many of the mutants.
const COUNT: usize = 2_000;

/// Merges by every strategy, and asks about what came out.
pub(super) fn run(oracle: &Path, seeds: &[String], mutants: &[String]) -> Result<()> {
    let cluster = cluster().context("the cluster of the mutants")?;
    let mut pairs = Vec::new();
    for text in seeds.iter().chain(mutants).take(COUNT) {
        for strategy in STRATEGIES {
            let places = Places::whole(Sources::new().add("Corefile", text.as_str()));
            let merged = merge::merge(&cluster, text, &places, Job::Put(strategy), None).value;
            pairs.extend(merged.map(|merged| (text.as_str(), merged, strategy)));
        }
    }
    let before: Vec<&str> = pairs.iter().map(|(before, ..)| *before).collect();
    let after: Vec<&str> = pairs.iter().map(|(_, after, _)| after.as_str()).collect();
    let answers =
        go_oracle::read_corefiles(oracle, &before)?.into_iter().zip(go_oracle::read_corefiles(oracle, &after)?);
    let mut wrong = 0;
    for ((text, merged, strategy), (before, after)) in pairs.iter().zip(answers) {
        if before.as_str() != Some(UNSEEN) && !holds(&before, &after, *strategy) {
            if wrong < 3 {
                eprintln!("    {strategy:?} of {text:?}\n      is {merged:?}\n      read as {after}");
            }
            wrong += 1;
        }
    }
    println!("    {} merged: {wrong} wrong", pairs.len());
    ensure!(wrong == 0, "{wrong} merged Corefiles are not read as planned");
    ensure!(pairs.len() * 5 > COUNT, "{} merged are too few", pairs.len());
    Ok(())
}

fn cluster() -> Option<Cluster> {
    let mut sources = Sources::new();
    let input = Input::File(sources.add("values.yaml", VALUES));
    pipeline::cluster(&sources, &[input], &RequestedRelease::default()).value
}

/// Returns true when our words came in where they belong, and nothing else changed.
fn holds(before: &Value, after: &Value, strategy: Strategy) -> bool {
    let (Some(before), Some(after)) = (before.as_array(), after.as_array()) else { return false };
    if strategy == Strategy::Zone {
        let is_own =
            |block: &&Value| block["keys"][0].as_str().is_some_and(|key| key.starts_with("dns://mq.example.:"));
        let own: Vec<&Value> = after.iter().filter(is_own).collect();
        let rest = after.iter().filter(|block| !own.contains(block));
        return own.len() == 1 && before.iter().map(words).eq(rest.map(words));
    }
    let changed = before.iter().zip(after).filter(|(before, after)| words(before) != words(after));
    let changed: Vec<(&Value, &Value)> = changed.collect();
    let [(one, other)] = changed.as_slice() else { return false };
    let name = strategy.word();
    let (mut one, mut other) = (words(one), words(other));
    let was = one.remove(name).unwrap_or_default();
    let Some(is) = other.remove(name) else { return false };
    let new = count(&is) - count(&was);
    before.len() == after.len() && one == other && is_within(&was, &is) && new == added(strategy, count(&was))
}

/// Returns how many words come in: an address and a name each, with a block around them if there was none.
fn added(strategy: Strategy, before: usize) -> usize {
    match strategy {
        Strategy::Rewrite => 6 * 7,
        _ if before == 0 => 6 * 2 + "hosts { ttl 60 fallthrough }".split(' ').count(),
        _ => 6 * 2,
    }
}

fn count(words: &Value) -> usize {
    words.as_array().map_or(0, Vec::len)
}

/// Returns true when all words are among the others, in the same order.
fn is_within(words: &Value, others: &Value) -> bool {
    let mut others = others.as_array().into_iter().flatten();
    words.as_array().into_iter().flatten().all(|word| others.any(|other| other == word))
}

/// Returns the keys and directives of a server block without the numbers of lines.
fn words(block: &Value) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("keys".to_owned(), block["keys"].clone());
    for (name, tokens) in block["directives"].as_object().into_iter().flatten() {
        let words = tokens.as_array().into_iter().flatten().map(|token| token[1].clone()).collect();
        all.insert(name.clone(), words);
    }
    all
}
