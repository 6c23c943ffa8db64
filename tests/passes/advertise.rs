//! `advertise`.

use crate::run::{Case, Want, check, pass};

/// A StatefulSet of brokers, its headless Service and its broker.conf.
fn brokers(namespace: &str, replicas: u32, file: &str, conf: &str, service: &str) -> String {
    format!(
        "apiVersion: v1
kind: ConfigMap
metadata:
  name: c{namespace}
data:{conf}
---
apiVersion: v1
kind: Service
metadata:
  name: headless{namespace}
spec:
  selector: {{app: b}}
  ports: [{{port: 10911}}]{service}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: b{namespace}
spec:
  serviceName: headless
  replicas: {replicas}
  selector: {{matchLabels: {{app: b}}}}
  template:
    metadata: {{labels: {{app: b}}}}
    spec:
      containers:
      - name: broker
        image: apache/rocketmq:4.9.7
        command: [sh, mqbroker, -c, /etc/mq/{file}]
        env: [{{name: POD, valueFrom: {{fieldRef: {{fieldPath: metadata.name}}}}}}]
        volumeMounts: [{{name: config, mountPath: /etc/mq}}]
      volumes: [{{name: config, configMap: {{name: c}}}}]
"
    )
}

const HEADLESS: &str = "\n  clusterIP: None\n  publishNotReadyAddresses: true";
const ONE: &str = "\n  broker.conf: |\n    brokerName=a";
const MQ: &str = "\n  namespace: mq";

#[test]
fn pods_with_a_name_and_a_file_of_their_own_tell_it() {
    let both = |host: [&'static str; 2]| Want::Changed { new: host.to_vec(), gone: vec![] };
    let per_pod = "\n  b-0.conf: |\n    brokerName=a\n    brokerIP1=x\n  b-1.conf: |\n    # 第二\n    brokerName=a\n    brokerIP2=y";
    check(
        "advertise",
        vec![
            Case {
                name: "one Pod",
                stream: brokers(MQ, 1, "broker.conf", ONE, HEADLESS),
                want: both(["brokerIP1=b-0.headless.mq.svc", "brokerIP2=b-0.headless.mq.svc"]),
            },
            Case {
                name: "the namespace of the call",
                stream: brokers("", 1, "broker.conf", ONE, HEADLESS),
                want: both(["brokerIP1=b-0.headless.prod.svc", "brokerIP2=b-0.headless.prod.svc"]),
            },
            Case {
                name: "a file for each Pod, and only what is missing",
                stream: brokers(MQ, 2, "$(POD).conf", per_pod, HEADLESS),
                want: both(["brokerIP2=b-0.headless.mq.svc", "brokerIP1=b-1.headless.mq.svc"]),
            },
        ],
    );
    let unended = brokers(MQ, 1, "broker.conf", "\n  broker.conf: brokerName=a", HEADLESS);
    let done = pass("advertise", &unended).text;
    assert!(
        done.contains("    brokerName=a\n    brokerIP1=b-0.headless.mq.svc\n    brokerIP2=b-0.headless.mq.svc\n---"),
        "{done}"
    );
}

#[test]
fn an_address_that_is_not_sure_is_not_written() {
    let told = "\n  broker.conf: |\n    brokerIP1=x\n    brokerIP2=x";
    let outside = brokers(MQ, 1, "broker.conf", ONE, HEADLESS)
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: outside, namespace: mq}\nspec: {type: NodePort, selector: {app: b}, ports: [{port: 10911}]}\n";
    let with = |line: &str| {
        brokers(MQ, 1, "broker.conf", ONE, HEADLESS)
            .replace("      containers:", &format!("      {line}\n      containers:"))
    };
    check(
        "advertise",
        vec![
            Case { name: "told", stream: brokers(MQ, 1, "broker.conf", told, HEADLESS), want: Want::Fine },
            Case {
                name: "a shared file",
                stream: brokers(MQ, 2, "broker.conf", ONE, HEADLESS),
                want: Want::Left("`broker.conf` gets no brokerIP1 and brokerIP2: several Pods read it"),
            },
            Case {
                name: "no headless Service",
                stream: brokers(MQ, 1, "broker.conf", ONE, ""),
                want: Want::Left("Service mq/headless is not headless"),
            },
            Case {
                name: "unready Pods are hidden",
                stream: brokers(MQ, 1, "broker.conf", ONE, "\n  clusterIP: None"),
                want: Want::Left("set publishNotReadyAddresses"),
            },
            Case {
                name: "another Service",
                stream: brokers(MQ, 1, "broker.conf", ONE, HEADLESS)
                    .replace("serviceName: headless", "serviceName: other"),
                want: Want::Left("Service other of its StatefulSet is not in the stream"),
            },
            Case { name: "clients outside", stream: outside, want: Want::Left("Service mq/outside stands before it") },
            Case {
                name: "host network",
                stream: with("hostNetwork: true"),
                want: Want::Left("its Pods have the addresses of their nodes"),
            },
            Case {
                name: "another DNS",
                stream: with("dnsPolicy: Default"),
                want: Want::Left("its Pods do not use the DNS of the Kubernetes cluster"),
            },
            Case {
                name: "a Deployment",
                stream: brokers(MQ, 1, "broker.conf", ONE, HEADLESS)
                    .replace("kind: StatefulSet", "kind: Deployment")
                    .replace("  serviceName: headless\n", ""),
                want: Want::Left("Pods of a Deployment have no names that stay"),
            },
        ],
    );
}

#[test]
fn the_service_of_the_pod_is_the_one_that_is_named() {
    let of_pod = |number: u32| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: b-{number}, namespace: mq}}\nspec: {{type: NodePort, \
             selector: {{app: b, statefulset.kubernetes.io/pod-name: b-{number}}}, ports: [{{port: 10911}}]}}\n"
        )
    };
    let files = "\n  b-0.conf: |\n    brokerName=a\n  b-1.conf: |\n    brokerName=a";
    let each = brokers(MQ, 2, "$(POD).conf", files, HEADLESS) + &of_pod(0) + &of_pod(1);
    let want = "`b-1.conf` gets no brokerIP1 and brokerIP2: Service mq/b-1 stands before it";
    check("advertise", vec![Case { name: "clients outside of each Pod", stream: each, want: Want::Left(want) }]);
}
