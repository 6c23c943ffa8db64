//! `ports`.

use crate::run::{Case, Want, check, pass};

/// A broker with a broker.conf of these lines, declared ports, and a Service with these ports.
fn broker(conf: &str, declared: &str, service: &str) -> String {
    format!(
        "apiVersion: v1
kind: ConfigMap
metadata:
  name: c
data:
  broker.conf: |
    brokerName=a
    {conf}
---
apiVersion: v1
kind: Service
metadata:
  name: b-0
spec:
  selector: {{app: b, statefulset.kubernetes.io/pod-name: b-0}}
{service}---
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
        image: apache/rocketmq:4.9.7
        command: [sh, mqbroker, -c, /etc/mq/broker.conf]
{declared}        volumeMounts: [{{name: config, mountPath: /etc/mq}}]
      volumes: [{{name: config, configMap: {{name: c}}}}]
"
    )
}

/// Returns a Service of this type with these ports.
fn service(kind: &str, ports: &[&str]) -> String {
    let ports: String = ports.iter().flat_map(|port| ["  - ", port, "\n"]).collect();
    format!("  type: {kind}\n  ports:\n{ports}")
}

const RAFT: &str = "listenPort=30911\n    enableDLegerCommitLog=true\n    dLegerSelfId=n0\n    dLegerPeers=";

fn changed(new: &[&'static str], gone: &[&'static str]) -> Want {
    Want::Changed { new: new.to_vec(), gone: gone.to_vec() }
}

#[test]
fn a_broker_has_the_node_port_that_clients_are_told() {
    let stream = |port: &str| broker("listenPort=30911", "", &service("NodePort", &[port]));
    check(
        "ports",
        vec![
            Case { name: "equal", stream: stream("{port: 30911, nodePort: 30911}"), want: Want::Fine },
            Case {
                name: "another",
                stream: stream("{port: 30911, nodePort: 31000}  # clients"),
                want: changed(
                    &["- {port: 30911, nodePort: 30911}  # clients"],
                    &["- {port: 30911, nodePort: 31000}  # clients"],
                ),
            },
            Case {
                name: "none",
                stream: stream("{port: 9999, targetPort: 30911}"),
                want: changed(
                    &["- {port: 9999, targetPort: 30911, \"nodePort\": 30911}"],
                    &["- {port: 9999, targetPort: 30911}"],
                ),
            },
            Case {
                name: "the VIP port",
                stream: stream("{port: 30909, nodePort: 31000}"),
                want: changed(&["- {port: 30909, nodePort: 30909}"], &["- {port: 30909, nodePort: 31000}"]),
            },
            Case {
                name: "inside only",
                stream: broker("listenPort=30911", "", &service("ClusterIP", &["{port: 30911}"])),
                want: Want::Fine,
            },
            Case {
                name: "a balancer",
                stream: broker("listenPort=30911", "", &service("LoadBalancer", &["{port: 30911, nodePort: 31000}"])),
                want: Want::Fine,
            },
        ],
    );
}

#[test]
fn a_node_port_that_is_not_sure_stays() {
    let one = |conf: &str, port: &str| broker(conf, "", &service("NodePort", &[port]));
    let taken = one("listenPort=30911", "{port: 30911, nodePort: 31000}")
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80, nodePort: 30911}]}\n";
    let several = one("listenPort=30911", "{port: 30911, nodePort: 31000}")
        .replace(", statefulset.kubernetes.io/pod-name: b-0", "")
        .replace("spec:\n  selector: {matchLabels", "spec:\n  replicas: 2\n  selector: {matchLabels");
    let unknown = one("listenPort=30911", "{port: 30911, nodePort: 31000}").replace("-c, /etc", "-c, /tmp");
    check(
        "ports",
        vec![
            Case {
                name: "no node port",
                stream: one("listenPort=10911", "{port: 10911, nodePort: 30911}"),
                want: Want::Left("clients are told 10911, which is no node port (30000 to 32767)"),
            },
            Case {
                name: "taken",
                stream: taken,
                want: Want::Left("cannot be 30911 on the nodes, which Service web has"),
            },
            Case {
                name: "several brokers",
                stream: several,
                want: Want::Left("several brokers stand behind one node port"),
            },
            Case {
                name: "another file",
                stream: unknown,
                want: Want::Left("the config file of the broker is not known: it is a file of the image"),
            },
        ],
    );
}

