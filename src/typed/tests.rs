//! The rules of reading, by table: what Kubernetes takes gives no finding, what it refuses gives this one.

use super::{Fragment, check, check_fragment, knows};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::source::{Sources, Span};
use crate::yaml::{Duplicates, Node, parse};

const DEEP: usize = 990;

fn node(text: &str) -> Node {
    let id = Sources::new().add("a.yaml", text);
    parse(id, text, Span::new(0, text.len()), Duplicates::LastWins).unwrap()
}

fn object(api_version: &str, kind: &str, rest: &str) -> Node {
    node(&format!("{{apiVersion: {api_version}, kind: {kind}, metadata: {{name: x}}, {rest}}}"))
}

/// Returns a Pod with these fields of its spec.
fn pod(spec: &str) -> Node {
    object("v1", "Pod", &format!("spec: {{{spec}}}"))
}

/// Returns a Pod with one container of these fields.
fn container(fields: &str) -> Node {
    pod(&format!("containers: [{{{fields}}}]"))
}

fn messages(findings: &Diagnostics) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}

fn only(findings: &Diagnostics) -> &Diagnostic {
    let list: Vec<_> = findings.iter().collect();
    assert_eq!(list.len(), 1, "{list:#?}");
    list[0]
}

/// Checks objects that have one fault each: the object, the message and the way out.
fn refused(rows: &[(Node, &str, Option<&str>)]) {
    for (bad, want, help) in rows {
        let findings = check(bad);
        let finding = only(&findings);
        assert_eq!((finding.message.as_str(), finding.help.as_deref()), (*want, *help));
        assert_eq!(finding.code, code::WRONG_FIELD_TYPE);
        assert_eq!(finding.path.as_deref(), want.split('`').nth(1), "{want}");
    }
}

#[test]
fn values_that_kubernetes_takes_give_no_finding() {
    for good in [
        container("resources: {limits: {cpu: 1, memory: 0.5, pods: 3Gi, x: null}}"),
        container("ports: [{containerPort: 80.0}], env: null, args: [null], volumeMounts: ~"),
        container("livenessProbe: {httpGet: {port: http}}, readinessProbe: {tcpSocket: {port: 8080.0}}"),
        pod("terminationGracePeriodSeconds: 30.0, priority: 1e3, volumes: null, containers: [null]"),
        pod("volumes: [{configMap: {defaultMode: 0644}}]"),
        node("{apiVersion: v1, kind: Namespace, metadata: {annotations: {k: null}, labels: null}}"),
        node("{apiVersion: v1, kind: Namespace, metadata: {annotations: null, creationTimestamp: null}}"),
        node("{apiVersion: v1, kind: Namespace, metadata: {creationTimestamp: 2026-01-02T03:04:05Z}}"),
        object("v1", "Secret", "data: {a: \"YQ==\\n\", b: null, c: ''}, stringData: {d: '%'}"),
        object("v1", "ConfigMap", "data: {broker.conf: a=1}, binaryData: {a: YWJj}"),
        object("apps/v1", "StatefulSet", "spec: {volumeClaimTemplates: [{kind: PVC, spec: null}]}"),
        object("v1", "Service", "status: {conditions: [{}, {lastTransitionTime: null}, null]}"),
        object("rocketmq.apache.org/v1alpha1", "Broker", "spec: {size: '1'}"),
        node("{kind: Pod, stranger: 1}"),
        node("text"),
        node(""),
    ] {
        assert_eq!(messages(&check(&good)), [""; 0], "{good:?}");
    }
}

