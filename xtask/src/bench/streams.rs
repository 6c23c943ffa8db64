//! Post-rendering of a stream of 5 MB beside `cat` and kustomize.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::measure::{self, Subject};
use super::millis;
use crate::build::{self, Profile};
use crate::judges::go::{self, Compiler};
use crate::process;

/// Documents of a stream.
const DOCUMENTS: usize = 1280;
/// One document in so many is a workload where few are edited.
const FEW: usize = 20;
/// How often kustomize is started: it takes seconds.
const KUSTOMIZE_SPAWNS: usize = 3;
const SPAWNS: usize = 21;

const CONFIG: &str = "images: {registry: mirror.example}\n";
const KUSTOMIZATION: &str = "resources: [in.yaml]\nimages: [{name: nginx, newName: mirror.example/nginx}]\n";

/// A stream with what is measured on it.
struct Case {
    name: &'static str,
    /// One document in so many is a workload; the others hold configuration.
    workload_every: usize,
    /// Which ratio is bounded, and by how much.
    budget: Budget,
}

enum Budget {
    /// `rmq` takes at most so many times the CPU of `cat`.
    OverCat(f64),
    /// kustomize takes at least so many times the CPU of `rmq`.
    UnderKustomize(f64),
}

const CASES: [Case; 3] = [
    Case { name: "nothing ours", workload_every: usize::MAX, budget: Budget::OverCat(3.0) },
    Case { name: "5 % of the documents edited", workload_every: FEW, budget: Budget::UnderKustomize(60.0) },
    Case { name: "all documents edited", workload_every: 1, budget: Budget::UnderKustomize(8.0) },
];

/// `rmq` takes at most so many times the size of the input in memory, less that of an empty process.
const MOST_MEMORY: f64 = 2.0;

/// Measures and prints; returns true when every budget is met.
pub fn print() -> Result<bool> {
    let rmq = build::native("rmq", Profile::Dist)?;
    let empty = build::native("empty", Profile::Dist)?;
    let kustomize = go::installed("kustomize", go::KUSTOMIZE, Compiler::Default)?;
    println!("\npost-render of a stream of about 5 MB, CPU of a whole process, medians");
    println!("{:<30} {:>9} {:>9} {:>9}  {:>8} {:>7}", "", "rmq ms", "peer ms", "ratio", "budget", "");
    let mut is_met = true;
    for case in &CASES {
        let folder = case.prepare()?;
        is_met &= case.cpu(&rmq, &kustomize, &folder)?;
        is_met &= case.memory(&rmq, &empty, &folder)?;
    }
    Ok(is_met)
}

