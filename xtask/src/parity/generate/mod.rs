//! Random cases: a seed draws the same ones on every machine, another seed draws others.

mod call;
mod fault;
mod object;
mod shape;
mod values;
mod yaml;

use anyhow::{Result, anyhow};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use super::case::{Case, Expect};

/// How many random cases render.
pub const RENDERING: usize = 200;
/// How many random cases fail.
pub const FAILING: usize = 50;

/// Draws the cases of a seed.
pub fn cases(seed: u64) -> Result<Vec<Case>> {
    let mut runner = runner(seed);
    let mut cases = Vec::new();
    for number in 0..RENDERING {
        let (call, values) = draw(&mut runner, &(call::call(), sound()))?;
        cases.push(call.of(&values, format!("renders-{number:03}")));
    }
    for number in 0..FAILING {
        let (values, fault) = draw(&mut runner, &(sound(), fault::fault()))?;
        let case = Case::of_text(format!("fails-{number:03}"), String::new());
        cases.push(Case { expect: Expect::Fails, ..fault.apply(case, values) });
    }
    Ok(cases)
}

/// Values of which a cluster can be made.
fn sound() -> impl Strategy<Value = Value> {
    shape::shape().prop_flat_map(|shape| values::values(&shape))
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

fn draw<S: Strategy>(runner: &mut TestRunner, strategy: &S) -> Result<S::Value> {
    let tree = strategy.new_tree(runner).map_err(|reason| anyhow!("cannot draw a case: {reason}"))?;
    Ok(tree.current())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_cases_again() {
        let text = |seed| format!("{:?}", cases(seed).unwrap());
        assert_eq!(text(7), text(7));
        assert_ne!(text(7), text(8));
    }

    #[test]
    fn the_cases_are_as_many_and_as_different_as_promised() {
        let cases = cases(1).unwrap();
        let count = |expect| cases.iter().filter(|case| case.expect == expect).count();
        assert_eq!((count(Expect::Renders), count(Expect::Fails)), (200, 50));
        let calls: std::collections::BTreeSet<String> = cases.iter().map(|case| case.request().to_string()).collect();
        assert!(calls.len() > 240, "only {} different calls", calls.len());
    }
}