#[test]
fn scalars_of_another_type_are_named_with_both_types() {
    refused(&[
        (
            container("image: y"),
            "`spec.containers[0].image` is a boolean, but a string is expected",
            Some("put the value in quotes"),
        ),
        (
            container("env: [{name: a, value: 12}]"),
            "`spec.containers[0].env[0].value` is an integer, but a string is expected",
            Some("put the value in quotes"),
        ),
        (
            container("ports: [{containerPort: \"80\"}]"),
            "`spec.containers[0].ports[0].containerPort` is a string, but an integer of 32 bits is expected",
            Some("write the number without quotes"),
        ),
        (
            container("tty: 'true'"),
            "`spec.containers[0].tty` is a string, but a boolean is expected",
            Some("write it without quotes"),
        ),
        (pod("priority: 3000000000"), "`spec.priority` is not an integer of 32 bits", None),
        (
            pod("activeDeadlineSeconds: 0.5"),
            "`spec.activeDeadlineSeconds` is a number, but an integer of 64 bits is expected",
            None,
        ),
        (
            node("{apiVersion: v1, kind: Namespace, metadata: {labels: {app.kubernetes.io/version: 1.10}}}"),
            "`metadata.labels[app.kubernetes.io/version]` is a number, but a string is expected",
            Some("put the value in quotes"),
        ),
        (
            object("apps/v1", "StatefulSet", "spec: {volumeClaimTemplates: [{apiVersion: 1}]}"),
            "`spec.volumeClaimTemplates[0].apiVersion` is an integer, but a string is expected",
            Some("put the value in quotes"),
        ),
    ]);
}

#[test]
fn collections_and_special_scalars_of_another_type_are_named() {
    refused(&[
        (
            pod("volumes: {name: v}"),
            "`spec.volumes` is a mapping, but a list is expected",
            Some("begin each item with `- `"),
        ),
        (pod("securityContext: []"), "`spec.securityContext` is a list, but a mapping is expected", None),
        (
            container("resources: {limits: {cpu: no}}"),
            "`spec.containers[0].resources.limits.cpu` is a boolean, but a quantity is expected",
            None,
        ),
        (
            container("livenessProbe: {tcpSocket: {port: 0.5}}"),
            "`spec.containers[0].livenessProbe.tcpSocket.port` is a number, but an integer of 32 bits or a string is \
             expected",
            None,
        ),
        (
            node("{apiVersion: v1, kind: Namespace, metadata: {creationTimestamp: today}}"),
            "`metadata.creationTimestamp` is not a time as RFC 3339 writes it",
            None,
        ),
        (
            object("v1", "Secret", "data: {password: plain text}"),
            "`data.password` is not base64 text",
            Some("encode the value as base64, or write it under `stringData`"),
        ),
    ]);
}

#[test]
fn unknown_fields_have_a_path_and_the_nearest_name() {
    for (bad, message, path, help) in [
        (
            object("apps/v1", "Deployment", "spec: {replicaz: 1}"),
            "unknown field `replicaz` in Deployment `x`",
            "spec.replicaz",
            Some("did you mean `replicas`?"),
        ),
        (
            container("Image: i"),
            "unknown field `Image` in Pod `x`",
            "spec.containers[0].Image",
            Some("did you mean `image`?"),
        ),
        (
            object("apps/v1", "StatefulSet", "spec: {volumeClaimTemplates: [{metdata: {}}]}"),
            "unknown field `metdata` in StatefulSet `x`",
            "spec.volumeClaimTemplates[0].metdata",
            Some("did you mean `metadata`?"),
        ),
        (object("v1", "Service", "a.b/c: {}"), "unknown field `a.b/c` in Service `x`", "[a.b/c]", None),
        (
            object("v1", "List", "items: [{apiVersion: v1, kind: Pod, sepc: 1}]"),
            "unknown field `sepc` in Pod",
            "items[0].sepc",
            Some("did you mean `spec`?"),
        ),
    ] {
        let findings = check(&bad);
        let finding = only(&findings);
        assert_eq!((finding.message.as_str(), finding.help.as_deref()), (message, help));
        assert_eq!((finding.code, finding.path.as_deref()), (code::UNKNOWN_FIELD, Some(path)));
    }
}

