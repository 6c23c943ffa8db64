//! The cases, by what is wrong.

/// How a call ends.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    /// Exit code 2 and nothing on stdout.
    Refused,
    /// Exit code 0 and manifests.
    Warned,
}

/// One wrong input.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The words behind `rmq render`.
    pub(crate) words: &'static [&'static str],
    /// The bytes of values.yaml, if there is such a file.
    pub(crate) content: Option<fn() -> Vec<u8>>,
    pub(crate) ending: Ending,
    /// True when no place in the file could be named.
    pub(crate) without_place: bool,
}

const FILE: &[&str] = &["-f", "values.yaml"];

macro_rules! case {
    ($name:literal, $ending:ident, words $words:expr) => {
        Case { name: $name, words: $words, content: None, ending: Ending::$ending, without_place: true }
    };
    ($name:literal, $ending:ident, $content:expr) => {
        Case {
            name: $name,
            words: FILE,
            content: Some(|| $content.into()),
            ending: Ending::$ending,
            without_place: false,
        }
    };
    ($name:literal, $ending:ident, $content:expr, placeless) => {
        Case {
            name: $name,
            words: FILE,
            content: Some(|| $content.into()),
            ending: Ending::$ending,
            without_place: true,
        }
    };
}

pub(crate) const CASES: &[Case] = &[
    // No values at all.
    case!("not-yaml", Refused, "broker: [1, 2\nnamesrv: }\n"),
    case!("tabs", Refused, "broker:\n\treplicas: 3\n"),
    case!("duplicate-keys", Refused, "broker:\n  replicas: 3\nnamesrv: {replicas: 3}\nbroker:\n  groups: 2\n"),
    case!("two-documents", Refused, "broker: {groups: 1}\n---\nbroker: {groups: 2}\n"),
    case!("a-list", Refused, "- broker\n- namesrv\n"),
    case!("a-scalar", Refused, "broker\n"),
    case!("a-large-file", Refused, format!("# {}\n", "x".repeat(50 << 20)), placeless),
    case!("an-alias-bomb", Refused, alias_bomb()),
    case!("many-brackets", Refused, "[".repeat(300_000)),
    case!("random-bytes", Refused, random_bytes()),
    case!("a-foreign-object", Refused, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata: {}\n"),
    case!("not-found", Refused, words FILE),
    case!("a-directory", Refused, words FILE),
    case!("unreadable", Refused, words & ["-f", "/dev/null/values.yaml"]),
    // Numbers of brokers.
    case!("replicas-2", Refused, "broker:\n  replicas: 2\n"),
    case!("replicas-4", Warned, "broker:\n  replicas: 4\n"),
    case!("replicas-0", Refused, "broker:\n  replicas: 0\n"),
    case!("replicas-text", Refused, "broker:\n  replicas: \"3\"\n"),
    case!("replicas-fraction", Refused, "broker:\n  replicas: 3.5\n"),
    case!("replicas-huge", Refused, "broker:\n  replicas: 99999999999999999999\n"),
    case!("replicas-null-list", Refused, "broker:\n  replicas: [3]\n"),
    // Ports.
    case!(
        "node-port-clash",
        Refused,
        node_ports("broker:\n  groups: 2\n  groupPortStride: 20\nnamesrv:\n  nodePort: 30031\n")
    ),
    case!("node-port-out-of-range", Refused, node_ports("namesrv:\n  nodePort: 29870\n")),
    case!("node-port-not-a-port", Refused, node_ports("namesrv:\n  nodePort: 70000\n")),
    case!(
        "node-port-equal-to-a-derived-one",
        Refused,
        node_ports("console:\n  service: NodePort\n  nodePort: 30015\n  auth: {open: true}\n")
    ),
    case!("group-stride-too-small", Refused, node_ports("broker:\n  groups: 2\n  groupPortStride: 8\n")),
    case!(
        "node-port-range-upside-down",
        Refused,
        node_ports("").replace("nodePort\n", "nodePort\n  nodePortRange: 32767-30000\n")
    ),
    // Memory.
    case!("heap-above-limit", Refused, "broker:\n  jvm:\n    heap: 3Gi\n"),
    case!("heap-no-quantity", Refused, "broker:\n  jvm:\n    heap: 3GB\n"),
    case!("request-above-limit", Refused, "broker:\n  resources:\n    limits:\n      memory: 1900Mi\n"),
    // Keys of broker.conf.
    case!("broker-key-unknown", Refused, "broker:\n  config:\n    storePathConsumerQueue: /data\n"),
    case!("broker-key-misspelt", Refused, "broker:\n  config:\n    fileReservdTime: 48\n"),
    case!("broker-key-of-another-version", Refused, "broker:\n  config:\n    timerWheelEnable: true\n"),
    case!("broker-key-between-versions", Warned, "version: 4.9.5\nbroker:\n  config:\n    configBlackList: a\n"),
    case!("broker-value-type", Refused, "broker:\n  config:\n    sendMessageThreadPoolNums: many\n"),
    case!("broker-value-flase", Refused, "broker:\n  config:\n    slaveReadEnable: flase\n"),
    case!("broker-value-trailing-blank", Refused, "broker:\n  config:\n    fileReservedTime: \"168 \"\n"),
    case!("broker-key-derived", Refused, "broker:\n  config:\n    brokerIP1: 10.0.0.1\n    listenPort: 10911\n"),
    case!("broker-key-ineffective", Warned, "broker:\n  config:\n    flushDiskType: SYNC_FLUSH\n"),
    // Names and addresses.
    case!("name-too-long", Refused, words & ["a-name-that-is-longer-than-any-statefulset-can-have-it"]),
    case!("name-no-label", Refused, words & ["My_Cluster"]),
    Case {
        name: "name-contradicts",
        words: &["other", "-f", "values.yaml"],
        content: Some(|| CONTRADICTION.into()),
        ending: Ending::Refused,
        without_place: false,
    },
    case!("cluster-domain-invalid", Refused, "dns:\n  clusterDomain: Cluster Local\n"),
    case!("node-port-without-nodes", Refused, "external:\n  type: nodePort\n"),
    case!("address-invalid", Refused, node_ports("").replace("192.168.1.176", "999.1.1.1")),
    case!("address-ipv6", Refused, node_ports("").replace("192.168.1.176", "\"fe80::1\"")),
    case!(
        "too-few-nodes-for-anti-affinity",
        Warned,
        "nodes:\n- {name: a, address: 10.0.0.1}\n- {name: b, address: 10.0.0.2}\n"
    ),
    case!("advertise-without-node-ports", Refused, "external:\n  advertise: address\n"),
    // Storage.
    case!("empty-dir", Refused, "broker:\n  persistence:\n    type: emptyDir\n"),
    case!("empty-dir-accepted", Warned, "acceptKnownDataLoss: true\nbroker:\n  persistence:\n    type: emptyDir\n"),
    case!("local-without-nodes", Refused, "broker:\n  persistence:\n    type: local\n"),
    case!("persistence-unknown", Refused, "broker:\n  persistence:\n    type: hostpath\n"),
    // Versions and modes.
    case!("version-unknown", Refused, "version: 6.0.0\n"),
    case!("version-too-old", Refused, "version: 4.4.0\n"),
    case!("version-no-version", Refused, "version: latest\n"),
    case!("version-number", Refused, "version: 4.9\n"),
    case!("dledger-on-5.5.0", Refused, "version: 5.5.0\n"),
    case!("dledger-on-5.5.0-accepted", Warned, "version: 5.5.0\nacceptKnownDataLoss: true\n"),
    case!("mode-of-a-later-release", Refused, "mode: controller\n"),
    // Keys of the values.
    case!("key-unknown", Refused, "brokr:\n  replicas: 3\n"),
    case!("key-misplaced", Refused, "replicas: 3\n"),
    case!("key-of-a-later-release", Refused, "proxy:\n  enabled: true\n"),
    case!("key-ignored", Warned, "broker:\n  portStep: 8\n"),
    case!("config-too-large", Refused, many_keys(), placeless),
    case!("console-without-login", Refused, "console:\n  service: NodePort\n"),
    case!("kubernetes-field-unknown", Refused, "broker:\n  tolerations:\n  - key: a\n    operater: Exists\n"),
    case!("kubernetes-field-type", Refused, "broker:\n  extraEnv:\n  - name: A\n    value: 12\n"),
    case!("several-at-once", Refused, SEVERAL),
    case!("only-nothing", Refused, words & ["--only", "brokers"]),
    case!("set-without-value", Refused, words & ["--set", "broker.groups"]),
    case!("set-unknown-key", Refused, words & ["--set", "broker.replica=5"]),
    case!("set-wrong-type", Refused, words & ["--set-string", "broker.groups=2"]),
    case!(
        "a-secret-is-not-shown",
        Refused,
        "broker:\n  extraEnv:\n  - name: A\n    value: s3cr3t-m4rk3r\n    valu: s3cr3t-m4rk3r\n"
    ),
];

const CONTRADICTION: &str = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nmetadata:\n  name: mq\nspec: {}\n";

/// Chinese before the place: columns count characters, not bytes.
const SEVERAL: &str = "version: 4.9.7\n# 三个节点\nclusterName: \"集群 一\"\nbroker: {replicas: 2, 组: 3}   # 两个副本\nconsole:\n  replicas: -1\n  auth: {existingSecrt: x}\n";

fn node_ports(more: &str) -> String {
    let node = |i: usize| format!("- {{name: node{i}, address: 192.168.1.{}}}", 175 + i);
    let nodes = [1, 2, 3].map(node).join("\n");
    format!("nodes:\n{nodes}\nexternal:\n  type: nodePort\n{more}")
}

fn many_keys() -> String {
    let keys: Vec<String> = (0..40_000).map(|i| format!("    someKey{i}: some value\n")).collect();
    format!("broker:\n  configUnchecked:\n{}", keys.concat())
}

fn alias_bomb() -> String {
    let line = |i: usize| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i.saturating_sub(1)); 9].join(","));
    "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned() + &(1..12).map(line).collect::<String>()
}

/// Bytes of a linear congruential generator: no UTF-8, and the same in every run.
fn random_bytes() -> Vec<u8> {
    let mut state = 42_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..4096).map(next).collect()
}
