use super::*;
use crate::source::SourceId;
use crate::values::{Input, Loaded, load};

struct Given {
    sources: Sources,
    inputs: Vec<Input>,
}

/// `text` is a file, or an expression when it begins with an option: `--set a=b`.
fn given(text: &str) -> Given {
    let mut sources = Sources::new();
    let mut option = |name: &str, make: fn(SourceId) -> Input| {
        let expression = text.strip_prefix(name)?.strip_prefix(' ')?;
        Some(make(sources.add(format!("{name}[0]"), expression)))
    };
    let input = option("--set", Input::Set)
        .or_else(|| option("--set-string", Input::SetString))
        .or_else(|| option("--set-json", Input::SetJson))
        .unwrap_or_else(|| Input::File(sources.add("values.yaml", text)));
    Given { sources, inputs: vec![input] }
}

/// One line per finding: `CODE line:col message | help`.
fn findings(text: &str) -> Vec<String> {
    let Given { sources, inputs } = given(text);
    let report = load(&sources, &inputs);
    assert_eq!(report.value.is_some(), !report.diagnostics.has_errors(), "{text}");
    let line = |diagnostic: &Diagnostic| {
        let position = diagnostic.location.and_then(|at| Some(sources.get(at.source)?.position(at.span.start)));
        let position = position.map_or_else(|| "-".to_owned(), |at| format!("{}:{}", at.line, at.column));
        let help = diagnostic.help.as_deref().unwrap_or_else(|| panic!("no help: {}", diagnostic.message));
        format!("{} {position} {} | {help}", diagnostic.code, diagnostic.message)
    };
    report.diagnostics.iter().map(line).collect()
}

fn loaded(text: &str) -> Loaded {
    let Given { sources, inputs } = given(text);
    load(&sources, &inputs).value.unwrap_or_else(|| panic!("{text}: {:?}", findings(text)))
}

fn check(rows: &[(&str, &str)]) {
    for (text, want) in rows {
        assert_eq!(findings(text).join("\n"), *want, "{text}");
    }
}

#[test]
fn nothing_gives_the_defaults() {
    for text in ["", "\n", "# only a comment\n", "---\n", "{}", "null", "--set broker.replicas=null"] {
        let values = loaded(text).values;
        assert_eq!((values.broker.replicas, values.version.as_str()), (3, "4.9.7"), "{text}");
    }
}

#[test]
fn numbers_that_yaml_reads_as_other_texts() {
    const HELP: &str = "put it in quotes, or write the number that is meant in plain digits";
    for (number, read) in [("1.10", "1.1"), ("010", "8"), ("1_000", "1000"), ("0x1F", "31"), ("1e3", "1000")] {
        let want =
            format!("RMQ013 1:31 `broker.configUnchecked.a` is `{number}`, which YAML reads as `{read}` | {HELP}");
        assert_eq!(findings(&format!("broker: {{configUnchecked: {{a: {number}}}}}")), [want]);
    }
    for number in ["04", "12", "-3", "1.5", "\"010\""] {
        assert_eq!(findings(&format!("broker: {{configUnchecked: {{a: {number}}}}}")), [""; 0], "{number}");
    }
}

#[test]
fn unknown_keys() {
    check(&[
        ("brokr: {}", "RMQ010 1:1 unknown key `brokr` | did you mean `broker`?"),
        ("broker:\n  Replicas: 3", "RMQ010 2:3 unknown key `Replicas` in `broker` | did you mean `replicas`?"),
        (
            "replicas: 3",
            "RMQ010 1:1 unknown key `replicas` | `replicas` belongs under `broker`, `namesrv` or `console`",
        ),
        (
            "storageClass: x",
            "RMQ010 1:1 unknown key `storageClass` | `storageClass` belongs under `broker.persistence`",
        ),
        (
            "proxy: {enabled: true}",
            "RMQ010 1:1 unknown key `proxy` | take `proxy` out: this version of `rmq` does not have it yet",
        ),
        (
            "metrics: {serviceMonitor: {}}",
            "RMQ010 1:11 unknown key `serviceMonitor` in `metrics` | \
             take `metrics.serviceMonitor` out: this version of `rmq` does not have it yet",
        ),
        (
            "logs: {xyzzy: 1}",
            "RMQ010 1:8 unknown key `xyzzy` in `logs` | \
             use one of the keys that are known here, such as `stdout` or `sizeLimit`",
        ),
        ("--set broker.replica=1", "RMQ010 1:8 unknown key `replica` in `broker` | did you mean `replicas`?"),
        ("nodes: [{name: a, addres: b}]", "RMQ010 1:19 unknown key `addres` in `nodes[0]` | did you mean `address`?"),
    ]);
}

