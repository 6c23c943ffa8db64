//! The manifests of every example, as plain files beside this one: `RMQ_BLESS=1` writes them anew and then fails once.

#![expect(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod rendering;

use std::path::{Path, PathBuf};

use rendering::{read, render_only, render_sound, sound};
use rmq::output::manifest;
use rmq::pipeline::Manifests;
use rmq::typed;
use rmq::yaml::{self, Node};

/// Everything that is printed for one example.
struct Example {
    name: String,
    manifests: Manifests,
    /// The Job that is printed on request only.
    smoke_test: Manifests,
}

impl Example {
    fn stream(&self) -> String {
        manifest::yaml(&self.manifests.objects)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn examples() -> Vec<Example> {
    let paths = files(&root().join("examples"));
    assert!(!paths.is_empty());
    let example = |path: &PathBuf| {
        let values = std::fs::read_to_string(path).unwrap();
        Example {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            manifests: render_sound(&values),
            smoke_test: sound(render_only(&values, &["smoke-test".to_owned()])),
        }
    };
    paths.iter().map(example).collect()
}

#[test]
fn examples_render_what_the_golden_files_hold() {
    let folder = root().join("tests/golden");
    let is_blessing = std::env::var("RMQ_BLESS").is_ok_and(|value| value == "1");
    let mut known = Vec::new();
    let mut changed = Vec::new();
    for example in examples() {
        let outputs = [
            ("yaml", example.stream()),
            ("smoke-test.yaml", manifest::yaml(&example.smoke_test.objects)),
            ("next-steps.txt", example.manifests.next_steps.clone()),
        ];
        for (ending, text) in outputs {
            let path = folder.join(format!("{}.{ending}", example.name));
            if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                changed.push(format!("{}: {}", path.display(), difference(&path, &text)));
                if is_blessing {
                    std::fs::write(&path, &text).unwrap();
                }
            }
            known.push(path);
        }
    }
    let stale: Vec<PathBuf> = files(&folder).into_iter().filter(|path| !known.contains(path)).collect();
    let way_out =
        if is_blessing { "written anew: look at the difference, then run again" } else { "RMQ_BLESS=1 writes" };
    assert!(changed.is_empty(), "{way_out}\n{}", changed.join("\n"));
    assert!(stale.is_empty(), "files of no example: {stale:?}");
}

/// Returns the first line that differs.
fn difference(path: &Path, text: &str) -> String {
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    let lines = golden.lines().map(Some).chain(std::iter::repeat(None));
    let mut pairs = text.lines().map(Some).chain([None]).zip(lines).enumerate();
    match pairs.find(|(_, (new, old))| new != old) {
        Some((index, (new, old))) => format!("line {}: expected {old:?}, found {new:?}", index + 1),
        None => "only the line breaks differ".to_owned(),
    }
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for (first, second) in examples().iter().zip(examples()) {
        assert_eq!(first.stream(), second.stream(), "{}", first.name);
        assert_eq!(first.smoke_test.objects, second.smoke_test.objects, "{}", first.name);
        assert_eq!(first.manifests.next_steps, second.manifests.next_steps, "{}", first.name);
    }
}

#[test]
fn a_stream_is_read_back_as_the_objects_it_was_made_of() {
    for example in examples() {
        let stream = example.stream();
        let chunks = yaml::split(&stream).unwrap_or_else(|error| panic!("{}: {error:?}", example.name));
        let documents: Vec<Node> =
            chunks.iter().map(|chunk| read(stream.get(chunk.content.range()).unwrap())).collect();
        assert_eq!(documents.len(), example.manifests.objects.len(), "{}", example.name);
        for (document, object) in documents.iter().zip(&example.manifests.objects) {
            let text =
                |path: [&str; 2]| document.get(path[0]).and_then(|node| node.get(path[1])).and_then(Node::as_str);
            assert_eq!(document.get("apiVersion").and_then(Node::as_str), Some(object.api_version));
            assert_eq!(document.get("kind").and_then(Node::as_str), Some(object.kind));
            assert_eq!(text(["metadata", "name"]), Some(object.name.as_str()));
            assert_eq!(text(["metadata", "namespace"]), object.namespace.as_deref());
        }
    }
}

#[test]
fn no_object_stands_twice() {
    for example in examples() {
        let mut identities: Vec<_> =
            example.manifests.objects.iter().map(|object| (object.kind, &object.namespace, &object.name)).collect();
        identities.sort();
        let count = identities.len();
        identities.dedup();
        assert_eq!(identities.len(), count, "{}", example.name);
    }
}

#[test]
fn every_object_fits_its_kubernetes_type() {
    for example in examples() {
        assert_eq!(example.smoke_test.objects.len(), 1);
        for object in example.manifests.objects.iter().chain(&example.smoke_test.objects) {
            assert!(typed::knows(object.api_version, object.kind), "{} is not checked", object.kind);
            let found = typed::check(&read(&object.text));
            assert!(found.is_empty(), "{}, {}/{}: {found:#?}", example.name, object.kind, object.name);
        }
    }
}

/// A fault that is planted into an object: the line that is replaced, by what, and where it must be found.
struct Fault {
    kind: &'static str,
    line: &'static str,
    by: &'static str,
    code: &'static str,
    path: &'static str,
}

const FAULTS: [Fault; 5] = [
    Fault {
        kind: "StatefulSet",
        line: "  podManagementPolicy: Parallel",
        by: "  podManagmentPolicy: Parallel",
        code: "RMQ101",
        path: "spec.podManagmentPolicy",
    },
    Fault {
        kind: "StatefulSet",
        line: "  replicas: 3",
        by: "  replicas: three",
        code: "RMQ102",
        path: "spec.replicas",
    },
    Fault {
        kind: "StatefulSet",
        line: "        imagePullPolicy: IfNotPresent",
        by: "        pullPolicy: IfNotPresent",
        code: "RMQ101",
        path: "spec.template.spec.containers[0].pullPolicy",
    },
    Fault {
        kind: "Service",
        line: "  publishNotReadyAddresses: true",
        by: "  publishNotReadyAddresses: \"true\"",
        code: "RMQ102",
        path: "spec.publishNotReadyAddresses",
    },
    Fault { kind: "ConfigMap", line: "data:", by: "data:\n  port: 9876", code: "RMQ102", path: "data.port" },
];

#[test]
fn a_planted_fault_is_found_at_its_place() {
    let manifests = render_sound("");
    for fault in FAULTS {
        let object = manifests.objects.iter().find(|object| object.kind == fault.kind).unwrap();
        let position =
            object.text.lines().position(|line| line == fault.line).unwrap_or_else(|| panic!("{}", fault.line));
        let line = position + fault.by.matches('\n').count() + 1;
        let text = object.text.replacen(&format!("\n{}\n", fault.line), &format!("\n{}\n", fault.by), 1);
        let found = typed::check(&read(&text));
        let found: Vec<_> = found.iter().collect();
        assert_eq!(found.len(), 1, "{}: {found:#?}", fault.path);
        assert_eq!(found[0].code.to_string(), fault.code, "{}", fault.path);
        assert_eq!(found[0].path.as_deref(), Some(fault.path));
        let before = text.get(..found[0].location.unwrap().span.start as usize).unwrap();
        assert_eq!(before.matches('\n').count() + 1, line, "{}", fault.path);
    }
}
