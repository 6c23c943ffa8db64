//! `graceful-stop`.

use crate::run::{Case, Want, check, pass};

fn workload(image: &str, container: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: b
spec:
  selector: {{matchLabels: {{app: b}}}}
  template:
    metadata: {{labels: {{app: b}}}}
    spec:{pod}
      containers:
      - name: broker
        image: {image}
        {container}
"
    )
}

const IMAGE: &str = "apache/rocketmq:4.9.7";
const HEAP: &str = "env: [{name: JAVA_OPT_EXT, value: -Xms1g -Xmx1g}]";
const LONG: &str = "\n      terminationGracePeriodSeconds: 90";
const GRACE: &str = "terminationGracePeriodSeconds: 120";

/// Returns a container with a heap and these further lines.
fn heap(lines: &str) -> String {
    format!("{lines}\n        {HEAP}")
}

fn changed(new: &[&'static str], gone: &[&'static str]) -> Want {
    Want::Changed { new: new.to_vec(), gone: gone.to_vec() }
}

#[test]
fn scripts_and_shells_become_java() {
    let quoted = "- \"exec java -server -XX:+UseG1GC ${JAVA_OPT} ${JAVA_OPT_EXT} -cp \\\"${ROCKETMQ_HOME}/conf:${ROCKETMQ_HOME}/lib/*\\\" org.apache.rocketmq.broker.BrokerStartup -c /etc/mq/broker.conf\"";
    let words = &["command:", "- sh", "- \"-c\"", quoted, GRACE];
    let line = "command: [sh, -c, \"cd ../bin && exec java -server -XX:+UseG1GC ${JAVA_OPT} ${JAVA_OPT_EXT} -cp \\\"${ROCKETMQ_HOME}/conf:${ROCKETMQ_HOME}/lib/*\\\" org.apache.rocketmq.broker.BrokerStartup -c '/etc/mq/broker.conf' >> /x.log 2>&1\"]";
    check(
        "graceful-stop",
        vec![
            Case {
                name: "a script",
                stream: workload(IMAGE, &heap("command: [sh, mqbroker, -c, /etc/mq/broker.conf]"), ""),
                want: changed(words, &["command: [sh, mqbroker, -c, /etc/mq/broker.conf]"]),
            },
            Case {
                name: "a script as arguments",
                stream: workload(IMAGE, &heap("args: [./mqbroker, -c, /etc/mq/broker.conf]"), LONG),
                want: changed(&words[..4], &["args: [./mqbroker, -c, /etc/mq/broker.conf]"]),
            },
            Case {
                name: "a script in a line",
                stream: workload(
                    IMAGE,
                    &heap("command: [sh, -c, \"cd ../bin && sh mqbroker -c '/etc/mq/broker.conf' >> /x.log 2>&1\"]"),
                    LONG,
                ),
                want: changed(
                    &[line],
                    &["command: [sh, -c, \"cd ../bin && sh mqbroker -c '/etc/mq/broker.conf' >> /x.log 2>&1\"]"],
                ),
            },
            Case {
                name: "java in a line",
                stream: workload(
                    "corp/mq:1",
                    "command: [sh, -c, \"set -e; java -cp x org.apache.rocketmq.broker.BrokerStartup\"]",
                    LONG,
                ),
                want: changed(
                    &["command: [sh, -c, \"set -e; exec java -cp x org.apache.rocketmq.broker.BrokerStartup\"]"],
                    &["command: [sh, -c, \"set -e; java -cp x org.apache.rocketmq.broker.BrokerStartup\"]"],
                ),
            },
            Case {
                name: "java itself gets more time",
                stream: workload(
                    "corp/mq:1",
                    "command: [java, -cp, x, org.apache.rocketmq.broker.BrokerStartup]",
                    "\n      terminationGracePeriodSeconds: 30",
                ),
                want: changed(&[GRACE], &["terminationGracePeriodSeconds: 30"]),
            },
            Case {
                name: "a hook stops java",
                stream: workload(
                    IMAGE,
                    "command: [sh, mqbroker]\n        lifecycle: {preStop: {exec: {command: [sh, mqshutdown, broker]}}}",
                    "",
                ),
                want: changed(&[GRACE], &[]),
            },
        ],
    );
}