#[test]
fn all_faults_of_an_object_are_found_at_once_and_in_order() {
    let bad = pod("containerz: [], hostNetwork: 'no', containers: \
                   [{image: 1, port: 80, ports: [{containerPort: x}, y], args: [on, b, 3]}]");
    assert_eq!(
        messages(&check(&bad)),
        [
            "unknown field `containerz` in Pod `x`",
            "`spec.hostNetwork` is a string, but a boolean is expected",
            "`spec.containers[0].image` is an integer, but a string is expected",
            "unknown field `port` in Pod `x`",
            "`spec.containers[0].ports[0].containerPort` is a string, but an integer of 32 bits is expected",
            "`spec.containers[0].ports[1]` is a boolean, but a mapping is expected",
            "`spec.containers[0].args[0]` is a boolean, but a string is expected",
            "`spec.containers[0].args[2]` is an integer, but a string is expected",
        ]
    );
}

#[test]
fn parts_of_an_object_are_checked_where_they_stand_in_the_values() {
    for (fragment, part, want) in [
        (Fragment::Affinity, "null", None),
        (Fragment::Affinity, "{nodeAfinity: {}}", Some("unknown field `nodeAfinity` in `broker.x`")),
        (Fragment::Tolerations, "{}", Some("`broker.x` is a mapping, but a list is expected")),
        (
            Fragment::EnvVars,
            "[{name: A, value: 1}]",
            Some("`broker.x[0].value` is an integer, but a string is expected"),
        ),
        (Fragment::ResourceRequirements, "{requests: {cpu: 1}}", None),
        (Fragment::StringMap, "{a: yes}", Some("`broker.x.a` is a boolean, but a string is expected")),
        (
            Fragment::Probe,
            "{periodSeconds: '5'}",
            Some("`broker.x.periodSeconds` is a string, but an integer of 32 bits is expected"),
        ),
    ] {
        let findings = check_fragment(&node(part), fragment, "broker.x");
        assert_eq!(messages(&findings), want.into_iter().collect::<Vec<_>>(), "{fragment:?}");
    }
}

#[test]
fn findings_point_at_the_unknown_key_or_at_the_wrong_value() {
    let mut sources = Sources::new();
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  hostIPCC: x\n  priority: high\n  volumes:\n  - name: &n [1]\n";
    let id = sources.add("pod.yaml", text);
    let pod = parse(id, text, Span::new(0, text.len()), Duplicates::LastWins).unwrap();
    let findings = check(&pod);
    let places: Vec<_> = findings.iter().map(|finding| sources.slice(finding.location.unwrap()).unwrap()).collect();
    assert_eq!(places, ["hostIPCC", "high", "[1]"]);
}

#[test]
fn no_message_holds_a_value() {
    let secret = object("v1", "Secret", "data: {a: hunter2!}, stringData: {b: 4711}, type: [marker]");
    let findings = format!("{:?}", check(&secret));
    for value in ["hunter2", "4711", "marker"] {
        assert!(!findings.contains(value), "{findings}");
    }
}

#[test]
fn a_huge_list_is_checked_in_part_and_says_so() {
    let bad = pod(&format!("containers: [{}], hostNetwork: 'no'", "{a: 1},~,".repeat(10_000)));
    let findings = check(&bad);
    let codes: Vec<_> = findings.iter().skip(4_999).map(|finding| finding.code).collect();
    assert_eq!(codes, [code::UNKNOWN_FIELD, code::UNCHECKED_OBJECT, code::WRONG_FIELD_TYPE]);
    assert_eq!(findings.iter().nth(5_000).unwrap().path.as_deref(), Some("spec.containers"));
}

#[test]
fn deep_nesting_does_not_use_the_stack() {
    let lists = "[".repeat(DEEP) + &"]".repeat(DEEP);
    let run = move || {
        for (rest, count) in [
            (format!("stranger: {lists}"), 1),
            (format!("spec: {lists}"), 1),
            (format!("metadata: {{annotations: {{a: {lists}}}}}"), 1),
            (format!("metadata: {{managedFields: {lists}}}"), 1),
            (format!("metadata: {{managedFields: [{{fieldsV1: {lists}}}]}}"), 0),
        ] {
            assert_eq!(check(&object("v1", "Namespace", &rest)).iter().count(), count, "{rest:.40}");
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn custom_kinds_are_not_known() {
    assert!(knows("apps/v1", "StatefulSet"));
    assert!(!knows("rocketmq.apache.org/v1alpha1", "Broker") && !knows("v1", "StatefulSet"));
}
