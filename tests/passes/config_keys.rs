//! `config-keys`.

use crate::run::{Case, Want, check, indented, pass};

/// A broker of this version that reads a broker.conf of these lines.
fn broker(image: &str, conf: &str) -> String {
    let conf = indented(conf, 4);
    format!(
        "apiVersion: v1
kind: ConfigMap
metadata:
  name: c
data:
  broker.conf: |
{conf}---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: b
spec:
  selector: {{matchLabels: {{app: b}}}}
  template:
    metadata: {{labels: {{app: b}}}}
    spec:
      containers:
      - name: broker
        image: {image}
        command: [sh, mqbroker, -c, /etc/mq/broker.conf]
        volumeMounts: [{{name: config, mountPath: /etc/mq}}]
      volumes: [{{name: config, configMap: {{name: c}}}}]
"
    )
}

const V4: &str = "apache/rocketmq:4.9.7";
const V5: &str = "apache/rocketmq:5.3.3";

fn changed(new: &[&'static str], gone: &[&'static str]) -> Want {
    Want::Changed { new: new.to_vec(), gone: gone.to_vec() }
}

#[test]
fn what_is_not_read_goes_and_what_is_misread_is_corrected() {
    let cases = [
        (
            "a key of no version",
            V4,
            "# 注释\nstorePathConsumerQueue=/x\n# b\nbrokerName=a",
            changed(&[], &["storePathConsumerQueue=/x"]),
        ),
        (
            "a key of a later version",
            V4,
            "metricsExporterType=PROM\nbrokerName=a",
            changed(&[], &["metricsExporterType=PROM"]),
        ),
        ("a key over two lines", V4, "isolateLogs=\\\n  true\nbrokerName=a", changed(&[], &["isolateLogs=\\", "true"])),
        (
            "a slip of case",
            V5,
            "enableDledgerCommitLog=true\nbrokerName=a",
            changed(&[], &["enableDledgerCommitLog=true"]),
        ),
        (
            "a word in another case",
            V4,
            "autoCreateTopicEnable = True",
            changed(&["autoCreateTopicEnable = true"], &["autoCreateTopicEnable = True"]),
        ),
        (
            "a misspelt false",
            V4,
            "autoCreateTopicEnable=flase",
            changed(&["autoCreateTopicEnable=false"], &["autoCreateTopicEnable=flase"]),
        ),
        (
            "blanks behind a number",
            V4,
            "fileReservedTime=168  ",
            changed(&["fileReservedTime=168"], &["fileReservedTime=168  "]),
        ),
        ("blanks behind a text that is trimmed", V5, "brokerName=a ", changed(&["brokerName=a"], &["brokerName=a "])),
    ];
    let case = |(name, image, conf, want)| Case { name, stream: broker(image, conf), want };
    check("config-keys", cases.into_iter().map(case).collect());
}

#[test]
fn what_others_rely_on_and_what_is_not_known_stays() {
    let fine = "# brokerName\nbrokerName=a\n\nlistenPort = 10911\ndeleteWhen:04\nfileReservedTime=72";
    let cases = [
        ("all is well", V4, fine, Want::Fine),
        (
            "a name with a blank",
            V4,
            "brokerName=a ",
            Want::Left("`brokerName` keeps its blanks: the blanks are part of it today"),
        ),
        ("a store with a blank", V4, "storePathRootDir=/x ", Want::Left("`storePathRootDir` keeps its blanks")),
        (
            "a port with a blank",
            V5,
            "listenPort=30911 ",
            Want::Left("`listenPort` keeps its blanks: the blanks hide it today"),
        ),
        ("a misspelt true", V4, "autoCreateTopicEnable=ture", Want::Left("expected `true` or `false`")),
        ("no number", V4, "fileReservedTime=72 # hours", Want::Left("`fileReservedTime` is not read as it is written")),
        (
            "between two tables",
            "apache/rocketmq:4.9.5",
            "noSuchKey=1",
            Want::Left("rmq does not know whether 4.9.5 reads `noSuchKey`"),
        ),
        ("too old", "apache/rocketmq:4.5.0", "noSuchKey=1", Want::Left("rmq does not know the keys of 4.5.0")),
        (
            "no version",
            "apache/rocketmq:latest",
            "noSuchKey=1",
            Want::Left("the tag of `apache/rocketmq:latest` names no version"),
        ),
        (
            "another image",
            "corp/rocketmq:4.9.7",
            "noSuchKey=1",
            Want::Left("`corp/rocketmq:4.9.7` is no official image"),
        ),
    ];
    let case = |(name, image, conf, want)| Case { name, stream: broker(image, conf), want };
    check("config-keys", cases.into_iter().map(case).collect());
}

#[test]
fn a_file_that_may_be_another_one_stays() {
    let conf = "brokerName=a\nbrokerClusterName=c\nnoSuchKey=1";
    let elsewhere = broker(V4, conf).replace("-c, /etc/mq/broker.conf", "-c, /tmp/broker.conf");
    let other = format!("{}---\n{}", broker(V4, conf), broker(V5, conf).split_once("---\n").unwrap().1).replacen(
        "name: b\n",
        "name: a\n",
        1,
    );
    check(
        "config-keys",
        vec![
            Case {
                name: "another file is read",
                stream: elsewhere,
                want: Want::Left("it may be another file that the broker reads"),
            },
            Case { name: "two versions", stream: other, want: Want::Left("several programs or versions read it") },
            Case {
                name: "a file that nobody reads",
                stream: broker(V4, conf).replace("configMap: {name: c}", "configMap: {name: d}"),
                want: Want::Fine,
            },
        ],
    );
}

#[test]
fn lines_keep_their_order_indentation_and_comments() {
    let conf = "# 第一\nbrokerName = a\n# 第二\nisolateLogs=true\n\n  deleteWhen=04\nfileReservedTime = 48\t";
    let (map, set) = broker(V4, conf).split_once("---\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let stream = format!("{}---\n{set}", map.replace("    ", "        "));
    let want = "        # 第一\n        brokerName = a\n        # 第二\n\n          deleteWhen=04\n        fileReservedTime = 48\n---";
    let done = pass("config-keys", &stream);
    assert!(done.text.contains(want), "{}\n{}", done.text, done.report);
    let line = "data[broker.conf]: a text of 7 lines -> a text of 6 lines: line 4: 4.9.7 does not read `isolateLogs`, taken \
                out, line 7: `fileReservedTime` counts from now on: blanks hid its value \
                (config-keys; its Pods may not find their data again)";
    assert!(done.report.contains(line), "{}", done.report);
}

#[test]
fn the_report_names_no_value_of_a_key() {
    let stream = broker(V5, "aclSecretKey=m4rk3r-s3cr3t\ninnerClientAuthenticationCredentials={\"m4rk3r-s3cr3t\": 1} ");
    let done = pass("config-keys", &stream);
    assert!(done.report.contains("aclSecretKey") && !done.report.contains("m4rk3r"), "{}", done.report);
}