#[test]
fn wrong_types() {
    check(&[
        (
            "broker: {replicas: \"3\"}",
            "RMQ011 1:20 `broker.replicas` is a string, but an integer is expected | \
             take the quotes away: `replicas: 3`",
        ),
        (
            "broker: {replicas: 3.5}",
            "RMQ011 1:20 `broker.replicas` is a number, but an integer is expected | write a whole number",
        ),
        (
            "version: 4.90",
            "RMQ011 1:10 `version` is a number, but a string is expected | put it in quotes: `version: \"4.90\"`",
        ),
        (
            "--set image.tag=123",
            "RMQ011 1:11 `image.tag` is an integer, but a string is expected | \
             use `--set-string` instead of `--set`",
        ),
        (
            "--set-string broker.replicas=3",
            "RMQ011 1:17 `broker.replicas` is a string, but an integer is expected | \
             use `--set` instead of `--set-string`",
        ),
        (
            "console: {enabled: \"yes\"}",
            "RMQ011 1:20 `console.enabled` is a string, but a boolean is expected | \
             write `true` or `false` without quotes",
        ),
        (
            "broker: 3",
            "RMQ011 1:9 `broker` is an integer, but a mapping is expected | \
             write a mapping: one `key: value` per line, indented below the key",
        ),
        (
            "nodes: {a: b}",
            "RMQ011 1:8 `nodes` is a mapping, but a list is expected | \
             write a list: one item per line, each after a `- `",
        ),
        (
            "--set nodes[2].name=a",
            "RMQ011 1:15 `nodes[0]` is null, but a mapping is expected | \
             give every item of the list a value, from `[0]` on",
        ),
        (
            "broker: {labels: {a: 1}}",
            "RMQ011 1:22 `broker.labels.a` is an integer, but a string is expected | put it in quotes: `a: \"1\"`",
        ),
        (
            "broker: {config: {a: [1]}}",
            "RMQ011 1:22 `broker.config.a` is a list, but a string is expected | write one text",
        ),
        (
            "broker: {sidecars: [a]}",
            "RMQ011 1:21 `broker.sidecars[0]` is a string, but a mapping is expected | \
             write a mapping: one `key: value` per line, indented below the key",
        ),
    ]);
}

