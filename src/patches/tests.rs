//! What patches make of an object, and what they refuse.

use super::{Patch, read};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Sources, Span};
use crate::yaml::{Duplicates, Node, parse, write};

const OBJECT: &str = "\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: a, labels: {a: \"1\"}}
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: broker
        args: [x, y]
        env: [{name: A, value: \"1\"}, {name: B, value: \"2\"}]
      - name: other
      tolerations: [{key: a}]
      volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}]
";

fn node(text: &str) -> Node {
    parse(Sources::new().add("", ""), text, Span::new(0, text.len()), Duplicates::Refuse).unwrap()
}

fn patch(part: &str) -> Report<Vec<Patch>> {
    read(Some(&node(&format!("- target: {{kind: StatefulSet}}\n  {part}\n"))))
}

fn concise(found: &Diagnostic) -> String {
    format!("{} {} {}", found.severity.word(), found.code, found.message)
}

/// Returns what stands at the end of the object's tree, in one line, and every finding.
fn applied(object: &str, part: &str) -> (Option<Node>, Vec<String>) {
    let Report { value, diagnostics } = patch(part);
    let mut found: Vec<String> = diagnostics.iter().map(concise).collect();
    let Some(patches) = value else { return (None, found) };
    let Report { value, diagnostics } = patches[0].apply(&node(object), "StatefulSet/a");
    found.extend(diagnostics.iter().map(concise));
    assert!(diagnostics.iter().all(|found| found.help.is_some() && found.path.is_some()));
    (value, found)
}

#[test]
fn each_kind_of_patch_has_its_own_rules() {
    let pod = "spec: {template: {spec: ";
    for (part, old, new) in [
        (format!("strategic: {{{pod} {{containers: [{{name: broker, args: [z]}}]}}}}}}}}"), "[x, y]", "[z]"),
        (
            format!("strategic: {{{pod} {{containers: [{{name: broker, env: [{{name: A, value: \"3\"}}]}}]}}}}}}}}"),
            "value: \"1\"",
            "value: \"3\"",
        ),
        (
            format!("strategic: {{{pod} {{containers: [{{name: broker, env: [{{name: A, $patch: delete}}]}}]}}}}}}}}"),
            "{name: A, value: \"1\"}, ",
            "",
        ),
        (format!("strategic: {{{pod} {{containers: [{{name: other, $patch: delete}}]}}}}}}}}"), "      - name: other\n", ""),
        (format!("strategic: {{{pod} {{containers: [{{name: new}}]}}}}}}}}"), "      - name: broker\n", "      - name: new\n      - name: broker\n"),
        (format!("strategic: {{{pod} {{tolerations: [{{key: b}}]}}}}}}}}"), "[{key: a}]", "[{key: b}]"),
        (format!("strategic: {{{pod} {{tolerations: null}}}}}}}}"), "      tolerations: [{key: a}]\n", ""),
        (
            format!("strategic: {{{pod} {{volumes: [{{name: v, emptyDir: {{$patch: replace, medium: Memory}}}}]}}}}}}}}"),
            "sizeLimit: 1Gi",
            "medium: Memory",
        ),
        (
            format!("strategic: {{{pod} {{volumes: [{{name: w}}, {{$patch: replace}}]}}}}}}}}"),
            "{name: v, emptyDir: {sizeLimit: 1Gi}}",
            "{name: w}",
        ),
        ("strategic: {metadata: {labels: {$patch: merge, b: \"2\"}}}".to_owned(), "{a: \"1\"}", "{a: \"1\", b: \"2\"}"),
        (format!("merge: {{{pod} {{volumes: [{{name: w}}]}}}}}}}}"), "{name: v, emptyDir: {sizeLimit: 1Gi}}", "{name: w}"),
        ("merge: {metadata: {labels: {a: null, b: {c: null}}}}".to_owned(), "{a: \"1\"}", "{b: {}}"),
        ("json: [{op: add, path: /metadata/labels/b~1c, value: \"2\"}]".to_owned(), "{a: \"1\"}", "{a: \"1\", b/c: \"2\"}"),
        (
            "json: [{op: add, path: /spec/template/spec/containers/0/args/-, value: z}]".to_owned(),
            "[x, y]",
            "[x, y, z]",
        ),
        ("json: [{op: add, path: /spec/template/spec/containers/0/args/0, value: z}]".to_owned(), "[x, y]", "[z, x, y]"),
        ("json: [{op: remove, path: /spec/template/spec/containers/0/args/1}]".to_owned(), "[x, y]", "[x]"),
        ("json: [{op: replace, path: /metadata/labels, value: {}}]".to_owned(), "{a: \"1\"}", "{}"),
        ("json: [{op: move, from: /metadata/labels/a, path: /metadata/labels/b}]".to_owned(), "{a: \"1\"}", "{b: \"1\"}"),
        (
            "json: [{op: test, path: /metadata/labels/a, value: \"1\"}, {op: copy, from: /metadata/labels/a, path: /metadata/labels/b}]".to_owned(),
            "{a: \"1\"}",
            "{a: \"1\", b: \"1\"}",
        ),
        (
            "strategic: {metadata: {labels: {b: \"1\"}}}\n  merge: {metadata: {labels: {b: \"2\"}}}\n  \
             json: [{op: test, path: /metadata/labels/b, value: \"2\"}, {op: remove, path: /metadata/labels/b}]".to_owned(),
            "",
            "",
        ),
    ] {
        let (value, found) = applied(OBJECT, &part);
        let value = value.unwrap_or_else(|| panic!("{part}: {found:?}"));
        let want = node(&OBJECT.replacen(old, new, 1));
        assert!(value.is_same(&want), "{part}\n{}", write::document(&value));
        assert_eq!(found, [""; 0], "{part}");
    }
}

