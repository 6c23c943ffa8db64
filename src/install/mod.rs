//! How a cluster comes to Kubernetes: the commands to copy, for each tool that people use.

mod argocd;
mod helm3;
mod helm4;
mod kubectl;

use serde::Serialize;

use crate::cluster::{Cluster, Release};
use crate::render::shell_word;

/// A way to bring a cluster to Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The word for it.
    pub word: &'static str,
    /// The tool, as its makers write it.
    pub title: &'static str,
    /// What is done, in order; the values lie in `values.yaml`.
    pub steps: Vec<Step>,
}

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What it is for, in English.
    pub about: &'static str,
    /// What it is for, in Chinese.
    pub about_zh: &'static str,
    /// The commands, or the file.
    pub text: String,
}

/// Returns every way, the plainest first.
#[must_use]
pub fn ways(cluster: &Cluster) -> Vec<Way> {
    vec![
        kubectl::way(cluster),
        helm3::way(&cluster.release),
        helm4::way(&cluster.release),
        argocd::way(&cluster.release),
    ]
}

fn step(about: &'static str, about_zh: &'static str, text: impl Into<String>) -> Step {
    Step { about, about_zh, text: text.into() }
}

/// Returns the arguments that name a cluster, as words of a shell.
fn arguments(release: &Release) -> String {
    format!("{} -n {} -f values.yaml", shell_word(&release.name), shell_word(&release.namespace))
}

/// Returns what installs a release of the chart, or brings it up to date.
fn upgrade(release: &Release, post_renderer: &str) -> String {
    format!(
        "helm upgrade --install {name} charts/rocketmq -n {namespace} --create-namespace -f values.yaml {post_renderer}",
        name = shell_word(&release.name),
        namespace = shell_word(&release.namespace)
    )
}

/// Returns the step that tries a release out.
fn test(release: &Release) -> Step {
    let text = format!("helm test {} -n {}", shell_word(&release.name), shell_word(&release.namespace));
    step("Send a message and read it back.", "发送一条消息并收回。", text)
}