impl Case {
    fn prepare(&self) -> Result<PathBuf> {
        let folder = build::target().join("bench").join(self.name.replace([' ', '%'], "-"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("in.yaml"), self.stream())?;
        std::fs::write(folder.join("config.yaml"), CONFIG)?;
        std::fs::write(folder.join("kustomization.yaml"), KUSTOMIZATION)?;
        Ok(folder)
    }

    fn stream(&self) -> String {
        let mut out = String::new();
        for index in 0..DOCUMENTS {
            let _ = writeln!(out, "---\n# Source: shop/templates/part-{index}.yaml");
            if self.workload_every == usize::MAX || index % self.workload_every != 0 {
                push_configuration(&mut out, index);
            } else {
                push_workload(&mut out, index);
            }
        }
        out
    }

    fn post_render(&self, rmq: &Path, folder: &Path) -> Command {
        let mut command = Command::new(rmq);
        command.arg("post-render").arg(folder.join("in.yaml"));
        if matches!(self.budget, Budget::UnderKustomize(_)) {
            command.arg("--config").arg(folder.join("config.yaml"));
        }
        command
    }

    fn cpu(&self, rmq: &Path, kustomize: &Path, folder: &Path) -> Result<bool> {
        let ours = subject(&self.post_render(rmq, folder));
        let (peer, spawns) = match self.budget {
            Budget::OverCat(_) => {
                let mut cat = Command::new("cat");
                cat.arg(folder.join("in.yaml"));
                (cat, SPAWNS)
            }
            Budget::UnderKustomize(_) => {
                let mut build = Command::new(kustomize);
                build.arg("build").arg(folder);
                (build, KUSTOMIZE_SPAWNS)
            }
        };
        let samples = measure::in_turns(&[ours, subject(&peer)], spawns)?;
        let [ours, peer] = [millis(samples[0].median()), millis(samples[1].median())];
        let (ratio, budget, is_met) = match self.budget {
            Budget::OverCat(most) => (ours / peer, format!("<= {most}"), ours / peer <= most),
            Budget::UnderKustomize(least) => (peer / ours, format!(">= {least}"), peer / ours >= least),
        };
        let word = if is_met { "met" } else { "MISSED" };
        println!("{:<30} {ours:>9.2} {peer:>9.2} {ratio:>9.2}  {budget:>8} {word:>7}", self.name);
        Ok(is_met)
    }

    fn memory(&self, rmq: &Path, empty: &Path, folder: &Path) -> Result<bool> {
        let size = std::fs::metadata(folder.join("in.yaml"))?.len();
        let ours = measure::peak_memory(&self.post_render(rmq, folder))?;
        let base = measure::peak_memory(&Command::new(empty))?;
        #[expect(clippy::cast_precision_loss, reason = "megabytes")]
        let ratio = ours.saturating_sub(base) as f64 / size as f64;
        let is_met = ratio <= MOST_MEMORY;
        let word = if is_met { "met" } else { "MISSED" };
        println!("{:<30} {:>9} {:>9} {ratio:>9.2}  {:>8} {word:>7}", "  memory / input", "", "", "<= 2");
        Ok(is_met)
    }
}

fn subject(command: &Command) -> Subject {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).map(Into::into).collect();
    let call = move || -> Command {
        let words: &[std::ffi::OsString] = &words;
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        command
    };
    Subject { name: String::new(), objects: 0, call: Box::new(call) }
}

fn push_workload(out: &mut String, index: usize) {
    let _ = write!(
        out,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-{index}\n  namespace: shop\nspec:\n  replicas: 3\n  \
         selector:\n    matchLabels: {{app: web-{index}}}\n  template:\n    metadata:\n      labels: {{app: web-{index}}}\n    \
         spec:\n      # {index}\n      containers:\n"
    );
    for container in 0..5 {
        let _ = write!(
            out,
            "      - name: c{container}\n        image: nginx:1.27\n        args: [\"--port\", \"8080\", \"--mode=fast\"]\n        \
             env:\n        - name: A_{container}\n          value: \"some value {index}\"\n        - name: B_{container}\n          \
             valueFrom:\n            fieldRef:\n              fieldPath: metadata.name\n        ports:\n        - containerPort: \
             80{container}0\n          name: http-{container}\n        resources:\n          requests: {{cpu: 100m, memory: 128Mi}}\n          \
             limits: {{memory: 256Mi}}\n        livenessProbe:\n          httpGet:\n            path: /healthz\n            port: \
             http-{container}\n          initialDelaySeconds: 10\n        volumeMounts:\n        - name: config\n          \
             mountPath: /etc/config\n          readOnly: true\n"
        );
    }
    out.push_str(
        "      volumes:\n      - name: config\n        configMap:\n          name: web\n          defaultMode: 0644\n",
    );
}

fn push_configuration(out: &mut String, index: usize) {
    let _ = write!(out, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cfg-{index}\n  namespace: shop\ndata:\n");
    for key in 0..19 {
        let _ = write!(
            out,
            "  key-{key}.conf: |\n    # settings of {index}\n    level = info\n    path = /var/lib/app/{key}\n    text = \"a longer \
             line of text that fills the file\"\n  flag-{key}: \"true\"\n  number-{key}: \"12{key}\"\n"
        );
    }
}

/// Fails when the peers do not do the same work: every image of every workload.
pub fn check_fairness() -> Result<()> {
    let case = &CASES[2];
    let folder = case.prepare()?;
    let rmq = build::native("rmq", Profile::Dist)?;
    let ours = process::output(&mut case.post_render(&rmq, &folder))?;
    let text = String::from_utf8(ours).context("not text")?;
    let changed = text.matches("image: mirror.example/nginx:1.27").count();
    ensure!(changed == DOCUMENTS * 5, "rmq changed {changed} images of {}", DOCUMENTS * 5);
    Ok(())
}
