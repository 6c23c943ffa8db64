//! The same bytes everywhere: the native program, the launcher, the program for WASI and the web module are given the
//! same cases.
//!
//! The native program and the launcher run here, one process a case; tests/parity/run.mjs runs the others, all cases in
//! one node process. Everything stays in target/parity, so that a difference can be looked at.

mod case;
mod generate;
mod outputs;
mod streams;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::build::{self, Glue, Profile};
use crate::{launcher, process};
use case::{Case, Expect, STDIN};
use outputs::{Output, Outputs};

/// The seed of an ordinary run; `RMQ_PARITY_SEED` sets another.
const SEED: u64 = 20_261_122;

/// Compares the builds that tests use.
pub fn run() -> Result<()> {
    compare(Profile::Release)
}

/// Compares the builds that are shipped.
pub fn run_shipped() -> Result<()> {
    compare(Profile::Dist)
}

fn compare(profile: Profile) -> Result<()> {
    let native = build::native("rmq", profile)?;
    let wasi = build::wasi(profile)?;
    let launcher = launcher::build(profile)?.join(launcher::NAMES[0]);
    process::step("streams of others", || streams::compare(profile, [&native, &launcher, &wasi]))?;
    let web = build::web(profile, Glue::Node)?.join("rmq_web.js");
    let seed = seed()?;
    let run = Run { folder: build::target().join("parity").join(profile.name()), cases: all_cases(seed)? };
    run.prepare()?;
    let context = || format!("random cases of RMQ_PARITY_SEED={seed}");
    let want = process::step("native program", || run.processes("native", &native)).with_context(context)?;
    let got = process::step("launcher", || run.processes("launcher", &launcher)).with_context(context)?;
    run.check_equal("launcher", &want, &got).with_context(context)?;
    outputs::prove_that_differences_are_seen(&got)?;
    for (edge, build) in [("wasi", wasi), ("web", web)] {
        let got = process::step(edge, || run.node(edge, &build)).with_context(context)?;
        run.check_equal(edge, &want, &got).with_context(context)?;
        outputs::prove_that_differences_are_seen(&got)?;
    }
    run.check_expectations(&want).with_context(context)?;
    println!(
        "    {} cases, each the same bytes natively, in the launcher, under WASI and in the web module",
        run.cases.len()
    );
    Ok(())
}

fn seed() -> Result<u64> {
    match std::env::var("RMQ_PARITY_SEED") {
        Ok(seed) => seed.parse().with_context(|| format!("RMQ_PARITY_SEED is no number: {seed}")),
        Err(_) => Ok(SEED),
    }
}

/// The examples, then the random cases.
fn all_cases(seed: u64) -> Result<Vec<Case>> {
    let mut cases = examples(&process::project_root().join("examples"))?;
    println!(
        "    {} examples, {} random cases that render and {} that fail (RMQ_PARITY_SEED={seed})",
        cases.len(),
        generate::RENDERING,
        generate::FAILING
    );
    cases.extend(generate::cases(seed)?);
    Ok(cases)
}

fn examples(folder: &Path) -> Result<Vec<Case>> {
    let mut paths: Vec<PathBuf> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?,
        Err(_) => Vec::new(),
    };
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths.iter().map(|path| example(path)).collect()
}

fn example(path: &Path) -> Result<Case> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Case::of_text(format!("example-{name}"), text))
}

/// The cases with the folder in which everything about them lies.
struct Run {
    folder: PathBuf,
    cases: Vec<Case>,
}

impl Run {
    /// Writes the files of every case and the list for node.
    fn prepare(&self) -> Result<()> {
        if self.folder.is_dir() {
            std::fs::remove_dir_all(&self.folder)?;
        }
        for case in &self.cases {
            case.write(&self.case_folder(case))?;
        }
        let list: Vec<Value> = self.cases.iter().map(|case| self.entry(case)).collect();
        Ok(std::fs::write(self.folder.join("cases.json"), Value::from(list).to_string())?)
    }

    fn entry(&self, case: &Case) -> Value {
        let folder = self.case_folder(case);
        json!({"id": case.id, "folder": folder, "args": case.args(), "request": case.request()})
    }

    fn case_folder(&self, case: &Case) -> PathBuf {
        self.folder.join("cases").join(&case.id)
    }

    fn processes(&self, edge: &str, program: &Path) -> Result<Outputs> {
        let folder = self.folder.join(edge);
        std::fs::create_dir_all(&folder)?;
        let run = |case: &Case| Ok((case.id.clone(), self.process(program, case, &folder)?));
        self.cases.iter().map(run).collect()
    }

    fn process(&self, program: &Path, case: &Case, out: &Path) -> Result<Output> {
        let folder = self.case_folder(case);
        let stdin = File::open(folder.join(STDIN))?;
        let output = Command::new(program).args(case.args()).current_dir(&folder).env_clear().stdin(stdin).output()?;
        let code = output.status.code().map_or_else(|| output.status.to_string(), |code| code.to_string());
        for (kind, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            std::fs::write(out.join(format!("{}.{kind}", case.id)), bytes)?;
        }
        Ok(Output { stdout: output.stdout, stderr: output.stderr, code: code.into_bytes() })
    }

    fn node(&self, edge: &str, build: &Path) -> Result<Outputs> {
        let folder = self.folder.join(edge);
        std::fs::create_dir_all(&folder)?;
        let script = process::project_root().join("tests/parity/run.mjs");
        let mut node = Command::new("node");
        node.arg("--no-warnings").arg(script).arg(edge).arg(build).arg(self.folder.join("cases.json")).arg(&folder);
        process::run(&mut node)?;
        outputs::read(&folder, &self.cases)
    }

    /// Fails when a case did not come to what it must come to, whatever the builds agree on.
    fn check_expectations(&self, outputs: &Outputs) -> Result<()> {
        let wrong: Vec<String> = self.cases.iter().filter_map(|case| wrong(case, outputs.get(&case.id))).collect();
        report(&wrong, "cases do not come to what they must come to")
    }

    fn check_equal(&self, edge: &str, want: &Outputs, got: &Outputs) -> Result<()> {
        let differences = outputs::differences(want, got);
        report(
            &differences,
            &format!("differences between the native program and {edge}, in {}", self.folder.display()),
        )
    }
}

fn wrong(case: &Case, output: Option<&Output>) -> Option<String> {
    let Some(output) = output else { return Some(format!("{}: no output", case.id)) };
    let code = String::from_utf8_lossy(&output.code);
    let is_right = match case.expect {
        Expect::Renders => code == "0" && !output.stdout.is_empty(),
        Expect::Fails => code == "2" && output.stdout.is_empty() && !output.stderr.is_empty(),
    };
    let said = || String::from_utf8_lossy(&output.stderr).chars().take(300).collect::<String>();
    (!is_right).then(|| format!("{}: expected {:?}, exit code {code}: {}", case.id, case.expect, said()))
}

/// Prints the first lines of a list that should be empty, and fails when it is not.
fn report(lines: &[String], what: &str) -> Result<()> {
    for line in lines.iter().take(20) {
        eprintln!("    {line}");
    }
    ensure!(lines.is_empty(), "{} {what}", lines.len());
    Ok(())
}
