//! Keys that the rest of the values makes ineffective, and steps that follow the values.

use rmq::diagnostic::code;

use crate::call::render;

#[test]
fn keys_without_effect_are_named() {
    let local = "nodes: [{name: a, address: 10.0.0.1}, {name: b}, {name: c}]\nbroker: {persistence: {type: local}}\n";
    for (values, want) in [
        (local, &["nodes[0].address"][..]),
        ("nodes: [{name: a}]\nbroker: {antiAffinity: preferred}\n", &["nodes"]),
        ("console: {service: NodePort, auth: {existingSecret: users, open: true}}\n", &["console.auth.open"]),
        ("metrics: {exporter: {resources: {limits: {memory: 1Gi}}}}\n", &["metrics.exporter"]),
        ("external: {nodePortRange: 28000-32767}\n", &["external.nodePortRange"]),
    ] {
        let outcome = render("values.yaml", values, None, &[]);
        let ignored = outcome.diagnostics.iter().filter(|finding| finding.code == code::IGNORED_KEY);
        let paths: Vec<&str> = ignored.filter_map(|finding| finding.path.as_deref()).collect();
        assert_eq!(paths, want, "{values}");
        assert!(outcome.diagnostics.iter().all(|finding| finding.code.number != 506), "{values}");
    }
}

#[test]
fn folders_are_given_to_the_user_of_the_group_on_the_nodes_where_it_may_run() {
    let nodes = "nodes: [{name: a}, {name: b}, {name: c}]\n";
    for (kind, node) in [("local", "b"), ("hostPath", "every node")] {
        let values =
            format!("{nodes}broker: {{persistence: {{type: {kind}}}, groupOverrides: {{0: {{uid: 1000}}}}}}\n");
        let steps = render("values.yaml", &values, None, &[]).manifests.unwrap().next_steps;
        let folder = "/var/lib/rocketmq/default/rocketmq-broker-1";
        let line = format!("{node}: mkdir -p {folder} && chown 1000:1000 {folder}");
        assert!(steps.contains(&line), "{kind}\n{steps}");
    }
}
