//! Growth renames nothing and moves no port.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::call::render;

const OUTSIDE: &str = "external: {type: nodePort, advertise: name}\nnodes:\n";

/// Every object with its ports, as the lines that say them.
fn ports(is_outside: bool, groups: u32, replicas: u32) -> BTreeMap<String, BTreeSet<String>> {
    let mut values = format!("broker: {{groups: {groups}, replicas: {replicas}, groupPortStride: 40}}\n");
    if is_outside {
        values.push_str(OUTSIDE);
        values.extend((0..replicas).map(|node| format!("- {{name: node{node}, address: 192.168.1.{}}}\n", node + 1)));
    }
    let outcome = render("values.yaml", &values, None, &[]);
    let objects = outcome.manifests.unwrap_or_else(|| panic!("{values}\n{:?}", outcome.diagnostics)).objects;
    let named = |object: &rmq::render::Rendered| {
        (format!("{}/{}", object.kind, object.name), port_lines(object.kind, &object.text))
    };
    objects.iter().map(named).collect()
}

/// The ports of a Service or container, not those that a probe asks; of a ConfigMap each port with its file.
fn port_lines(kind: &str, text: &str) -> BTreeSet<String> {
    let mut file = "";
    let mut lines = BTreeSet::new();
    for line in text.lines().map(|line| line.trim().trim_start_matches("- ")) {
        if line.ends_with(".conf: |") || line.ends_with(".conf: |-") {
            file = line;
        }
        let starts: &[&str] = match kind {
            "Service" => &["port: ", "targetPort: ", "nodePort: "],
            "ConfigMap" => &["listenPort=", "brokerIP1="],
            _ => &["containerPort: "],
        };
        if starts.iter().any(|start| line.starts_with(start)) {
            lines.insert(format!("{file}{line}"));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_and_ports_are_stable(
        is_outside: bool,
        (groups, more_groups) in (1..5_u32, 0..4_u32),
        (replicas, more_replicas) in (0..3_usize, 0..3_usize),
    ) {
        let sizes = [1, 3, 5, 7, 9];
        let (small, large) = (sizes[replicas], sizes[(replicas + more_replicas).min(4)]);
        let before = ports(is_outside, groups, small);
        let after = ports(is_outside, groups + more_groups, large);
        for (object, ports) in before {
            let Some(grown) = after.get(&object) else { return Err(TestCaseError::fail(format!("{object} is gone"))) };
            let lost: Vec<_> = ports.difference(grown).collect();
            prop_assert!(lost.is_empty(), "{} lost {:?}", object, lost);
        }
    }
}
