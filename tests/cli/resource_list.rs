//! `rmq post-render` as a function of kustomize and kpt: a `ResourceList` on stdin.

use crate::call::rmq;
use crate::folder::Folder;

const HEAD: &str = "\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
# about the items
items:
";
const WEB: &str = "\
# about web
- apiVersion: apps/v1
  kind: Deployment   # kept
  metadata:
    name: web
    annotations:
      internal.config.kubernetes.io/path: 'web.yaml'
      internal.config.kubernetes.io/index: '1'
  spec: {template: {spec: {containers: [{name: web, image: nginx:1.27}]}}}  # pinned
";
const CLUSTER: &str = "\
# about mq
- apiVersion: rmq.dev/v1alpha1
  kind: RocketMQCluster
  metadata:
    name: mq
    annotations:
      internal.config.kubernetes.io/path: 'mq.yaml'
      kustomize.config.k8s.io/id: 'x'
      example.com/team: a
  spec: {console: {enabled: false}}
";
const SENTINEL: &str =
    "- apiVersion: rmq.dev/v1alpha1\n  kind: InstallWithRmqPostRenderer\n  metadata: {name: rmq-is-missing}\n";
const TAIL: &str = "- {kind: ConfigMap, apiVersion: v1, metadata: {name: last}}   # end\n";
const CONFIG: &str = "\
functionConfig:
  apiVersion: rmq.dev/v1alpha1
  kind: PostRenderConfig
  metadata: {name: c}
  spec: {images: {registry: mirror.local}}
";

fn list(parts: &[&str]) -> String {
    [&[HEAD], parts].concat().concat()
}

/// Returns what stands before the results, and the results.
fn done(text: &str) -> (String, String) {
    let printed = rmq(["post-render"]).stdin(text).run().success();
    match printed.split_once("results:\n") {
        Some((list, results)) => (list.to_owned(), results.to_owned()),
        None => (printed, String::new()),
    }
}

#[test]
fn a_list_without_anything_to_do_keeps_every_byte() {
    for text in [list(&[WEB, TAIL]), list(&[WEB]).replace('\n', "\r\n"), format!("{HEAD}- null\n- 1\n")] {
        assert_eq!(rmq(["post-render"]).stdin(text.as_str()).run().success(), text);
    }
}

#[test]
fn clusters_are_expanded_between_items_that_keep_their_bytes() {
    let (text, results) = done(&list(&[WEB, CLUSTER, SENTINEL, TAIL]));
    let inner = text.strip_prefix(&list(&[WEB, "# about mq\n"])).and_then(|text| text.strip_suffix(TAIL));
    let inner = inner.expect("both kept");
    assert!(inner.starts_with("- apiVersion: v1\n  kind: ServiceAccount\n"), "{inner}");
    let (objects, teams) =
        (inner.matches("\n  kind: ").count(), inner.matches("\n      example.com/team: a\n").count());
    assert!(objects == 10 && teams >= objects, "{inner}");
    // Each would stand for the item, or for the file, that the cluster came from.
    assert!(
        !text.contains("RocketMQCluster") && !inner.contains("config.k8s.io") && !inner.contains("kubernetes.io/path")
    );
    let want = "- message: \"expanded: 10 objects: ServiceAccount/mq, ";
    assert!(results.starts_with(want), "{results}");
    let place = "  resourceRef:\n    apiVersion: rmq.dev/v1alpha1\n    kind: RocketMQCluster\n    name: mq\n  \
                 file:\n    path: mq.yaml\n    index: 0\n";
    assert!(results.ends_with(place), "{results}");
}

#[test]
fn the_objects_are_those_of_a_stream() {
    let (text, _) = done(&list(&[CLUSTER]));
    let cluster = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nmetadata:\n  name: mq\n  annotations: \
                   {example.com/team: a}\nspec: {console: {enabled: false}}\n";
    let stream = rmq(["post-render"]).stdin(cluster).run().success();
    let values = |text: &str| -> Vec<serde_json::Value> {
        let parts = text.split("---\n").filter(|part| !part.trim().is_empty());
        parts.map(|part| serde_yaml::from_str(part).unwrap()).collect()
    };
    let items = values(&text).remove(0)["items"].clone();
    assert_eq!(items, serde_json::Value::Array(values(&stream)));
}

