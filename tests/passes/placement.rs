//! `placement`.

use crate::run::{Case, Want, check, indented};

/// A StatefulSet of brokers with a broker.conf of these lines.
fn brokers(name: &str, replicas: u32, labels: &str, conf: &str, spec: &str) -> String {
    let conf = indented(conf, 4);
    format!(
        "---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: mq
data:
  broker.conf: |
{conf}---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {name}
  namespace: mq
spec:
  replicas: {replicas}
  selector:
    matchLabels: {labels}
  template:
    metadata:
      labels: {labels}
    spec:{spec}
      containers:
      - name: broker
        image: apache/rocketmq:4.9.7
        command: [sh, mqbroker, -c, /etc/rocketmq/broker.conf]
        volumeMounts:
        - name: config
          mountPath: /etc/rocketmq
      volumes:
      - name: config
        configMap:
          name: {name}
"
    )
}

fn name_servers(kind: &str, replicas: u32, strategy: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: {kind}
metadata:
  name: ns
spec:{strategy}
  replicas: {replicas}
  selector:
    matchLabels: {{app: ns}}
  template:
    metadata:
      labels: {{app: ns}}
    spec:
      containers:
      - name: a
        image: apache/rocketmq:4.9.7
        command: [sh, mqnamesrv]
"
    )
}

const GROUP: &str = "brokerClusterName=c\nbrokerName=g";
const NAME_SERVERS_APART: [&str; 7] = [
    "affinity:",
    "podAntiAffinity:",
    "requiredDuringSchedulingIgnoredDuringExecution:",
    "- labelSelector:",
    "matchLabels:",
    "app: ns",
    "topologyKey: kubernetes.io/hostname",
];

fn rule(topology: &str, selector: &str, more: &str) -> String {
    format!(
        "\n      affinity:\n        podAntiAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n          - \
         topologyKey: {topology}\n            labelSelector: {selector}{more}"
    )
}

#[test]
fn members_of_a_group_and_name_servers_are_kept_apart() {
    let (new, mut group) = (&NAME_SERVERS_APART, NAME_SERVERS_APART);
    group[5] = "app: b";
    let more = &["- labelSelector:", "matchLabels:", "app: b", "topologyKey: kubernetes.io/hostname"];
    check(
        "placement",
        vec![
            Case {
                name: "name servers",
                stream: name_servers("StatefulSet", 2, ""),
                want: Want::Changed { new: new.to_vec(), gone: vec![] },
            },
            Case {
                name: "a group by its brokerName",
                stream: brokers("b", 2, "{app: b}", GROUP, ""),
                want: Want::Changed { new: group.to_vec(), gone: vec![] },
            },
            Case {
                name: "a rule about other Pods stays",
                stream: brokers(
                    "b",
                    2,
                    "{app: b}",
                    GROUP,
                    &rule("kubernetes.io/hostname", "{matchLabels: {app: db}}", ""),
                ),
                want: Want::Changed { new: more.to_vec(), gone: vec![] },
            },
            Case {
                name: "a rule for another namespace does not count",
                stream: brokers(
                    "b",
                    2,
                    "{app: b}",
                    GROUP,
                    &rule("kubernetes.io/hostname", "{matchLabels: {app: b}}", "\n            namespaces: [other]"),
                ),
                want: Want::Changed { new: more.to_vec(), gone: vec![] },
            },
        ],
    );
}

#[test]
fn a_deployment_gives_way() {
    let new = NAME_SERVERS_APART;
    let strategy = ["strategy:", "rollingUpdate:", "maxSurge: 0", "maxUnavailable: 1"];
    check(
        "placement",
        vec![Case {
            name: "no strategy",
            stream: name_servers("Deployment", 3, ""),
            want: Want::Changed { new: [&new[..], &strategy].concat(), gone: vec![] },
        }],
    );
}

#[test]
fn rules_of_the_user_that_are_as_strict_suffice() {
    for (topology, selector) in [
        ("kubernetes.io/hostname", "{matchLabels: {app: b}}"),
        ("topology.kubernetes.io/zone", "{matchLabels: {app: b}}"),
        ("kubernetes.io/hostname", "{matchExpressions: [{key: app, operator: In, values: [b, c]}]}"),
    ] {
        let stream = brokers("b", 2, "{app: b}", GROUP, &rule(topology, selector, ""));
        check("placement", vec![Case { name: "as strict", stream, want: Want::Fine }]);
    }
}

#[test]
fn what_is_not_known_to_be_a_group_is_left_alone() {
    let two = |labels: [&str; 2], names: [&str; 2]| {
        brokers("a", 1, labels[0], &format!("brokerClusterName=c\nbrokerName={}", names[0]), "")
            + &brokers("b", 1, labels[1], &format!("brokerClusterName=c\nbrokerName={}", names[1]), "")
    };
    check(
        "placement",
        vec![
            Case {
                name: "one member",
                stream: brokers("b", 1, "{app: b}", GROUP, ""),
                want: Want::Left("there is one member, so there is nothing to keep apart"),
            },
            Case {
                name: "no brokerName",
                stream: brokers("b", 2, "{app: b}", "brokerClusterName=c\nlistenPort=10911", ""),
                want: Want::Left("its Pods do not share one `brokerName`"),
            },
            Case {
                name: "another file",
                stream: brokers("b", 2, "{app: b}", GROUP, "").replace("-c, /etc", "-c, /tmp"),
                want: Want::Left("the config file with `brokerName` is not known: it is a file of the image"),
            },
            Case {
                name: "a selector that counts another group",
                stream: two(["{app: x}", "{app: x}"], ["g", "h"]).replace("replicas: 1", "replicas: 2"),
                want: Want::Left("its selector counts Pods of StatefulSet mq/b too, which are no members"),
            },
            Case {
                name: "a Deployment whose strategy is the user's",
                stream: name_servers(
                    "Deployment",
                    3,
                    "\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}",
                ),
                want: Want::Left("set spec.strategy.rollingUpdate.maxUnavailable to 1"),
            },
        ],
    );
}

#[test]
fn a_group_of_several_stateful_sets_is_kept_apart_from_all_of_them() {
    let stream = brokers("a", 1, "{app: a}", GROUP, "") + &brokers("b", 1, "{app: b}", GROUP, "");
    let done = crate::run::pass("placement", &stream).text;
    assert_eq!(done.matches("topologyKey").count(), 4, "{done}");
    let shared = brokers("a", 1, "{app: x}", GROUP, "") + &brokers("b", 1, "{app: x}", GROUP, "");
    let done = crate::run::pass("placement", &shared).text;
    assert_eq!(done.matches("topologyKey").count(), 2, "{done}");
}

#[test]
fn a_raft_group_whose_file_a_script_completes_is_known_by_its_peers() {
    let conf = "brokerName=g\ndLegerGroup=g\ndLegerPeers=n0-b-0:40911;n1-b-1:40911;n2-b-2:40911";
    let stream = brokers("b", 3, "{app: b}", conf, "").replace("-c, /etc", "-c, /tmp");
    let done = crate::run::pass("placement", &stream);
    assert!(done.text.contains("topologyKey"), "{}", done.report);
    let done = crate::run::pass("placement", &stream.replace("replicas: 3", "replicas: 6"));
    assert!(done.report.contains("is not known"), "{}", done.report);
}