#[test]
fn a_custom_resource_has_no_keys() {
    let object = "apiVersion: example.com/v1\nkind: StatefulSet\nspec: {containers: [{name: a, b: 1}]}\n";
    let (value, _) = applied(object, "strategic: {spec: {containers: [{name: a}]}}");
    assert!(value.unwrap().is_same(&node(&object.replace(", b: 1", ""))));
}

#[test]
fn what_cannot_be_done_is_refused() {
    for (part, want) in [
        (
            "strategic: {spec: {$retainKeys: [a]}}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: `$retainKeys` is not supported",
        ),
        (
            "strategic: {spec: {$setElementOrder/containers: []}}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: `$setElementOrder` is not supported",
        ),
        (
            "strategic: {spec: {$patch: drop}}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: `$patch` is none of its words",
        ),
        (
            "strategic: {$patch: delete}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: it would take the whole object away",
        ),
        (
            "strategic: {spec: {template: {spec: {containers: [{image: x}]}}}}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: an item of `containers` has no `name`, by which the list is merged",
        ),
        (
            "strategic: {spec: {template: {spec: {tolerations: [{$patch: delete}]}}}}",
            "error RMQ026 `patches[0].strategic` cannot be applied to StatefulSet/a: `tolerations` is a list that is replaced as a whole, so `$patch` in it means nothing",
        ),
        (
            "json: [{op: replace, path: /spec/x, value: 1}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: there is no `/spec/x`",
        ),
        (
            "json: [{op: add, path: /spec/x/y, value: 1}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: there is no `/spec/x`",
        ),
        (
            "json: [{op: remove, path: /spec/template/spec/containers/2}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: there is no `/spec/template/spec/containers/2`",
        ),
        (
            "json: [{op: add, path: /spec/template/spec/containers/01, value: 1}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: there is no `/spec/template/spec/containers/01`",
        ),
        (
            "json: [{op: test, path: /spec/replicas, value: 4}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: `/spec/replicas` holds another value than `test` wants",
        ),
        (
            "json: [{op: move, from: /spec, path: /spec/a}]",
            "error RMQ026 `patches[0].json[0]` cannot be applied to StatefulSet/a: a value cannot be moved into itself",
        ),
        ("json: [{op: add, path: /spec/a}]", "error RMQ013 `patches[0].json[0]` has no `value`, which `add` needs"),
        ("json: [{op: copy, path: /spec/a}]", "error RMQ013 `patches[0].json[0]` has no `from`, which `copy` needs"),
        ("merge: {}", "error RMQ013 `patches[0]` changes nothing"),
        ("merge: {metadata: {name: b}}", "error RMQ027 `patches[0]` changes `metadata.name` of StatefulSet/a"),
        ("merge: {kind: Deployment}", "error RMQ027 `patches[0]` changes `kind` of StatefulSet/a"),
    ] {
        let (value, found) = applied(OBJECT, part);
        assert!(value.is_none(), "{part}");
        assert_eq!(found, [want], "{part}");
    }
}

#[test]
fn what_others_rely_on_is_warned_of() {
    for (part, field) in [
        ("merge: {spec: {replicas: 4}}", "spec.replicas"),
        ("merge: {spec: {selector: {a: b}}}", "spec.selector"),
        (
            "strategic: {spec: {template: {spec: {containers: [{name: broker, image: x}]}}}}",
            "spec.template.spec.containers[0].image",
        ),
        (
            "strategic: {spec: {template: {spec: {containers: [{name: broker, ports: [{containerPort: 1}]}]}}}}",
            "spec.template.spec.containers[0].ports",
        ),
    ] {
        let (value, found) = applied(OBJECT, part);
        assert!(value.is_some(), "{part}");
        assert_eq!(
            found,
            [format!("warning RMQ027 `patches[0]` changes `{field}` of StatefulSet/a, on which other parts rely")]
        );
    }
}

#[test]
fn an_unused_word_of_an_operation_is_called_so() {
    let report = patch("json: [{op: remove, path: /spec/replicas, value: 1, from: /a}]");
    let found: Vec<String> = report.diagnostics.iter().map(concise).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(report.value.is_some() && found.iter().all(|found| found.starts_with("info RMQ017 ")), "{found:?}");
}

#[test]
fn a_patch_needs_a_target() {
    let report = read(Some(&node("- {target: {kind: \"\"}, merge: {a: 1}}")));
    assert!(report.value.is_none() && report.diagnostics.iter().count() == 1);
}
