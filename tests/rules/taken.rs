//! A Pod takes each name once: those of `rmq` and those of the values are held against each other.

use rmq::diagnostic::code;
use rmq::source::{Sources, Span};
use rmq::yaml::{self, Duplicates, Node};

use crate::call::{read, render};

/// What is used in the first container of the rendered Pods of a component, as items of the lists of the values.
fn items(pod: &Node) -> Vec<(&'static str, String)> {
    let container = &pod.get("containers").unwrap().as_sequence().unwrap()[0];
    let texts = |node: &Node, list: &str, key: &str| -> Vec<String> {
        let items = node.get(list).and_then(Node::as_sequence).unwrap_or_default();
        items.iter().map(|item| item.get(key).unwrap().as_str().unwrap().to_owned()).collect()
    };
    let named = |name: String, rest: &str| format!("{{\"name\": \"{name}\"{rest}}}");
    let name = container.get("name").unwrap().as_str().unwrap().to_owned();
    let mut items = vec![("sidecars", named(name, ", \"image\": \"x\""))];
    items.extend(texts(container, "env", "name").into_iter().map(|name| ("extraEnv", named(name, ""))));
    items.extend(texts(pod, "volumes", "name").into_iter().map(|name| ("extraVolumes", named(name, ""))));
    // The file that 4.9 reads lies in the image, under a path that follows from the version.
    let mounts = texts(container, "volumeMounts", "mountPath").into_iter().filter(|path| !path.contains("/conf/"));
    let mount = |path| format!("{{\"name\": \"tmp\", \"mountPath\": \"{path}\"}}");
    items.extend(mounts.map(|path| ("extraVolumeMounts", mount(path))));
    items
}

fn read_object(text: &str) -> Node {
    yaml::parse(Sources::new().add("object.yaml", text), text, Span::new(0, text.len()), Duplicates::Refuse).unwrap()
}

#[test]
fn no_name_of_a_pod_can_be_given_again() {
    let base = read("tests/rules/bases/everything.yaml");
    for (field, word) in [
        ("namesrv", "namesrv"),
        ("broker", "broker-g0"),
        ("console", "console"),
        ("metrics.exporter", "metrics"),
        ("toolbox", "toolbox"),
        ("smokeTest", "smoke-test"),
    ] {
        let manifests = render("base.yaml", &base, None, &[word]).manifests.unwrap();
        let workloads = manifests.objects.iter().filter(|object| object.text.contains("containers:"));
        let texts: Vec<&str> = workloads.map(|object| object.text.as_str()).collect();
        assert_eq!(texts.len(), 1, "{field}");
        let workload = read_object(texts[0]);
        let pod = ["spec", "template", "spec"].iter().fold(&workload, |node, name| node.get(name).unwrap());
        for (list, item) in items(pod) {
            let set = format!("{field}.{list}=[{item}]");
            let outcome = render("base.yaml", &base, Some(&set), &[]);
            let found = outcome.diagnostics.iter().find(|finding| finding.code == code::INVALID_VALUE);
            assert!(found.is_some_and(|finding| finding.message.contains("`rmq` itself")), "{set}");
        }
    }
}

#[test]
fn two_items_of_one_name_are_refused() {
    for (set, want) in [
        (r#"broker.extraEnv=[{"name": "A"}, {"name": "A"}]"#, "broker.extraEnv[1].name"),
        (
            r#"broker={"initContainers": [{"name": "a", "image": "x"}], "sidecars": [{"name": "a", "image": "x"}]}"#,
            "broker.sidecars[0].name",
        ),
        (r#"broker.groupOverrides={"0": {"storePath": "/tmp/"}}"#, "broker.groupOverrides.0.storePath"),
        (r#"broker.groupOverrides={"0": {"storePath": "/"}}"#, "broker.groupOverrides.0.storePath"),
    ] {
        let outcome = render("values.yaml", "", Some(set), &[]);
        let paths: Vec<_> = outcome.diagnostics.iter().filter_map(|finding| finding.path.clone()).collect();
        assert!(outcome.manifests.is_none() && paths.contains(&want.to_owned()), "{set}: {paths:?}");
    }
}
