//! `disruption-budget`.

use crate::run::{Case, Want, check, indented, pass};

fn name_servers(name: &str, replicas: u32, metadata: &str, labels: &str) -> String {
    format!(
        "---
# Source: mq/templates/ns.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {name}{metadata}
spec:
  replicas: {replicas}
  selector:
    matchLabels: {labels}
  template:
    metadata:
      labels: {labels}
    spec:
      containers:
      - name: a
        image: apache/rocketmq:4.9.7
        command: [sh, mqnamesrv]
"
    )
}

fn budget(name: &str, selector: &str) -> String {
    format!(
        "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: {name}\nspec:\n  minAvailable: 1\n  selector: {selector}\n"
    )
}

#[test]
fn a_budget_is_put_behind_what_has_none() {
    let new = &[
        "---",
        "# Source: mq/templates/ns.yaml",
        "apiVersion: policy/v1",
        "kind: PodDisruptionBudget",
        "metadata:",
        "name: ns",
        "namespace: mq",
        "labels:",
        "chart: x",
        "spec:",
        "maxUnavailable: 1",
        "selector:",
        "matchLabels:",
        "app: ns",
    ];
    let metadata = "\n  namespace: mq\n  labels: {chart: x}";
    check(
        "disruption-budget",
        vec![
            Case {
                name: "none",
                stream: name_servers("ns", 3, metadata, "{app: ns}"),
                want: Want::Changed { new: new.to_vec(), gone: vec![] },
            },
            Case {
                name: "one about others",
                stream: budget("other", "{matchLabels: {app: db}}") + &name_servers("ns", 3, metadata, "{app: ns}"),
                want: Want::Changed { new: new.to_vec(), gone: vec![] },
            },
            Case {
                name: "one without a selector selects nothing",
                stream: budget("other", "null") + &name_servers("ns", 3, metadata, "{app: ns}"),
                want: Want::Changed { new: new.to_vec(), gone: vec![] },
            },
        ],
    );
}

#[test]
fn what_has_one_or_cannot_have_one_stays() {
    let servers = || name_servers("ns", 3, "", "{app: ns}");
    check(
        "disruption-budget",
        vec![
            Case { name: "before", stream: budget("x", "{matchLabels: {app: ns}}") + &servers(), want: Want::Fine },
            Case { name: "behind", stream: servers() + &budget("x", "{}"), want: Want::Fine },
            Case {
                name: "one member",
                stream: name_servers("ns", 1, "", "{app: ns}"),
                want: Want::Left("it has one Pod, so a budget would protect nothing or stop every drain"),
            },
            Case {
                name: "the name is taken",
                stream: servers() + &budget("ns", "{matchLabels: {app: db}}"),
                want: Want::Left("the name of PodDisruptionBudget ns is taken"),
            },
            Case {
                name: "a kind without a size",
                stream: servers()
                    .replace("apps/v1", "apps.kruise.io/v1beta1")
                    .replace("kind: StatefulSet", "kind: CloneSet"),
                want: Want::Left("a budget cannot count the Pods of a CloneSet"),
            },
        ],
    );
}

#[test]
fn workloads_of_one_selector_share_a_budget() {
    let stream = name_servers("a", 1, "", "{app: ns}") + &name_servers("b", 1, "", "{app: ns}");
    let done = pass("disruption-budget", &stream).text;
    assert_eq!(done.matches("kind: PodDisruptionBudget").count(), 1, "{done}");
    assert_eq!(pass("disruption-budget", &done).text, done);
}

#[test]
fn a_new_document_follows_helm_line_ends_and_lists() {
    let servers = name_servers("ns", 3, "", "{app: ns}");
    let annotated = servers.replace(
        "  name: ns\n",
        "  name: ns\n  annotations:\n    postrenderer.helm.sh/postrender-filename: mq/a.yaml\n",
    );
    let done = pass("disruption-budget", &annotated).text;
    assert_eq!(done.matches("postrenderer.helm.sh/postrender-filename: mq/a.yaml\n").count(), 2, "{done}");

    let done = pass("disruption-budget", &servers.replace('\n', "\r\n")).text;
    assert!(
        done.ends_with("app: ns\r\n") && done.split('\n').all(|line| line.is_empty() || line.ends_with('\r')),
        "{done}"
    );

    let done = pass("disruption-budget", servers.trim_end()).text;
    assert!(done.contains("command: [sh, mqnamesrv]\n---\n"), "{done}");

    let item = indented(servers.split_once("yaml\n").unwrap().1, 2);
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}", item.trim_start());
    let done = pass("disruption-budget", &list).text;
    assert!(
        done.contains("\n- apiVersion: policy/v1\n  kind: PodDisruptionBudget\n") && !done.contains("---"),
        "{done}"
    );
    assert_eq!(pass("disruption-budget", &done).text, done);
}

#[test]
fn no_pod_gets_two_budgets() {
    let stream = name_servers("ns", 2, "", "{app: mq}") + &name_servers("other", 2, "", "{app: mq, role: x}");
    let done = pass("disruption-budget", &stream);
    let why = "left alone StatefulSet ns (mq/templates/ns.yaml): its selector counts Pods of StatefulSet other too";
    assert!(done.report.contains(why), "{}", done.report);
    assert!(done.text.contains("kind: PodDisruptionBudget\nmetadata:\n  name: other\n"), "{}", done.text);
    assert_eq!(done.text.matches("kind: PodDisruptionBudget").count(), 1, "{}", done.text);
}
