//! Corefiles and manifests that `rmq coredns merge` cannot take, or takes with a word of warning.

use crate::call::rmq;
use crate::folder::Folder;

/// A wrong Corefile, or a call that does not fit it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    words: &'static [&'static str],
    corefile: &'static str,
    code: i32,
}

const VALUES: &str = "\
external: {type: nodePort, advertise: name, domain: mq.example}
nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]
broker: {persistence: {type: local}}
";

const fn refused(name: &'static str, words: &'static [&'static str], corefile: &'static str) -> Case {
    Case { name, words, corefile, code: 2 }
}

const fn warned(name: &'static str, words: &'static [&'static str], corefile: &'static str) -> Case {
    Case { name, words, corefile, code: 0 }
}

pub(crate) const CASES: &[Case] = &[
    refused("corefile-slashes", &[], ".:53 {\n    // our brokers\n    errors\n}\n"),
    refused("corefile-slashes-first", &[], "// our cluster:\n.:53 {\n    errors\n}\n"),
    refused("corefile-not-closed", &[], ".:53 {\n    errors\n    hosts {\n        10.0.0.9 x\n"),
    refused("corefile-brace-too-many", &[], ".:53 {\n    errors }\n"),
    refused("corefile-comma", &[], "a.example, {\n    errors\n}\n"),
    refused("corefile-import-of-two", &[], ".:53 {\n    import a b\n}\n"),
    refused("corefile-snippet-of-itself", &[], "(a) {\n    import a\n}\n.:53 {\n    import a\n}\n"),
    refused("corefile-empty", &[], ""),
    refused("corefile-variable", &[], "{$ZONE}:53 {\n    errors\n}\n"),
    refused("corefile-other-zone", &[], "example.org:53 {\n    errors\n}\n"),
    refused(
        "corefile-two-ports",
        &[],
        ".:53 {\n    kubernetes cluster.local\n}\n.:5353 {\n    kubernetes cluster.local\n}\n",
    ),
    refused("corefile-view", &[], ".:53 {\n    view a\n}\n.:53 {\n    errors\n}\n"),
    refused(
        "corefile-hosts-file",
        &[],
        ".:53 {\r\n    hosts /etc/coredns/NodeHosts {\r\n        fallthrough\r\n    }\r\n}\r\n",
    ),
    refused("corefile-hosts-alone", &[], ".:53 {\n    hosts\n}\n"),
    refused("corefile-hosts-on-a-line", &[], ".:53 {\n    hosts { 10.0.0.9 x }\n}\n"),
    refused("corefile-hosts-zones", &[], ".:53 {\n    hosts /etc/hosts a.example {\n        fallthrough\n    }\n}\n"),
    refused("corefile-hosts-twice", &[], ".:53 {\n    hosts {\n    }\n    hosts {\n    }\n}\n"),
    refused(
        "corefile-hosts-behind-fallthrough",
        &[],
        ".:53 {\n    hosts {\n        fallthrough\n        10.0.0.9 x\n    }\n}\n",
    ),
    refused("corefile-import", &[], ".:53 {\n    errors\n    import custom/*.override\n}\n"),
    refused(
        "corefile-hosts-in-a-snippet",
        &[],
        "(names) {\n    hosts {\n        fallthrough\n    }\n}\n.:53 {\n    import names\n}\n",
    ),
    refused(
        "corefile-name-taken",
        &[],
        ".:53 {\n    hosts {\n        # BEGIN rmq other/rocketmq\n        10.9.9.9 rocketmq-broker-0.mq.example\n        # END rmq other/rocketmq\n        fallthrough\n    }\n}\n",
    ),
    refused(
        "corefile-marker-alone",
        &[],
        ".:53 {\n    hosts {\n        # BEGIN rmq default/rocketmq\n        fallthrough\n    }\n}\n",
    ),
    refused("corefile-zone-taken", &["--strategy", "zone"], ".:53 {\n    errors\n}\nmq.example {\n    errors\n}\n"),
    refused("corefile-rewrite-without-kubernetes", &["--strategy", "rewrite"], ".:53 {\n    errors\n}\n"),
    refused(
        "corefile-of-another-cluster",
        &[],
        ".:53 {\n    errors\n}\n# BEGIN rmq other/mq\nmq.example:53 {\n    errors\n}\n# END rmq other/mq\n",
    ),
    refused("corefile-values", &[], VALUES),
    refused(
        "corefile-config-map-without",
        &[],
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns-custom, namespace: kube-system}\ndata: {a.server: x}\n",
    ),
    refused(
        "corefile-config-map-not-yaml",
        &[],
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  Corefile: |\n    .:53 {\n   }\n",
    ),
    refused(
        "corefile-config-map-quoted",
        &[],
        "{\"kind\": \"ConfigMap\", \"data\": {\"Corefile\": \".:53 {\\n  errors\\n  hosts\\n}\\n\"}}\n",
    ),
    warned("corefile-hosts-without-fallthrough", &[], ".:53 {\n    hosts {\n        10.0.0.9 x\n    }\n}\n"),
    warned(
        "corefile-hosts-with-slashes",
        &[],
        ".:53 {\n    hosts {\n        // names\n        fallthrough\n    }\n}\n",
    ),
    warned(
        "corefile-imports-server-blocks",
        &["--strategy", "zone"],
        ".:53 {\n    errors\n}\nimport custom/*.server\n",
    ),
    warned(
        "corefile-name-there",
        &[],
        ".:53 {\n    hosts {\n        10.0.0.1 rocketmq-broker-0.mq.example\n        fallthrough\n    }\n}\n",
    ),
    warned("corefile-nothing-to-remove", &["--remove"], ".:53 {\n    errors\n}\n"),
];

#[test]
fn every_corefile_is_answered_as_it_was_read() {
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        for case in CASES {
            insta::assert_snapshot!(case.name, snapshot(case));
        }
    });
}

/// The findings about a Corefile; what is printed beside them is tested elsewhere.
fn snapshot(case: &Case) -> String {
    let folder = Folder::new().with("values.yaml", VALUES).with("Corefile", case.corefile);
    let words = ["coredns", "merge", "-f", "values.yaml", "Corefile"].iter().chain(case.words);
    let answer = rmq(words).in_folder(folder.path()).run();
    let all = answer.all();
    assert_eq!((answer.code, answer.stdout.is_empty()), (case.code, case.code == 2), "{}: {all}", case.name);
    assert!(answer.stderr.contains("help: "), "{}: {all}", case.name);
    format!("exit {}\nstderr:\n{}", answer.code, answer.stderr)
}
