//! Mutants of streams, post-rendered: Kubernetes reads in each exactly what was planned, or it left as it came.

#[path = "../../../tests/corefile/answer.rs"]
mod answer;
pub mod corefile;
mod judge;
mod mutate;

use std::path::Path;

use anyhow::{Result, ensure};
use rmq::passes::{Config, config::Images};

use crate::judges::go_oracle::{self, Reading};
use crate::process;
use judge::{Trial, Verdict};
use mutate::Random;

/// Every run tries the same mutants.
const SEED: u64 = 5;
/// So many mutants in one call of the judge.
const BATCH: usize = 500;

/// Tries a few hundred mutants.
pub fn run() -> Result<()> {
    try_mutants(400)
}

/// Tries all mutants that are promised.
pub fn run_all() -> Result<()> {
    try_mutants(20_000)
}

fn try_mutants(count: usize) -> Result<()> {
    let oracle = go_oracle::build()?;
    let seeds = seeds()?;
    let mut random = Random::new(SEED);
    let mut streams: Vec<String> = seeds.clone();
    streams.extend((0..count).map(|_| mutate::mutant(&seeds, &mut random)));
    let (mut edited, mut failed) = (0, Vec::new());
    for config in [images(), Config { harden: true, ..Config::default() }] {
        for batch in streams.chunks(BATCH) {
            for (stream, verdict) in batch.iter().zip(verdicts(&oracle, &config, batch)?) {
                match verdict {
                    Verdict::Edited => edited += 1,
                    Verdict::Untouched => {}
                    Verdict::Wrong(why) => failed.push((stream.clone(), why, config.clone())),
                }
            }
        }
    }
    println!(
        "    {count} mutants of {} streams, twice: {edited} edited, {} wrong (seed {SEED})",
        seeds.len(),
        failed.len()
    );
    let mut reasons: Vec<&str> = failed.iter().map(|(_, why, _)| *why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for reason in &reasons {
        let of_it = failed.iter().filter(|(_, why, _)| why == reason);
        eprintln!("    {} times: {reason}", of_it.clone().count());
        if let Some((stream, _, config)) = of_it.min_by_key(|(stream, ..)| stream.len()) {
            let smallest = shrunk(&oracle, config, stream, reason)?;
            eprintln!("    {smallest:?}\n{smallest}");
        }
    }
    ensure!(
        failed.is_empty(),
        "{} outcomes are wrong with seed {SEED}; the smallest mutants stand above",
        failed.len()
    );
    ensure!(edited > count / 10, "only {edited} were edited: the mutants are too broken to show anything");
    Ok(())
}

fn images() -> Config {
    let images =
        Images { registry: "mirror.example".to_owned(), pull_secrets: vec!["pull".to_owned()], ..Images::default() };
    Config { images, ..Config::default() }
}

fn verdicts(oracle: &Path, config: &Config, streams: &[String]) -> Result<Vec<Verdict>> {
    let trials: Vec<Trial> = streams.iter().map(|stream| judge::attempt(config, stream)).collect();
    let before: Vec<&str> = streams.iter().map(String::as_str).collect();
    let after: Vec<&str> = trials.iter().map(|trial| trial.after.as_str()).collect();
    let readings: Vec<(Reading, Reading)> =
        go_oracle::read(oracle, &before)?.into_iter().zip(go_oracle::read(oracle, &after)?).collect();
    let judged = streams.iter().zip(&trials).zip(&readings);
    Ok(judged.map(|((stream, trial), (before, after))| judge::verdict(stream, trial, before, after)).collect())
}

/// Takes lines away as long as what is left is still wrong.
fn shrunk(oracle: &Path, config: &Config, stream: &str, reason: &str) -> Result<String> {
    let mut smallest = stream.to_owned();
    loop {
        let lines: Vec<&str> = smallest.split_inclusive('\n').collect();
        let without =
            |index: usize| [lines.get(..index), lines.get(index + 1..)].into_iter().flatten().flatten().copied();
        let smaller: Vec<String> = (0..lines.len()).map(|index| without(index).collect()).collect();
        let verdicts = verdicts(oracle, config, &smaller)?;
        let wrong =
            smaller.iter().zip(verdicts).find(|(_, verdict)| matches!(verdict, Verdict::Wrong(why) if *why == reason));
        let Some((next, _)) = wrong else { return Ok(smallest) };
        smallest.clone_from(next);
    }
}

/// Returns the documents that mutants are made of: real workloads, and every case of the YAML corpus.
fn seeds() -> Result<Vec<String>> {
    let mut seeds = vec![include_str!("forms.yaml").to_owned()];
    for folder in ["tests/streams", "tests/yaml/edit"] {
        let mut paths: Vec<_> = std::fs::read_dir(process::project_root().join(folder))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|found| found == "yaml")) {
            seeds.push(std::fs::read_to_string(path)?);
        }
    }
    Ok(seeds)
}