#[test]
fn passes_work_by_the_function_config_and_twice_is_once() {
    let (text, results) = done(&list(&[WEB, CLUSTER, CONFIG]));
    assert!(text.starts_with(&list(&[&WEB.replace("nginx:1.27", "\"mirror.local/nginx:1.27\"")])), "{text}");
    assert!(text.ends_with(CONFIG) && text.contains("image: mirror.local/apache/rocketmq:"), "{text}");
    let web = "- message: \"changed by the pass images: \\\"nginx:1.27\\\" -> \\\"mirror.local/nginx:1.27\\\"; its Pods \
               restart one after another\"\n  severity: info\n  resourceRef:\n    apiVersion: apps/v1\n    \
               kind: Deployment\n    name: web\n  field:\n    path: \"spec.template.spec.containers[0].image\"\n  \
               file:\n    path: web.yaml\n    index: 1\n";
    assert!(results.ends_with(web), "{results}");
    let once = rmq(["post-render"]).stdin(list(&[WEB, CLUSTER, CONFIG])).run().success();
    assert_eq!(rmq(["post-render"]).stdin(once.as_str()).run().success(), once);
}

#[test]
fn json_stays_json() {
    let yaml: serde_json::Value = serde_yaml::from_str(&list(&[WEB, CLUSTER, TAIL, CONFIG])).unwrap();
    let printed = rmq(["post-render"]).stdin(yaml.to_string()).run().success();
    let read: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(read["items"].as_array().map(Vec::len), Some(12), "{printed}");
    assert_eq!(read["results"][0]["severity"], "info");
}

#[test]
fn a_cluster_that_is_a_tools_configuration_stays_and_its_objects_are_kept_up_to_date() {
    for mark in ["config.kubernetes.io/local-config: 'true'", "config.kubernetes.io/function: '{}'"] {
        let cluster = CLUSTER.replace("example.com/team: a", mark);
        let (once, _) = done(&list(&[&cluster, TAIL]));
        assert!(once.starts_with(&list(&[&cluster, "- apiVersion: v1\n  kind: ServiceAccount\n"])), "{once}");
        let (twice, results) = done(&once);
        assert_eq!(twice, once);
        assert!(results.contains("expanded: 10 objects"), "{results}");
        // An object that an earlier run left, with the file that the orchestrator read it from.
        let old = once.replacen(
            "    name: mq-toolbox\n",
            "    name: mq-toolbox\n    annotations: {config.kubernetes.io/path: t.yaml}\n",
            1,
        );
        let old = old.replacen("    replicas: 1\n", "    replicas: 7\n", 1);
        assert_ne!(old, once);
        let (renewed, _) = done(&old);
        assert_eq!(renewed.matches("name: mq-toolbox\n").count(), once.matches("name: mq-toolbox\n").count());
        assert!(renewed.contains("config.kubernetes.io/path: t.yaml") && !renewed.contains("replicas: 7"), "{renewed}");
    }
}

#[test]
fn a_cluster_as_function_config_is_expanded_once() {
    let given = CLUSTER.replace("# about mq\n- ", "functionConfig:\n  ");
    for (before, kept) in [(String::new(), ""), (TAIL.to_owned(), TAIL)] {
        let (text, _) = done(&list(&[&before, &given]));
        assert!(text.starts_with(&list(&[kept, "- apiVersion: v1\n  kind: ServiceAccount\n"])), "{text}");
        assert_eq!(text.matches("\n  kind: StatefulSet\n").count(), 2, "{text}");
    }
    let (both, _) = done(&list(&[CLUSTER, &given]));
    assert_eq!(both.matches("\n  kind: StatefulSet\n").count(), 2, "{both}");
}

