//! `cargo xtask test`: every check of the project, one named step each, all of them run, all of them reported.

mod rust;
mod summary;

use std::panic::catch_unwind;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::judges::{
    self,
    go_oracle::{self, Goldens},
};
use crate::needs::{Need, Needs};
use crate::{
    clients, codegen, config_reader, e2e, helm_chart, helm_plugins, helm_values,
    keys::{self, Tables},
    kubectl_plugin, kustomize, launcher, mutants, page, parity, patches,
};
use summary::{Line, Outcome, Summary};

/// One named check.
struct Step {
    name: &'static str,
    extent: Extent,
    needs: &'static [Need],
    run: fn() -> Result<()>,
}

/// When a step runs without being named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// In every run.
    Always,
    /// In every run but one with `--all`, in which another step does the same and more.
    Ordinary,
    /// With `--all` only.
    All,
}

use Extent::{All, Always, Ordinary};
use Need::{CCompiler, Go, Jdk, Maven, Node, Npm, RustToolchain};

/// The steps in their order: the quick ones first. A new step is one line.
const STEPS: &[Step] = &[
    step("fmt", Always, &[RustToolchain], rust::fmt),
    step("clippy", Always, &[RustToolchain, CCompiler], rust::clippy),
    step("doc", Always, &[RustToolchain, CCompiler], rust::doc),
    step("cargo-test", Always, &[RustToolchain, CCompiler], rust::test),
    step("codegen", Always, &[CCompiler], || codegen::run(&["--check".to_owned()])),
    step("go-oracle", Always, &[Go], || go_oracle::check(Goldens::Check)),
    step("corefile-mutants", Always, &[Go], mutants::corefile::run),
    step("mutants", Ordinary, &[Go], mutants::run),
    step("mutants-all", All, &[Go], mutants::run_all),
    step("key-tables", Always, &[Jdk, Maven], || keys::generate(Tables::Check)),
    step("config-reader", Always, &[RustToolchain, CCompiler, Jdk, Maven], config_reader::run),
    step("parity", Always, &[RustToolchain, CCompiler, Node], parity::run),
    step("page", Always, page::CHECK_NEEDS, page::check),
    step("page-dist", All, page::CHECK_NEEDS, page::check_shipped),
    step("launcher", Always, &[RustToolchain, CCompiler], launcher::check),
    step("parity-dist", All, &[RustToolchain, CCompiler, Node], parity::run_shipped),
    step("judges", Always, &[Go], judges::build),
    step("helm-values", Always, &[RustToolchain, CCompiler, Go], helm_values::run),
    step("helm-plugins", Always, &[RustToolchain, CCompiler, Go, Node, Npm], helm_plugins::run),
    step("helm-plugins-dist", All, &[RustToolchain, CCompiler, Go, Node, Npm], helm_plugins::run_shipped),
    step("helm-chart", Ordinary, &[RustToolchain, CCompiler, Go], helm_chart::run),
    step("helm-chart-all", All, &[RustToolchain, CCompiler, Go], helm_chart::run_all),
    step("kubectl-plugin", Always, &[RustToolchain, CCompiler, Go], kubectl_plugin::run),
    step("kustomize", Always, &[RustToolchain, CCompiler, Go], kustomize::run),
    step("patches", Always, &[RustToolchain, CCompiler, Go], patches::run),
    step("clients", Always, &[RustToolchain, CCompiler, Go, Jdk, Maven], clients::run),
    step("page-applied", Always, page::APPLIED_NEEDS, page::check_applied),
    step("e2e", Ordinary, e2e::NEEDS, e2e::ordinary),
    step("e2e-all", All, e2e::NEEDS, e2e::all),
];

const fn step(name: &'static str, extent: Extent, needs: &'static [Need], run: fn() -> Result<()>) -> Step {
    Step { name, extent, needs, run }
}

/// Runs the steps that the arguments name (none: all of an ordinary run) and prints the summary.
///
/// A step whose needs cannot be met is skipped; with `CI=true` that is a failure.
pub fn run(args: &[String]) -> Result<()> {
    let steps = chosen(args)?;
    let needs = Needs::new();
    let mut summary = Summary::default();
    for (number, step) in steps.iter().enumerate() {
        println!("==> [{}/{}] {}", number + 1, steps.len(), step.name);
        let line = timed(step, &needs);
        println!("    {}", line.text());
        summary.lines.push(line);
    }
    println!("\n{summary}");
    let strict = std::env::var_os("CI").is_some_and(|value| value == "true");
    if summary.is_success(strict) { Ok(()) } else { bail!("not every step passed") }
}

fn chosen(args: &[String]) -> Result<Vec<&'static Step>> {
    let all = args.iter().any(|arg| arg == "--all");
    let names: Vec<&String> = args.iter().filter(|arg| *arg != "--all").collect();
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step `{unknown}`; the steps are {}", known.join(", "));
    }
    let is_named = |step: &Step| names.iter().any(|name| *name == step.name);
    let is_in_run = |step: &Step| match step.extent {
        Always => true,
        Ordinary => !all,
        All => all,
    };
    Ok(STEPS.iter().filter(|step| is_named(step) || (names.is_empty() && is_in_run(step))).collect())
}

fn timed(step: &Step, needs: &Needs) -> Line {
    let start = Instant::now();
    let outcome = attempt(step, needs);
    Line { name: step.name, seconds: start.elapsed().as_secs_f64(), outcome }
}

fn attempt(step: &Step, needs: &Needs) -> Outcome {
    if let Err(lack) = needs.provide(step.needs) {
        return Outcome::Skipped(lack);
    }
    match catch_unwind(step.run) {
        Ok(Ok(())) => Outcome::Passed,
        Ok(Err(error)) => {
            eprintln!("    {error:#}");
            Outcome::Failed(format!("{error:#}"))
        }
        Err(_) => Outcome::Failed("the step itself panicked".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(args: &[&str]) -> Result<Vec<&'static str>> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Ok(chosen(&args)?.into_iter().map(|step| step.name).collect())
    }

    #[test]
    fn arguments_choose_the_steps_in_their_own_order() {
        assert_eq!(names(&["clippy", "fmt"]).unwrap(), ["fmt", "clippy"]);
        assert_eq!(names(&["parity-dist"]).unwrap(), ["parity-dist"]);
        assert!(!names(&[]).unwrap().contains(&"parity-dist"));
        assert!(names(&[]).unwrap().contains(&"e2e") && !names(&[]).unwrap().contains(&"e2e-all"));
        assert!(names(&["--all"]).unwrap().contains(&"e2e-all") && !names(&["--all"]).unwrap().contains(&"e2e"));
        assert!(names(&["--all"]).unwrap().contains(&"parity-dist"));
        assert!(names(&["clipy"]).unwrap_err().to_string().contains("no step `clipy`"));
    }

    #[test]
    fn a_step_that_panics_is_a_failed_step() {
        let broken = step("broken", Always, &[], || panic!("on purpose"));
        assert!(matches!(attempt(&broken, &Needs::new()), Outcome::Failed(_)));
    }
}
