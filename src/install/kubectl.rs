//! kubectl, with `rmq` as its plugin.

use super::{Way, arguments, step};
use crate::cluster::Cluster;
use crate::render::shell_word;

pub(super) fn way(cluster: &Cluster) -> Way {
    let namespace = shell_word(&cluster.release.namespace);
    let render = format!("kubectl rmq render {}", arguments(&cluster.release));
    let mut steps = Vec::new();
    if cluster.release.namespace != "default" {
        let text = format!("kubectl create namespace {namespace}");
        steps.push(step("Make the namespace, once.", "创建命名空间，仅需一次。", text));
    }
    steps.push(step(
        "See what would change.",
        "查看将有哪些改动。",
        format!("{render} | kubectl diff --server-side -f -"),
    ));
    steps.push(step("Apply it.", "部署。", format!("{render} | kubectl apply --server-side -f -")));
    let status = |group: &crate::cluster::BrokerGroup| {
        format!("kubectl -n {namespace} rollout status statefulset/{}", shell_word(&group.stateful_set))
    };
    let lines: Vec<String> = cluster.groups.iter().map(status).collect();
    steps.push(step("Wait for the brokers.", "等待 Broker 就绪。", lines.join("\n")));
    Way { word: "kubectl", title: "kubectl", steps }
}
