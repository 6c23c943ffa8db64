//! The program as a plugin of Helm, which keeps `-n` for itself and hands over a namespace in any case.

use crate::call::{Call, program, rmq};
use crate::folder::Folder;

/// Returns a call as Helm makes it of its plugin.
fn of_helm(words: &[&str], namespace: &str) -> Call {
    rmq(words).env("HELM_PLUGIN_NAME", "rmq").env("HELM_NAMESPACE", namespace)
}

/// Returns the namespaces of all objects, each once.
fn namespaces(manifests: &str) -> Vec<&str> {
    let mut found: Vec<&str> = manifests.lines().filter_map(|line| line.strip_prefix("  namespace: ")).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn the_namespace_of_helm_is_taken_where_nothing_else_names_one() {
    let folder = Folder::new().with(
        "prod.yaml",
        "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nmetadata: {namespace: prod}\nspec: {}\n",
    );
    let plain = &["render"][..];
    let document = &["render", "-f", "prod.yaml"];
    let given = &["render", "--namespace", "given"];
    let both = &["render", "-f", "prod.yaml", "--namespace", "prod"];
    for (words, from_helm, want) in [
        (plain, "mq", Some("mq")),
        (plain, "default", Some("default")),
        (document, "prod", Some("prod")),
        // Nobody asked for `default`: it is what Helm hands over when nothing else names a namespace.
        (document, "default", Some("prod")),
        (document, "mq", None),
        (given, "mq", Some("given")),
        (both, "mq", Some("prod")),
    ] {
        let answer = of_helm(words, from_helm).in_folder(folder.path()).run();
        match want {
            Some(want) => assert_eq!(namespaces(&answer.success()), [want], "{words:?} in {from_helm}"),
            None => insta::assert_snapshot!(answer.failure(), @r"
            error[RMQ015]: the namespace is `mq` for Helm, but `prod` in the document
             --> prod.yaml:3:23
              |
            3 | metadata: {namespace: prod}
              |                       ^^^^
              |
              = note: the field is `metadata.namespace`
              = help: give the namespace of the document to Helm with `-n`, or leave it out of the document; without `-n` Helm takes HELM_NAMESPACE or the namespace of the kube context
            "),
        }
    }
}

#[test]
fn only_helm_hands_over_a_namespace() {
    let other = rmq(["render"]).env("HELM_NAMESPACE", "mq").env("HELM_PLUGIN_NAME", "another").run().success();
    assert_eq!(namespaces(&other), ["default"]);
}

#[test]
fn values_to_start_from_name_the_namespace_of_helm() {
    assert!(of_helm(&["init"], "mq").run().success().contains("-n mq"));
    assert!(!of_helm(&["init"], "default").run().success().contains("-n mq"));
}

#[test]
fn a_plugin_of_helm_calls_itself_by_that_name() {
    let help = of_helm(&["render", "--help"], "default").run().success();
    assert!(help.contains("Usage: helm rmq render") && help.contains("  helm rmq render -f"), "{help}");
    let mistake = of_helm(&["--nope"], "default").run().failure();
    assert!(mistake.contains("Usage: helm rmq"), "{mistake}");
}

#[test]
fn a_post_renderer_of_helm_needs_no_arguments() {
    let folder = Folder::new();
    let renderer = folder.path().join("rmq-post-renderer");
    std::fs::hard_link(env!("CARGO_BIN_EXE_rmq"), &renderer)
        .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_rmq"), &renderer).map(|_| ()))
        .expect("the same program under another name");
    let stream = "kind: A\n";
    assert_eq!(program(&renderer, [""; 0]).stdin(stream).run().success(), stream);
    assert_eq!(program(&renderer, ["post-render", "-"]).stdin(stream).run().success(), stream);
    assert!(program(&renderer, ["--nope"]).run().failure().contains("Usage: rmq post-render"));
}