#[test]
fn a_failure_gives_the_items_back_with_the_reason() {
    let wrong = CLUSTER.replace("console", "konsole");
    let inner = CLUSTER.replace("# about mq\n", "").replace('\n', "\n  ");
    let nested = format!("- apiVersion: v1\n  kind: List\n  items:\n  {}\n", inner.trim_end());
    let (misspelt, other) = (CONFIG.replace("registry", "registri"), CONFIG.replace("PostRenderConfig", "Foo"));
    let data = "functionConfig: {apiVersion: v1, kind: ConfigMap, data: {harden: 'true'}}\n";
    for (parts, code, field) in [
        (&[WEB, &wrong, TAIL][..], "RMQ010", "spec.konsole"),
        (&[&nested], "RMQ008", ""),
        (&[SENTINEL, &wrong, CONFIG], "RMQ010", "spec.konsole"),
        (&[WEB, &misspelt], "RMQ010", "spec.images.registri"),
        (&[WEB, &other], "RMQ008", "functionConfig"),
        (&[WEB, data], "RMQ008", ""),
    ] {
        let text = list(parts);
        let answer = rmq(["post-render"]).stdin(text.as_str()).run();
        let results = answer.stdout.strip_prefix(&text).unwrap_or_else(|| panic!("{}", answer.all()));
        assert!(answer.code == 2 && answer.stderr.contains(code), "{}", answer.all());
        assert!(results.starts_with("results:\n- message: ") && results.contains("  severity: error\n"), "{results}");
        assert!(results.contains(&format!("    code: {code}\n")), "{results}");
        assert!(field.is_empty() || results.contains(&format!("    path: {field}\n")), "{results}");
    }
    let broken = list(&[CLUSTER, "  - a: [\n"]);
    assert!(rmq(["post-render"]).stdin(broken).run().failure().contains("RMQ001"));
}

#[test]
fn a_warning_is_a_result_too() {
    let warned = CLUSTER.replace("{console: {enabled: false}}", "{broker: {replicas: 1}}");
    let (_, results) = done(&list(&[&warned]));
    assert!(results.contains("  severity: warning\n") && results.contains("expanded: "), "{results}");
}

#[test]
fn a_file_beside_the_function_config_must_say_the_same() {
    let folder = Folder::new()
        .with("same.yaml", "images: {registry: mirror.local}\n")
        .with("other.yaml", "images: {registry: other.local}\n");
    let call = |file: &str| {
        let words = ["post-render", "--config", file];
        rmq(words).in_folder(folder.path()).stdin(list(&[WEB, CONFIG])).run()
    };
    assert!(call("same.yaml").success().contains("mirror.local/nginx"));
    let other = call("other.yaml");
    assert!(other.code == 2 && other.stderr.contains("RMQ015") && other.stdout.contains("RMQ015"), "{}", other.all());
}

#[test]
fn a_list_that_cannot_be_edited_is_written_anew_and_says_so() {
    let anchored = WEB.replace("containers: [{", "containers: [&web {") + &TAIL.replace("last}", "last}, x: *web");
    let (text, results) = done(&list(&[&anchored, CONFIG]));
    assert!(text.contains("image: mirror.local/nginx:1.27") && text.contains("image: nginx:1.27"), "{text}");
    assert!(
        results.contains("written anew, without the comments inside it: an anchor or alias stands there"),
        "{results}"
    );
}

#[test]
fn no_result_repeats_a_secret() {
    let secret =
        CLUSTER.replace("{console: {enabled: false}}", "{console: {auth: {password: m4rk3r}}, broker: {x: m4rk3r}}");
    let secret =
        secret.replace("broker: {x: m4rk3r}", "broker: {configUnchecked: {adminPassword: m4rk3r, brokerName: a}}");
    for format in ["text", "concise", "json"] {
        let words = ["post-render", "--message-format", format, "--report", "-"];
        let answer = rmq(words).stdin(list(&[&secret])).run();
        let (items, results) = answer.stdout.split_once("results:\n").expect("results");
        assert!(answer.code == 2 && items == list(&[&secret]), "{}", answer.all());
        assert!(!results.contains("m4rk3r") && !answer.stderr.contains("m4rk3r"), "{}", answer.all());
    }
}