#[test]
fn what_is_for_members_only_is_closed_outside() {
    let (client, raft) = ("{name: client, port: 30911, nodePort: 30911}", "{name: raft, port: 40911, nodePort: 31911}");
    let conf = |host: &str| format!("{RAFT}n0-{host}:40911");
    let headless =
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: headless}\nspec: {clusterIP: None, selector: {app: b}}\n";
    let both =
        |host: &str| format!("{headless}---\n{}", broker(&conf(host), "", &service("NodePort", &[client, raft])));
    check(
        "ports",
        vec![
            Case {
                name: "Raft",
                stream: both("b-0.headless"),
                want: changed(&[], &["- {name: raft, port: 40911, nodePort: 31911}"]),
            },
            Case {
                name: "Raft by this name",
                stream: both("b-0"),
                want: Want::Left("`dLegerPeers` names this Service"),
            },
            Case {
                name: "Raft by its long name",
                stream: both("b-0.mq.svc.cluster.local"),
                want: Want::Left("`dLegerPeers` names this Service"),
            },
            Case {
                name: "replication",
                stream: broker("listenPort=30911", "", &service("NodePort", &["{name: ha, port: 30912}", client])),
                want: changed(&[], &["- {name: ha, port: 30912}"]),
            },
            Case {
                name: "nothing else",
                stream: broker(&conf("x"), "", &service("NodePort", &[raft])),
                want: Want::Left("all its ports are for members of the group only"),
            },
            Case {
                name: "another file",
                stream: both("x").replace("-c, /etc", "-c, /tmp"),
                want: Want::Left(
                    "may be for members of the group only, but the config file of the broker is not known",
                ),
            },
            Case {
                name: "inside",
                stream: broker(&conf("x"), "", &service("ClusterIP", &["{port: 40911}"])),
                want: Want::Fine,
            },
        ],
    );
}

#[test]
fn declared_ports_are_those_that_somebody_listens_on() {
    let declared = |more: &str| {
        format!("        ports:\n        - containerPort: 10911   # main\n        - containerPort: 10912\n{more}")
    };
    let inside = service("ClusterIP", &["{port: 10911, targetPort: old}"]);
    let stale = "        - containerPort: 20911\n          hostPort: 20911\n        - containerPort: 10909\n";
    check(
        "ports",
        vec![
            Case { name: "all open", stream: broker("brokerId=0", &declared(""), &inside), want: Want::Fine },
            Case {
                name: "stale",
                stream: broker("brokerId=0", &declared(stale), &inside),
                want: changed(&[], &["- containerPort: 20911", "hostPort: 20911"]),
            },
            Case {
                name: "called by name",
                stream: broker("brokerId=0", &declared("        - {name: old, containerPort: 20911}\n"), &inside),
                want: Want::Left("port 20911 stays, though nothing listens on it: `old` is used"),
            },
            Case {
                name: "a probe calls it by name",
                stream: broker(
                    "brokerId=0",
                    &declared(
                        "        - {name: p, containerPort: 20911}\n        livenessProbe: {tcpSocket: {port: p}}\n",
                    ),
                    &inside,
                ),
                want: Want::Left("port 20911 stays"),
            },
            Case {
                name: "an agent",
                stream: broker(
                    "brokerId=0",
                    &declared(
                        "        - containerPort: 9404\n        env: [{name: JAVA_OPT_EXT, value: -javaagent:x.jar=9404}]\n",
                    ),
                    &inside,
                ),
                want: Want::Left("`-javaagent` can open some"),
            },
            Case {
                name: "another file",
                stream: broker("brokerId=0", &declared(stale), &inside).replace("-c, /etc", "-c, /tmp"),
                want: Want::Fine,
            },
        ],
    );
    let all = "        ports:\n        - containerPort: 10910\n        - containerPort: 20911\n";
    let done = pass("ports", &broker("brokerId=0", all, &inside));
    assert_eq!(done.text, broker("brokerId=0", "", &inside));
    assert!(done.report.contains("nothing listens on 10910, 20911"), "{}", done.report);
}
