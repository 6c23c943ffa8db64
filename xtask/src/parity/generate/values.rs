//! Random values of which a cluster can be made: one field, one line.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::object::{Any, always, label, maybe, object, texts, word};
use super::shape::{Entry, Shape};

/// Texts that a careless writer or reader of YAML mistakes for something else.
const AWKWARD: &[&str] = &[
    "",
    "yes",
    "null",
    "0x1F",
    "1e3",
    "04",
    "12:30",
    "a: b",
    "- x",
    "# no comment",
    "{{ x }}",
    "%d",
    "中文 – ü",
    "'\"\\",
    " pad ",
];

/// Returns values of this shape.
pub fn values(shape: &Shape) -> Any {
    object(vec![
        maybe("mode", word(&["dledger"])),
        ("version", Just(shape.version.map(Value::from)).boxed()),
        ("acceptKnownDataLoss", Just((shape.store == "emptyDir").then_some(Value::Bool(true))).boxed()),
        maybe("clusterName", "[A-Za-z][A-Za-z0-9_-]{0,30}"),
        maybe("image", image()),
        maybe("timezone", word(&["Asia/Shanghai", "UTC", "Europe/Berlin"])),
        always("nodes", nodes(shape.nodes())),
        always("namesrv", namesrv(shape)),
        always("broker", broker(shape)),
        maybe("console", console()),
        maybe("metrics", metrics()),
        maybe("logs", object(vec![maybe("stdout", any::<bool>()), maybe("sizeLimit", word(&["512Mi", "2Gi", "4Gi"]))])),
        maybe("toolbox", object(vec![maybe("enabled", any::<bool>()), maybe("labels", labels())])),
        always("external", external(shape.entry)),
        maybe("smokeTest", object(vec![maybe("timeout", 10..=3600u16), maybe("labels", labels())])),
        maybe("dns", object(vec![maybe("clusterDomain", word(&["cluster.local", "k8s.example.com"]))])),
    ])
}

fn image() -> Any {
    object(vec![
        maybe("registry", word(&["registry.example.com", "10.0.0.1:5000/mirror"])),
        maybe("repository", word(&["apache/rocketmq", "team/rocketmq-custom"])),
        maybe("tag", word(&["", "4.9.7", "custom-1"])),
        maybe("home", word(&["", "/opt/rocketmq"])),
        maybe("pullPolicy", word(&["Always", "IfNotPresent", "Never"])),
        maybe("pullSecrets", proptest::collection::vec(label(), 0..=2)),
    ])
}

fn nodes(count: u16) -> Any {
    let node = |index: u16| json!({"name": format!("node{index}"), "address": format!("192.168.1.{}", 10 + index)});
    Just((0..count).map(node).collect::<Value>()).boxed()
}

fn namesrv(shape: &Shape) -> Any {
    let mut fields = vec![
        always("replicas", Just(shape.namesrv)),
        maybe("port", 9876..=9900u16),
        maybe("jvm", object(vec![maybe("heap", word(&["256Mi", "512Mi"])), maybe("options", options())])),
    ];
    if shape.entry != Entry::None {
        fields.push(maybe("nodePort", 30001..=30050u16));
    }
    fields.extend(knobs());
    object(fields)
}

fn broker(shape: &Shape) -> Any {
    let mut fields = vec![
        always("groups", Just(shape.groups)),
        always("replicas", Just(shape.replicas)),
        maybe("config", config()),
        maybe("configUnchecked", texts("[a-z]{3,8}Vendor", "[a-z0-9]([a-z0-9 ]{0,6}[a-z0-9])?")),
        always("jvm", jvm(shape)),
        always("resources", Just(resources(shape))),
        always("persistence", persistence(shape.store)),
        maybe("antiAffinity", word(&["required", "preferred", "none"])),
        maybe("rollout", object(vec![maybe("onConfigChange", word(&["restart", "manual"]))])),
    ];
    if let Entry::NodePort { base, step, slack, .. } = shape.entry {
        fields.push(always("port", Just(base)));
        fields.push(always("portStep", Just(step)));
        fields.push(always("groupPortStride", Just(step * shape.replicas + slack)));
    }
    fields.extend(knobs());
    object(fields)
}

