//! `patches:` of the values, through the command line.

use crate::call::rmq;
use crate::folder::Folder;

const VALUES: &str = "\
broker: {groups: 2}
patches:
- target: {kind: StatefulSet, component: broker}
  strategic:
    spec:
      template:
        spec:
          containers:
          - name: broker
            env: [{name: OWN_WORD, value: m4rk3r-s3cr3t}]
          - {name: agent, image: \"example.com/agent:1\", args: [--token, m4rk3r-s3cr3t]}
- target: {component: smoke-test}
  merge: {metadata: {annotations: {own: a}}}
- target: {component: broker-g1, kind: ConfigMap}
  json:
  - {op: add, path: /metadata/annotations, value: {own: m4rk3r-s3cr3t}}
";

fn call(words: &[&str], values: &str) -> crate::call::Answer {
    let folder = Folder::new().with("values.yaml", values);
    rmq(words.iter().chain(&["-f", "values.yaml"])).in_folder(folder.path()).run()
}

#[test]
fn patches_change_their_objects_in_place_and_no_others() {
    let plain = call(&["render"], "broker: {groups: 2}\n").success();
    let patched = call(&["render"], VALUES).success();
    let (before, after): (Vec<&str>, Vec<&str>) = (plain.split("---\n").collect(), patched.split("---\n").collect());
    assert_eq!(before.len(), after.len());
    let changed: Vec<&str> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(_, after)| *after).collect();
    assert_eq!(changed.len(), 3, "{changed:#?}");
    // Comments of the templates stay: what changed is written where it stands.
    assert_eq!(changed.iter().filter(|text| text.contains("  # Messages outlive the StatefulSet.\n")).count(), 2);
    assert_eq!(changed.iter().filter(|text| text.contains("      - name: agent\n")).count(), 2);
    assert_eq!(changed.iter().filter(|text| text.contains("    own: m4rk3r-s3cr3t\n")).count(), 1);
}

#[test]
fn the_smoke_test_and_single_objects_are_patched_too() {
    let smoke_test = call(&["render", "--only", "smoke-test"], VALUES).success();
    assert!(smoke_test.contains("    own: a\n"), "{smoke_test}");
    let one = call(&["render", "--only", "broker-g1", "-o", "name"], VALUES).success();
    assert!(one.contains("statefulset") && !one.contains("namesrv"), "{one}");
}

#[test]
fn images_of_patches_are_listed() {
    let listed = call(&["images"], VALUES).success();
    assert!(listed.contains("example.com/agent:1"), "{listed}");
    assert!(!call(&["images"], "broker: {groups: 2}\n").success().contains("agent"));
}

#[test]
fn clusters_in_streams_are_patched() {
    let spec = VALUES.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    let cluster = format!("apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nspec:\n{spec}");
    let stream = rmq(["post-render"]).stdin(cluster.as_str()).run().success();
    assert!(stream.contains("      - name: agent\n"), "{stream}");
    let wrong = rmq(["post-render"]).stdin(cluster.replace("kind: ConfigMap", "kind: ConfgMap")).run().failure();
    assert!(wrong.contains("RMQ025") && wrong.contains("did you mean `ConfigMap`?"), "{wrong}");
}

#[test]
fn a_patch_that_does_not_fit_prints_nothing_and_points_at_its_place() {
    for (old, new, code, place) in [
        ("component: broker}", "component: brokers}", "RMQ025", "values.yaml:3:3"),
        ("path: /metadata/annotations", "path: /metadata/annotations/a/b", "RMQ026", "values.yaml:16:21"),
        ("metadata: {annotations: {own: a}}", "metadata: {name: b}", "RMQ027", "values.yaml:13:28"),
        ("image: \"example.com/agent:1\"", "imagge: a", "RMQ101", "values.yaml:11:27"),
        ("args: [--token, m4rk3r-s3cr3t]", "args: [1]", "RMQ102", "values.yaml:11:"),
        ("value: m4rk3r-s3cr3t}]", "valeu: m4rk3r-s3cr3t}]", "RMQ101", "values.yaml:10:"),
    ] {
        let values = VALUES.replacen(old, new, 1);
        assert_ne!(values, VALUES, "{old}");
        let words: &[&str] = if new.contains("name: b") { &["render", "--only", "smoke-test"] } else { &["render"] };
        let stderr = call(words, &values).failure();
        assert!(stderr.contains(code) && stderr.contains(place), "{new}: {stderr}");
    }
}

#[test]
fn no_output_but_the_manifests_shows_a_secret_of_a_patch() {
    let broken = VALUES.replace("{op: add, path: /metadata", "{op: add, path: /metadatum");
    for format in ["text", "concise", "json"] {
        let shown = call(&["render", "--show-values", "--message-format", format], VALUES);
        assert!(!shown.all().contains("m4rk3r-s3cr3t") && shown.code == 0, "{}", shown.all());
        let failed = call(&["render", "--message-format", format], &broken);
        assert!(!failed.all().contains("m4rk3r-s3cr3t") && failed.code == 2, "{}", failed.all());
    }
}