#[test]
fn ranges_choices_and_forms() {
    check(&[
        (
            "namesrv: {port: 70000}",
            "RMQ012 1:17 `namesrv.port` is 70000, but it must lie between 1 and 65535 | \
             write a whole number from 1 to 65535",
        ),
        (
            "broker: {groups: 0}",
            "RMQ012 1:18 `broker.groups` is 0, but it must lie between 1 and 10000 | \
             write a whole number from 1 to 10000",
        ),
        (
            "broker: {groups: 18446744073709551615}",
            "RMQ012 1:18 `broker.groups` is 18446744073709551615, but it must lie between 1 and 10000 | \
             write a whole number from 1 to 10000",
        ),
        ("mode: Dledger", "RMQ013 1:7 `mode` is `Dledger`, but `dledger` is expected | did you mean `dledger`?"),
        (
            "mode: controller",
            "RMQ013 1:7 `mode` is `controller`, but `dledger` is expected | \
             choose another one: this version of `rmq` does not have `controller` yet",
        ),
        (
            "external: {advertise: ip}",
            "RMQ013 1:23 `external.advertise` is `ip`, but `\"\"`, `service`, `address` or `name` is expected | \
             write `\"\"`, `service`, `address` or `name`",
        ),
        (
            "nodes: [{name: a, address: 999.1.1.1}]",
            "RMQ013 1:28 `nodes[0].address` is `999.1.1.1`, but an IPv4 address or a DNS name is expected | \
             write four numbers from 0 to 255 with dots between them, such as `192.168.1.176`, or a lower-case DNS name",
        ),
        ("nodes: [{address: 10.0.0.1}]", "RMQ013 1:9 `nodes[0]` has no `name` | add `name` to this item"),
        (
            "broker: {persistence: {size: 20GB}}",
            "RMQ013 1:30 `broker.persistence.size` is `20GB`, but a size of 1Mi or more is expected | \
             leave the `B` out: Kubernetes writes `Gi` for 1024^3 bytes and `G` for 1000^3 bytes",
        ),
        (
            "clusterName: \"\"",
            "RMQ013 1:14 `clusterName` is empty, but a name as RocketMQ takes it is expected | \
             write at most 127 letters, digits, `-` and `_`, not beginning with `-`: RocketMQ makes a topic of this name",
        ),
        (
            "broker: {labels: {app.kubernetes.io/name: x}}",
            "RMQ013 1:19 `broker.labels` has the key `app.kubernetes.io/name`, but a label key is expected | \
             leave it out: `rmq` sets the labels under `app.kubernetes.io/` and `rmq.dev/` itself, and selectors use them",
        ),
        (
            "broker: {config: {accessKey: \"hunter2 \"}}",
            "RMQ013 1:30 `broker.config.accessKey` is not a config value on one line | \
             write the value on one line, without blanks around it",
        ),
    ]);
}

#[test]
fn documents() {
    check(&[("- a", "RMQ004 1:1 the values are a list, but a mapping is expected | write `key: value` lines")]);
    let two = findings("mode: dledger\n---\nmode: dledger\n");
    assert!(two[0].starts_with("RMQ003 3:1"), "{two:?}");
    let kind = findings("apiVersion: v1\nkind: ConfigMap\n");
    assert!(kind[0].starts_with("RMQ008 1:13 `apiVersion` is `v1`"), "{kind:?}");
    let twice = findings("mode: dledger\nmode: dledger\n");
    assert!(twice[0].starts_with("RMQ002"), "{twice:?}");
    let large = findings(&" ".repeat(crate::values::load::SIZE_LIMIT + 1));
    assert!(large[0].starts_with("RMQ005"), "{large:?}");
}

#[test]
fn a_wrapped_document_gives_name_and_values() {
    let text = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nmetadata:\n  name: mq\n  namespace: prod\n  \
                labels: {a: b}\n  uid: x\nspec:\n  broker: {groups: 2}\n";
    let loaded = loaded(text);
    assert_eq!(loaded.values.broker.groups, 2);
    assert_eq!(loaded.name.as_ref().map(|name| name.text.as_str()), Some("mq"));
    assert_eq!(loaded.namespace.as_ref().map(|name| name.text.as_str()), Some("prod"));
    assert!(loaded.is_set("broker.groups"));
    assert_eq!(loaded.labels.get("a").map(String::as_str), Some("b"));
    let found = findings(text);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("RMQ017 7:3 `metadata.uid` is not used"), "{found:?}");
    let wrong = findings(&text.replace("a: b", "a: 1"));
    assert!(wrong[0].starts_with("RMQ011 6:15 `metadata.labels[a]` is an integer"), "{wrong:?}");
}

#[test]
fn all_problems_are_reported_in_order() {
    let found = findings("version: 5\nbrokr: 1\nbroker:\n  groups: x\n  port: -1\n");
    let codes: Vec<&str> = found.iter().map(|line| line.get(..10).unwrap_or_default()).collect();
    assert_eq!(codes, ["RMQ011 1:1", "RMQ010 2:1", "RMQ011 4:1", "RMQ012 5:9"]);
}

