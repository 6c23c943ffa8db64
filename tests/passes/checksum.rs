//! `checksum`.

use rmq::passes::Config;

use crate::run::{Case, Want, check, pass, run};

fn stream(conf: &str, metadata: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: b
spec:
  selector: {{matchLabels: {{app: b}}}}
  template:
    metadata:
      labels: {{app: b}}{metadata}
    spec:
      containers:
      - name: broker
        image: apache/rocketmq:4.9.7
        command: [sh, mqbroker, -c, /etc/mq/broker.conf]
        volumeMounts: [{{name: config, mountPath: /etc/mq}}]
      volumes: [{{name: config, configMap: {{name: c}}}}]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: c
data:
  broker.conf: |
    brokerName=a
    {conf}
  other.txt: b
"
    )
}

/// Returns the hash that the pass writes.
fn hash(stream: &str) -> String {
    let done = pass("checksum", stream).text;
    let line =
        done.lines().find(|line| line.contains("rmq.dev/mounted-config-checksum")).unwrap_or_else(|| panic!("{done}"));
    line.split(": ").nth(1).unwrap().to_owned()
}

#[test]
fn the_hash_is_that_of_everything_mounted_and_of_nothing_else() {
    let first = hash(&stream("brokerId=0", ""));
    assert_eq!(hash(&stream("brokerId=0", "").replace("name: b\n", "name: b2\n")), first, "another name");
    assert_eq!(
        hash(
            &stream("brokerId=0", "").replace("  other.txt: b\n", "").replace("\ndata:\n", "\ndata:\n  other.txt: b\n")
        ),
        first,
        "another order"
    );
    for other in [
        stream("brokerId=1", ""),
        stream("brokerId=0", "").replace("other.txt: b", "other.txt: c"),
        stream("brokerId=0", "").replace("other.txt: b", "more.txt: b"),
        stream("brokerId=0", "") + "binaryData: {a: YQ==}\n",
    ] {
        assert_ne!(hash(&other), first, "{other}");
    }
}

#[test]
fn a_hash_of_the_chart_or_a_reloader_suffices_unless_a_pass_changes_the_file() {
    let own = "\n      annotations: {checksum/config: abc}";
    let missing = stream("brokerId=0", "").replace("{name: c}", "{name: d}");
    check(
        "checksum",
        vec![
            Case { name: "the chart's own", stream: stream("brokerId=0", own), want: Want::Fine },
            Case {
                name: "a reloader",
                stream: stream("brokerId=0", "").replacen(
                    "  name: b\n",
                    "  name: b\n  annotations: {reloader.stakater.com/auto: 'true'}\n",
                    1,
                ),
                want: Want::Fine,
            },
            Case { name: "not in the stream", stream: missing, want: Want::Left("ConfigMap d is not in the stream") },
            Case {
                name: "nothing mounted",
                stream: stream("brokerId=0", "").replace("      volumes: [{name: config, configMap: {name: c}}]\n", ""),
                want: Want::Fine,
            },
        ],
    );
    let dirty = stream("isolateLogs=true", own);
    let names = ["config-keys", "checksum"].map(str::to_owned).to_vec();
    let both = |text: &str| run(text, &Config { passes: names.clone(), ..Config::default() }).text;
    let once = both(&dirty);
    assert!(once.contains("mounted-config-checksum") && !once.contains("isolateLogs"), "{once}");
    assert_eq!(both(&once), once);
}

#[test]
fn the_hash_is_of_the_file_as_it_leaves_wherever_it_stands() {
    let names = ["config-keys", "checksum"].map(str::to_owned).to_vec();
    let both = |text: &str| run(text, &Config { passes: names.clone(), ..Config::default() }).text;
    let (set, map) =
        stream("isolateLogs=true", "").split_once("---\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let (before, behind) = (both(&format!("{map}---\n{set}")), both(&format!("{set}---\n{map}")));
    let of = |text: &str| text.lines().find(|line| line.contains("mounted-config")).map(str::to_owned).unwrap();
    assert_eq!(of(&before), of(&behind));
    assert_eq!(
        of(&before).trim(),
        format!("rmq.dev/mounted-config-checksum: {}", hash(&before.replace(&of(&before), "")))
    );
}