fn config() -> Any {
    object(vec![
        maybe("fileReservedTime", 24..=168u16),
        maybe("waitTimeMillsInSendQueue", 200..=2000u16),
        maybe("autoCreateTopicEnable", any::<bool>()),
        maybe("flushDiskType", word(&["ASYNC_FLUSH"])),
        maybe("maxMessageSize", 1_048_576..=8_388_608u32),
        maybe("deleteWhen", word(&["04", "02;14"])),
    ])
}

fn jvm(shape: &Shape) -> Any {
    object(vec![
        always("heap", Just(format!("{}Mi", shape.heap))),
        always("direct", Just(format!("{}Mi", shape.direct))),
        maybe("options", options()),
    ])
}

fn options() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("-D[a-z]{1,8}=[a-z0-9]{1,8}", 0..=2)
}

/// The limit leaves half of itself to the page cache.
fn resources(shape: &Shape) -> Value {
    let used = shape.heap + shape.direct;
    json!({"requests": {"cpu": "500m", "memory": format!("{used}Mi")}, "limits": {"memory": format!("{}Mi", used * 2 + 512)}})
}

fn persistence(store: &'static str) -> Any {
    let mut fields = vec![always("type", Just(store))];
    if store == "claim" || store == "local" {
        fields.push(maybe("size", word(&["20Gi", "1.5Ti", "500G"])));
    }
    if store == "claim" {
        fields.push(maybe("storageClass", label()));
    }
    if store == "local" || store == "hostPath" {
        fields.push(maybe("path", word(&["/var/lib/rocketmq", "/data/mq"])));
    }
    object(fields)
}

fn console() -> Any {
    let secret = label().prop_map(|name| json!({"existingSecret": name}));
    let auth = prop_oneof![secret, Just(json!({"open": true}))];
    let node_port = object(vec![
        always("service", Just("NodePort")),
        maybe("nodePort", 32000..=32700u16),
        always("auth", auth),
        maybe("replicas", 1..=2u16),
    ]);
    let inside =
        object(vec![maybe("enabled", any::<bool>()), maybe("service", Just("ClusterIP")), maybe("labels", labels())]);
    prop_oneof![node_port, inside].boxed()
}

fn metrics() -> Any {
    object(vec![
        maybe("enabled", any::<bool>()),
        maybe("port", 5557..=5600u16),
        maybe("exporter", object(vec![maybe("image", word(&["registry.example.com/exporter:0.0.3"]))])),
    ])
}

fn external(entry: Entry) -> Any {
    match entry {
        Entry::None => object(vec![maybe("type", Just("none"))]),
        Entry::NodePort { advertise: "name", .. } => object(vec![
            always("type", Just("nodePort")),
            always("advertise", Just("name")),
            maybe("domain", word(&["mq.example.com"])),
        ]),
        Entry::NodePort { advertise, .. } => {
            object(vec![always("type", Just("nodePort")), always("advertise", Just(advertise))])
        }
    }
}

/// What every component has.
fn knobs() -> Vec<super::object::Field> {
    vec![
        maybe("labels", labels()),
        maybe("annotations", texts(r"example\.com/[a-z]{1,8}", word(AWKWARD))),
        maybe("podAnnotations", texts("[a-z]{1,8}", word(AWKWARD))),
        maybe("nodeSelector", labels()),
        maybe("tolerations", Just(json!([{"key": "mq", "operator": "Exists", "effect": "NoSchedule"}]))),
        maybe("priorityClassName", label()),
        maybe("serviceAccount", label()),
        maybe("probes", Just(json!({"readiness": {"tcpSocket": {"port": 9876}, "periodSeconds": 7}}))),
        maybe(
            "topologySpread",
            Just(json!([{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}])),
        ),
        maybe("sidecars", Just(json!([{"name": "side", "image": "busybox:1.37", "args": ["sleep", "1e3"]}]))),
        maybe("extraEnv", word(AWKWARD).prop_map(|value| json!([{"name": "EXTRA", "value": value}]))),
    ]
}

fn labels() -> Any {
    texts(r"example\.com/[a-z]{1,8}", "[A-Za-z0-9]([A-Za-z0-9._-]{0,10}[A-Za-z0-9])?")
}
