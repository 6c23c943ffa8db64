use crate::call::{Call, rmq};
use crate::folder::Folder;

const VALUES: &str = "\
external: {type: nodePort, advertise: name, domain: mq.example}
nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]
broker: {persistence: {type: local}}
";

const COREFILE: &str = "\
.:53 {
    kubernetes cluster.local
    hosts {
        10.0.0.9 hub.example # the registry
        fallthrough
    }
}
";

const LINES: &str = "        # BEGIN rmq mq/demo
        10.0.0.1 demo-namesrv-0.mq.example
        10.0.0.2 demo-namesrv-1.mq.example
        10.0.0.3 demo-namesrv-2.mq.example
        10.0.0.1 demo-broker-0.mq.example
        10.0.0.2 demo-broker-1.mq.example
        10.0.0.3 demo-broker-2.mq.example
        # END rmq mq/demo
";

fn folder() -> Folder {
    Folder::new().with("values.yaml", VALUES).with("Corefile", COREFILE)
}

fn merge(folder: &Folder, words: &[&str]) -> Call {
    let words = [&["coredns", "merge", "demo", "-n", "mq", "-f", "values.yaml"], words].concat();
    rmq(words).in_folder(folder.path())
}

#[test]
fn a_corefile_gets_the_lines_and_loses_them_again() {
    let folder = folder();
    let merged = merge(&folder, &["Corefile"]).run().success();
    assert_eq!(merged, COREFILE.replace("        fallthrough\n", &(LINES.to_owned() + "        fallthrough\n")));
    assert_eq!(merge(&folder, &["-"]).stdin(merged.clone()).run().success(), merged);
    assert_eq!(merge(&folder, &["--remove", "-"]).stdin(merged.clone()).run().success(), COREFILE);
    let zone = merge(&folder, &["--strategy", "zone", "-"]).stdin(merged).run().success();
    assert!(zone.starts_with(COREFILE) && zone.contains("\nmq.example:53 {\n"), "{zone}");
    assert_eq!(folder.read("Corefile"), COREFILE, "no file is written");
}

#[test]
fn the_difference_is_shown_alone() {
    let folder = folder();
    let diff = merge(&folder, &["--diff", "Corefile"]).run().success();
    assert!(diff.starts_with("--- Corefile (as it is)\n+++ Corefile (merged)\n@@ -2,6 +2,14 @@\n"), "{diff}");
    let added: String =
        diff.lines().filter_map(|line| line.strip_prefix("+        ")).flat_map(|l| ["        ", l, "\n"]).collect();
    assert_eq!(added, LINES);
    let merged = merge(&folder, &["Corefile"]).run().success();
    assert_eq!(merge(&folder, &["--diff", "-"]).stdin(merged).run().success(), "");
    let quoted = r#"{"kind": "ConfigMap", "data": {"Corefile": ".:53 {\n    errors\n}\n"}}"#;
    let diff = merge(&folder, &["--diff", "-"]).stdin(quoted).run().success();
    assert!(diff.contains("\n .:53 {\n     errors\n+    hosts {"), "{diff}");
}

#[test]
fn a_config_map_keeps_every_other_byte() {
    let folder = folder();
    let indented = |text: &str| -> String { text.lines().flat_map(|line| ["    ", line, "\n"]).collect() };
    let (head, tail) = (
        "# from kubectl\napiVersion: v1\ndata:\n  Corefile: |\n",
        "kind:   ConfigMap # as it came\nmetadata: {name: coredns, namespace: kube-system}\n---\nkind: Service\n",
    );
    let stream = format!("{head}{}{tail}", indented(COREFILE));
    let merged = merge(&folder, &["-"]).stdin(stream.clone()).run().success();
    let corefile = merge(&folder, &["Corefile"]).run().success();
    assert_eq!(merged, format!("{head}{}{tail}", indented(&corefile)));
    assert_eq!(merge(&folder, &["--remove", "-"]).stdin(merged).run().success(), stream);
}

#[test]
fn a_fault_is_shown_where_it_stands_in_the_manifest() {
    let folder = folder();
    let stream = "kind: ConfigMap\ndata:\n  Corefile: |\n    .:53 {\n        // names\n        errors\n    }\n";
    let error = merge(&folder, &["--message-format", "concise", "-"]).stdin(stream).run().failure();
    assert!(error.contains("<stdin>:5:9: error[RMQ031] expected the name of a plugin, found `//`"), "{error}");
    let quoted = "kind: ConfigMap\ndata:\n  Corefile: \".:53 {\\n  // names\\n}\\n\"\n";
    let error = merge(&folder, &["-"]).stdin(quoted).run().failure();
    assert!(error.contains("it is line 2 of the Corefile") && error.contains("use `#`"), "{error}");
}

#[test]
fn a_call_that_cannot_be_meant_is_refused() {
    let folder = folder();
    let twice = rmq(["coredns", "merge", "-f", "-", "-"]).in_folder(folder.path()).run().failure();
    assert!(twice.contains("stdin can be read only once"), "{twice}");
    let none = rmq(["coredns", "merge", "-f", "values.yaml"]).in_folder(folder.path()).run().failure();
    assert!(none.contains("a FILE is missing"), "{none}");
    let both = merge(&folder, &["--remove", "--strategy", "zone", "Corefile"]).run().failure();
    assert!(both.contains("--strategy"), "{both}");
    let nameless = rmq(["coredns", "merge", "Corefile"]).in_folder(folder.path()).run().failure();
    assert!(nameless.contains("RMQ029"), "{nameless}");
}
