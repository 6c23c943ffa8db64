//! `security`.

use crate::run::{Case, Want, check, pass};

/// A StatefulSet of brokers with these lines in its container and in its Pod.
fn brokers(image: &str, container: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
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
        command: [sh, mqbroker]
{container}{pod}"
    )
}

const IMAGE: &str = "apache/rocketmq:4.9.7";
const SAFE: &str = "        securityContext: {runAsUser: 3000, runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, \
                    readOnlyRootFilesystem: true, seccompProfile: {type: RuntimeDefault}}\n";
const CLAIM: &str = "  volumeClaimTemplates:\n  - metadata: {name: store}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";
const RIGHTS: [&str; 9] = [
    "securityContext:",
    "seccompProfile:",
    "type: RuntimeDefault",
    "runAsUser: 3000",
    "runAsGroup: 3000",
    "runAsNonRoot: true",
    "allowPrivilegeEscalation: false",
    "capabilities:",
    "drop:",
];

fn changed(new: &[&[&'static str]]) -> Want {
    Want::Changed { new: new.concat(), gone: vec![] }
}

#[test]
fn servers_of_the_official_image_run_as_its_user() {
    let mounted = "        volumeMounts:\n        - {name: store, mountPath: /home/rocketmq/store}\n";
    let home = "        volumeMounts:\n        - {name: store, mountPath: /home/rocketmq}\n        - {name: tmp, mountPath: /tmp}\n      volumes:\n      - {name: tmp, emptyDir: {}}\n";
    check(
        "security",
        vec![
            Case { name: "nothing said", stream: brokers(IMAGE, "", ""), want: changed(&[&RIGHTS, &["- ALL"]]) },
            Case {
                name: "a claim",
                stream: brokers(IMAGE, mounted, CLAIM),
                want: changed(&[
                    &RIGHTS,
                    &["- ALL", "securityContext:", "fsGroup: 3000", "fsGroupChangePolicy: OnRootMismatch"],
                ]),
            },
            Case {
                name: "every place to write to is mounted",
                stream: brokers(IMAGE, home, CLAIM),
                want: changed(&[
                    &RIGHTS,
                    &[
                        "- ALL",
                        "readOnlyRootFilesystem: true",
                        "securityContext:",
                        "fsGroup: 3000",
                        "fsGroupChangePolicy: OnRootMismatch",
                    ],
                ]),
            },
            Case {
                name: "another user that is not root",
                stream: brokers(
                    "corp/mq:1",
                    "        securityContext: {runAsUser: 1000, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n",
                    "",
                ),
                want: Want::Changed {
                    new: vec![
                        "securityContext: {runAsUser: 1000, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, \"allowPrivilegeEscalation\": false, \"capabilities\": {\"drop\": [\"ALL\"]}}",
                    ],
                    gone: vec![
                        "securityContext: {runAsUser: 1000, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}",
                    ],
                },
            },
        ],
    );
    check("security", vec![Case { name: "safe", stream: brokers(IMAGE, SAFE, ""), want: Want::Fine }]);
}

#[test]
fn what_others_wrote_or_need_is_left_alone() {
    let seccomp = "seccompProfile: {type: Unconfined}";
    let root = format!(
        "        securityContext: {{runAsUser: 0, {seccomp}}}\n        volumeMounts: [{{name: store, mountPath: /data/store}}]\n"
    );
    let pod_root = format!(
        "        volumeMounts: [{{name: store, mountPath: /data/store}}]\n      securityContext: {{runAsUser: 0, {seccomp}}}\n"
    );
    let privileged = format!("        securityContext: {{privileged: true, {seccomp}}}\n");
    let unknown = format!("        securityContext: {{{seccomp}}}\n");
    check(
        "security",
        vec![
            Case {
                name: "root",
                stream: brokers(IMAGE, &root, CLAIM),
                want: Want::Left("it runs as root, and what root wrote another user cannot open: /data/store"),
            },
            Case {
                name: "root of the Pod",
                stream: brokers(IMAGE, &pod_root, CLAIM),
                want: Want::Left("it runs as root"),
            },
            Case { name: "privileged", stream: brokers(IMAGE, &privileged, ""), want: Want::Left("it is privileged") },
            Case {
                name: "another image",
                stream: brokers("corp/rocketmq:4.9.7", &unknown, ""),
                want: Want::Left("the user of `corp/rocketmq:4.9.7` is not known"),
            },
        ],
    );
    let adds = "        securityContext: {capabilities: {add: [SYS_NICE]}}\n";
    let done = pass("security", &brokers(IMAGE, adds, ""));
    assert!(
        done.report.contains("keeps its capabilities: it asks for some") && !done.text.contains("drop"),
        "{}",
        done.text
    );
}

#[test]
fn the_root_file_system_stays_writable_unless_all_places_are_known() {
    for (container, why) in [
        ("", "nothing is mounted at /tmp"),
        (
            "        volumeMounts: [{name: tmp, mountPath: /tmp}]\n      volumes: [{name: tmp, emptyDir: {}}]\n",
            "nothing is mounted at /home/rocketmq/logs",
        ),
        (
            "        volumeMounts: [{name: all, mountPath: /tmp}, {name: all, mountPath: /home/rocketmq, readOnly: true}]\n      volumes: [{name: all, emptyDir: {}}]\n",
            "nothing is mounted at /home/rocketmq/logs",
        ),
        ("        env: [{name: JAVA_OPT_EXT, value: -Duser.home=/opt}]\n", "where it writes its logs is not known"),
    ] {
        let done = pass("security", &brokers(IMAGE, container, ""));
        assert!(done.report.contains(why) && !done.text.contains("readOnlyRoot"), "{why}: {}", done.report);
    }
    let elsewhere = brokers(IMAGE, "", "").replace("mqbroker]", "mqbroker, -c, /x.conf]");
    assert!(pass("security", &elsewhere).report.contains("what it writes is not known: it is a file of the image"));
}

#[test]
fn a_claim_that_another_container_uses_keeps_its_group() {
    let beside = "        volumeMounts: [{name: store, mountPath: /home/rocketmq/store}]\n      - name: backup\n        image: backup\n        volumeMounts: [{name: store, mountPath: /store}]\n";
    let done = pass("security", &brokers(IMAGE, beside, CLAIM));
    assert!(done.report.contains("fsGroup stays open: another container uses the same claim"), "{}", done.report);
    assert!(!done.text.contains("fsGroup"), "{}", done.text);
}