#[test]
fn what_stops_gracefully_stays() {
    for container in [
        "command: [java, -cp, x, org.apache.rocketmq.broker.BrokerStartup]",
        "command: [sh, -c, \"cd x && exec java org.apache.rocketmq.broker.BrokerStartup\"]",
    ] {
        check("graceful-stop", vec![Case { name: "java", stream: workload(IMAGE, container, LONG), want: Want::Fine }]);
    }
}

#[test]
fn what_the_manifest_does_not_tell_is_left_alone() {
    let script = "command: [sh, mqbroker]";
    let cases = [
        ("no heap", IMAGE, script.to_owned(), "write -Xms and -Xmx into JAVA_OPT_EXT"),
        (
            "heap of a variable that only new images read",
            IMAGE,
            format!("{script}\n        env: [{{name: HEAP_OPTS, value: -Xmx1g}}]"),
            "the script of the image chooses the heap",
        ),
        ("another image", "corp/rocketmq:4.9.7", heap(script), "an image that is not the official one"),
        ("no version", "apache/rocketmq:latest", heap(script), "the tag of its image names no version"),
        ("an entrypoint", IMAGE, heap("args: [broker]"), "the manifest does not say how it starts"),
        ("a wrapper", IMAGE, heap("command: [tini, --, sh, mqbroker]"), "another program stands in front of it"),
        ("more behind", IMAGE, heap("command: [sh, -c, \"./mqbroker & tail -f x\"]"), "its shell goes on after it"),
        (
            "more beside",
            IMAGE,
            heap("command: [sh, -c, \"./watch & ./mqbroker\"]"),
            "its shell runs something else beside it",
        ),
        ("a pipe", IMAGE, heap("command: [sh, -c, \"./mqbroker | tee x\"]"), "its shell goes on after it"),
        ("a condition", IMAGE, heap("command: [sh, -c, \"if true; then ./mqbroker; fi\"]"), "more than plain commands"),
        (
            "a proxy in it",
            "apache/rocketmq:5.3.3",
            heap("command: [sh, mqbroker, --enable-proxy]"),
            "broker and proxy share its process",
        ),
        (
            "other scripts",
            IMAGE,
            format!(
                "{}\n        volumeMounts: [{{name: s, mountPath: /home/rocketmq/rocketmq-4.9.7/bin/runbroker.sh}}]",
                heap(script)
            ),
            "a volume lies over the scripts",
        ),
        (
            "another class path",
            IMAGE,
            format!("{script}\n        env: [{{name: JAVA_OPT_EXT, value: -Xmx1g}}, {{name: CLASSPATH, value: x}}]"),
            "the variable `CLASSPATH` changes",
        ),
    ];
    let case = |(name, image, container, why): (_, &str, String, _)| Case {
        name,
        stream: workload(image, &container, ""),
        want: Want::Left(why),
    };
    check("graceful-stop", cases.into_iter().map(case).collect());
}

#[test]
fn references_of_kubernetes_stay_references() {
    let container = "command: [sh, mqproxy, -pc, /etc/mq/$(POD_NAME).json]\n        env: [{name: JAVA_OPT_EXT, value: -Xmx1g -XX:+UseSerialGC}]";
    let done = pass("graceful-stop", &workload("apache/rocketmq:5.3.3", container, "")).text;
    let want = "exec java -server ${JAVA_OPT} ${JAVA_OPT_EXT} -Drmq.logback.configurationFile=\\\"${ROCKETMQ_HOME}/conf/rmq.proxy.logback.xml\\\" -cp \\\"${ROCKETMQ_HOME}/conf:${ROCKETMQ_HOME}/lib/*\\\" org.apache.rocketmq.proxy.ProxyStartup -pc '/etc/mq/$(POD_NAME).json'";
    assert!(done.contains(want) && done.contains("terminationGracePeriodSeconds: 60"), "{done}");
}

#[test]
fn the_report_masks_commands_with_secrets_in_them() {
    let container = "command: [sh, -c, \"java -Dpassword=m4rk3r-s3cr3t org.apache.rocketmq.broker.BrokerStartup\"]";
    let done = pass("graceful-stop", &workload(IMAGE, container, LONG));
    assert!(done.text.contains("exec java") && !done.report.contains("m4rk3r"), "{}", done.report);
}