#[test]
fn values_in_messages_are_cut_and_escaped() {
    let found = findings(&format!("timezone: \"{}\\e[31m\"", "x y".repeat(50)));
    assert!(found[0].chars().count() < 250 && !found[0].contains('\u{1b}'), "{found:?}");
}

#[test]
fn places_of_values() {
    let mut sources = Sources::new();
    let file = sources.add("values.yaml", "broker:\n  config:\n    flushDiskType: X\nnodes:\n- name: a\n");
    let set = sources.add("--set[0]", "nodes[0].address=10.0.0.1,namesrv.port=null");
    let loaded = load(&sources, &[Input::Set(set), Input::File(file)]).value.expect("values");
    let slice =
        |location: Option<crate::source::Location>| location.and_then(|at| sources.slice(at)).map(str::to_owned);
    assert_eq!(slice(loaded.location("broker.config.flushDiskType")).as_deref(), Some("X"));
    assert_eq!(slice(loaded.key_location("broker.config.flushDiskType")).as_deref(), Some("flushDiskType"));
    assert_eq!(slice(loaded.key_location("broker.config.absent")).as_deref(), Some("config"));
    assert_eq!(slice(loaded.location("nodes[0].address")).as_deref(), Some("10.0.0.1"));
    assert_eq!(loaded.location("nodes[0].address").map(|at| at.source), Some(set));
    for (path, want) in [
        ("broker.config", true),
        ("broker.config.flushDiskType", true),
        ("broker.config.absent", false),
        ("broker.replicas", false),
        ("nodes[0].address", true),
        ("nodes[1]", false),
        ("namesrv.port", false),
    ] {
        assert_eq!(loaded.is_set(path), want, "{path}");
    }
}

#[test]
fn inputs_merge_in_the_order_of_helm() {
    let mut sources = Sources::new();
    let first = sources.add("a.yaml", "version: 4.9.1\nclusterName: a\ntimezone: Asia/Tokyo\n");
    let second = sources.add("b.yaml", "version: 4.9.2\nclusterName: b\ntimezone: null\n");
    let json = sources.add("--set-json[0]", "version=\"4.9.3\",dns.clusterDomain=\"json\"");
    let set = sources.add("--set[0]", "version=4.9.4,dns.clusterDomain=set");
    let string = sources.add("--set-string[0]", "version=4.9.5");
    let path = sources.add("--set-file[0]", "version=v");
    let contents = vec![("v".to_owned(), "4.9.6".to_owned())];
    let inputs = [
        Input::SetFile { source: path, contents },
        Input::SetString(string),
        Input::Set(set),
        Input::SetJson(json),
        Input::File(first),
        Input::File(second),
    ];
    let values = load(&sources, &inputs).value.expect("values").values;
    assert_eq!(values.version, "4.9.6");
    assert_eq!(values.dns.cluster_domain, "set");
    assert_eq!(values.cluster_name, "b");
    assert_eq!(values.timezone, "UTC");
}

#[test]
fn fragments_of_kubernetes_are_checked_by_their_types() {
    check(&[
        (
            "broker: {sidecars: [{name: a, imag: x}]}",
            "RMQ101 1:31 unknown field `imag` in `broker.sidecars` | did you mean `image`?",
        ),
        (
            "broker: {probes: {startup: {periodSeconds: x}}}",
            "RMQ102 1:44 `broker.probes.startup.periodSeconds` is a string, but an integer of 32 bits is expected | \
             write it as the Kubernetes API describes this field",
        ),
        ("broker: {extraEnv: [{name: A, value: \"marker\"}], tolerations: [{operator: Exists}]}", ""),
    ]);
}

#[test]
fn a_hostile_list_gives_a_bounded_number_of_findings() {
    assert_eq!(findings(&format!("nodes: [{}]", "1,".repeat(5000))).len(), FINDING_LIMIT);
}

proptest::proptest! {
    #[test]
    fn no_input_panics(text in r#"((broker|nodes|config|labels|kind|spec|\{|\}|\[|\]|: |- |\n {0,4}|"|,|#|0|x|---)|\PC){0,30}"#) {
        findings(&text);
    }
}
