//! `rmq post-render`: streams, reports and failures.

use crate::call::rmq;
use crate::folder::Folder;

const CLUSTER: &str = "\
apiVersion: rmq.dev/v1alpha1
kind: RocketMQCluster
metadata:
  name: mq
  namespace: prod
  labels: {helm.sh/chart: rocketmq-0.1.0, app.kubernetes.io/managed-by: Helm}
spec:
  broker: {groups: 2}
";
const WEB: &str = "\
# nothing of ours
apiVersion: apps/v1
kind: Deployment
metadata:   {name: web}  # kept
spec:
  template:
    spec:
      containers:
        - name: web
          image:   nginx:1.27   # pinned
";
const BROKEN: &str = "kind: Service\nmetadata: {name: a\n";

fn stream(documents: &[&str]) -> String {
    documents.iter().flat_map(|document| ["---\n# Source: mq/templates/x.yaml\n", document]).collect()
}

#[test]
fn a_foreign_stream_keeps_every_byte() {
    for text in [WEB, BROKEN, "a: \"\r\n  b\"\r\n---x\r\n", "\u{feff}a: b", "{\"a\": 1}{}"] {
        assert_eq!(rmq(["post-render"]).stdin(text).run().success(), text);
    }
    let bytes = [b'a', b':', b' ', 0xff, b'\n'];
    let folder = Folder::new().with("in.yaml", bytes);
    let answer = rmq(["post-render", "in.yaml", "--message-format", "json"]).in_folder(folder.path());
    assert_eq!(answer.run_bytes(), (0, bytes.to_vec()));
    let folder = folder.with("config.yaml", "images: {registry: registry.example:5000}\n");
    let call = ["post-render", "in.yaml", "--config", "config.yaml"];
    let stderr = rmq(call).in_folder(folder.path()).run().failure();
    assert!(stderr.contains("RMQ006"), "an image could be in it: {stderr}");
}

#[test]
fn a_cluster_is_expanded_between_documents_that_keep_their_bytes() {
    let (before, after) = (stream(&[WEB]), stream(&[WEB]));
    let text = rmq(["post-render"]).stdin(before.clone() + &stream(&[CLUSTER]) + &after).run().success();
    let inner = text.strip_prefix(&before).and_then(|text| text.strip_suffix(&after)).expect("both kept");
    let values = Folder::new().with("values.yaml", "broker: {groups: 2}\n");
    let rendered = rmq(["render", "mq", "-n", "prod", "-f", "values.yaml"]).in_folder(values.path()).run().success();
    let plain: String = inner
        .lines()
        .filter(|line| !line.contains("helm.sh/chart"))
        .map(|line| line.replace("managed-by: Helm", "managed-by: rmq") + "\n")
        .map(|line| if line.starts_with("# Source: ") { "# Source: mq/templates/x.yaml\n".to_owned() } else { line })
        .collect();
    let named: String = rendered
        .lines()
        .map(|line| if line.starts_with("# Source: ") { "# Source: mq/templates/x.yaml" } else { line })
        .map(|line| line.to_owned() + "\n")
        .collect();
    assert_eq!(plain, named);
}

#[test]
fn a_sentinel_is_taken_out() {
    let sentinel = "apiVersion: rmq.dev/v1alpha1\nkind: InstallWithRmqPostRenderer\nmetadata: {name: x}\n";
    let text = rmq(["post-render"]).stdin(stream(&[WEB, sentinel, WEB])).run().success();
    assert_eq!(text, stream(&[WEB, WEB]));
}

#[test]
fn twice_is_once() {
    let config = "images: {registry: mirror.local, pullSecrets: [regcred]}\n";
    let folder = Folder::new().with("config.yaml", config);
    let call = |text: String| {
        let words = ["post-render", "--config", "config.yaml"];
        rmq(words).in_folder(folder.path()).stdin(text).run().success()
    };
    let once = call(stream(&[WEB, CLUSTER]));
    assert!(once.contains("          image:   mirror.local/nginx:1.27   # pinned\n"), "{once}");
    assert!(once.contains("metadata:   {name: web}  # kept\n"), "{once}");
    assert_eq!(call(once.clone()), once);
}

#[test]
fn windows_line_ends_stay_and_are_given_to_new_lines() {
    let folder = Folder::new().with("config.yaml", "images: {pullSecrets: [regcred]}\n");
    let text = stream(&[WEB]).replace('\n', "\r\n");
    let words = ["post-render", "--config", "config.yaml"];
    let done = rmq(words).in_folder(folder.path()).stdin(text.clone()).run().success();
    assert_eq!(done, text + "      imagePullSecrets:\r\n      - name: \"regcred\"\r\n".replace('"', "").as_str());
    let cluster = rmq(["post-render"]).stdin(CLUSTER.replace('\n', "\r\n")).run().success();
    assert!(cluster.lines().count() > 100 && cluster.split('\n').all(|line| line.is_empty() || line.ends_with('\r')));
}

#[test]
fn in_helm_4_the_smoke_test_becomes_a_hook_unless_the_chart_has_one() {
    let annotated = CLUSTER
        .replace("spec:", "  annotations: {postrenderer.helm.sh/postrender-filename: mq/templates/c.yaml}\nspec:");
    let hook = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  annotations:\n    helm.sh/hook: test\n    \
                postrenderer.helm.sh/postrender-filename: mq/templates/tests/t.yaml\n";
    let count = |text: &str, needle: &str| text.matches(needle).count();
    let alone = rmq(["post-render"]).stdin(stream(&[&annotated])).run().success();
    assert_eq!((count(&alone, "kind: Job\n"), count(&alone, "helm.sh/hook: test\n")), (1, 1), "{alone}");
    assert_eq!(count(&alone, "postrender-filename: mq/templates/c.yaml\n"), count(&alone, "\nkind: "));
    let beside = rmq(["post-render"]).stdin(stream(&[hook, &annotated])).run().success();
    assert_eq!((count(&beside, "kind: Job\n"), count(&beside, "helm.sh/hook: test\n")), (0, 1), "{beside}");
    let of_subchart = hook.replace("mq/templates/", "mq/charts/other/templates/");
    let beside = rmq(["post-render"]).stdin(stream(&[&of_subchart, &annotated])).run().success();
    assert_eq!((count(&beside, "kind: Job\n"), count(&beside, "helm.sh/hook: test\n")), (1, 2), "{beside}");
    let helm_3 = rmq(["post-render"]).stdin(stream(&[CLUSTER])).run().success();
    assert_eq!(count(&helm_3, "kind: Job\n"), 0);
}

#[test]
fn the_hook_gives_way_to_the_next_as_that_of_the_chart_does() {
    let chart = include_str!("../../charts/rocketmq/templates/tests/smoke-test.yaml");
    let policy = chart.split("\"helm.sh/hook-delete-policy\" \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.contains("before-hook-creation"), "{policy}");
    let annotated = CLUSTER
        .replace("spec:", "  annotations: {postrenderer.helm.sh/postrender-filename: mq/templates/c.yaml}\nspec:");
    let done = rmq(["post-render"]).stdin(annotated).run().success();
    let job = done.split("\n---\n").find(|document| document.contains("kind: Job\n")).unwrap();
    assert!(job.contains(&format!("    helm.sh/hook-delete-policy: \"{policy}\"\n")), "{job}");
    assert_eq!(done.matches("hook-delete-policy").count(), 1);
}

#[test]
fn helm_4_writes_the_source_of_each_object_itself() {
    let annotated = CLUSTER
        .replace("spec:", "  annotations: {postrenderer.helm.sh/postrender-filename: mq/templates/c.yaml}\nspec:");
    let done = rmq(["post-render"]).stdin(annotated).run().success();
    assert!(done.contains("kind: StatefulSet") && !done.contains("# Source:"), "{done}");
}

#[test]
fn helm_keeps_the_volume_behind_a_claim_that_it_leaves() {
    let local = "  broker: {persistence: {type: local}}\n  nodes:\n  - {name: a}\n  - {name: b}\n  - {name: c}\n";
    let cluster = CLUSTER.replace("  broker: {groups: 2}\n", local);
    let count = |text: &str, needle: &str| text.matches(needle).count();
    let kept = rmq(["post-render"]).stdin(cluster.as_str()).run().success();
    let policies = count(&kept, "\n    helm.sh/resource-policy: keep\n");
    assert_eq!((count(&kept, "kind: PersistentVolume\n"), policies), (3, 3), "{kept}");
    let others = rmq(["post-render"]).stdin(cluster.replace(": Helm", ": rmq")).run().success();
    assert_eq!(count(&others, "resource-policy"), 0);
}

#[test]
fn a_broken_document_of_others_passes_with_a_warning() {
    let answer = rmq(["post-render"]).stdin(stream(&[BROKEN, CLUSTER])).run();
    assert!(answer.stdout.starts_with(&stream(&[BROKEN])), "{}", answer.stdout);
    assert!(answer.stderr.contains("warning[RMQ001]") && answer.stderr.contains("<stdin>:4:"), "{}", answer.stderr);
    assert_eq!(answer.code, 0);
}

#[test]
fn a_failure_prints_nothing_and_stands_in_the_report() {
    let broken_cluster = CLUSTER.replace("{groups: 2}", "{groups: 2");
    let wrong = CLUSTER.replace("groups", "grops");
    let other = CLUSTER.replace("kind: RocketMQCluster", "kind: RocketMQCluser");
    let version = CLUSTER.replace("v1alpha1", "v2");
    for (text, code) in [
        (stream(&[WEB, &wrong]), "RMQ010"),
        (stream(&[WEB, &broken_cluster]), "RMQ001"),
        (stream(&[&other]), "RMQ008"),
        (stream(&[&version]), "RMQ008"),
        (CLUSTER.to_owned() + "---x\n", "RMQ001"),
        (format!("apiVersion: v1\nkind: List\nitems:\n- {}", CLUSTER.trim_end().replace('\n', "\n  ")), "RMQ008"),
    ] {
        for format in ["text", "json"] {
            let folder = Folder::new();
            let words = ["post-render", "--report", "report", "--report-format", format];
            let stderr = rmq(words).in_folder(folder.path()).stdin(text.clone()).run().failure();
            assert!(stderr.contains(code) && stderr.contains("<stdin>:"), "{stderr}");
            assert!(folder.read("report").contains(code), "{}", folder.read("report"));
        }
    }
}

#[test]
fn the_environment_names_a_report_for_helm_4() {
    let folder = Folder::new();
    let call = rmq(["post-render"]).in_folder(folder.path()).env("RMQ_REPORT", "report.txt");
    call.stdin(stream(&[CLUSTER])).run().success();
    let report = folder.read("report.txt");
    assert!(report.starts_with("expanded RocketMQCluster prod/mq (mq/templates/x.yaml): "), "{report}");
    let nowhere = rmq(["post-render", "--report", "no/such/folder"]).in_folder(folder.path());
    assert!(nowhere.stdin(CLUSTER).run().failure().contains("cannot write `no/such/folder`"));
}

#[test]
fn the_configuration_is_checked_and_named_in_messages() {
    for (config, want) in [
        ("image: {}", "RMQ010"),
        ("passes: [images]", "the name of a hardening pass"),
        ("passes: [placment]", "the name of a hardening pass"),
        ("images: {digests: {\"nginx:1\": sha256:1}}", "a digest"),
        ("kind: ConfigMap", "RMQ008"),
        ("[]", "RMQ004"),
        ("a: [", "RMQ001"),
    ] {
        let folder = Folder::new().with("config.yaml", config);
        let call = rmq(["post-render", "--config", "config.yaml"]).in_folder(folder.path());
        let stderr = call.stdin(WEB).run().failure();
        assert!(stderr.contains(want) && stderr.contains("config.yaml:1:"), "{config}: {stderr}");
    }
    let wrapped = "apiVersion: rmq.dev/v1alpha1\nkind: PostRenderConfig\nspec: {images: {registry: mirror.local}}\n";
    let folder = Folder::new().with("config.yaml", wrapped);
    let call = rmq(["post-render", "--config", "config.yaml"]).in_folder(folder.path());
    assert!(call.stdin(WEB).run().success().contains("mirror.local/nginx:1.27"));
}

#[test]
fn no_failure_repeats_a_secret() {
    let secret = "apiVersion: v1\nkind: Secret\nstringData: {a: m4rk3r-s3cr3t\nrocketmq: [\n";
    let cluster = CLUSTER.replace("{groups: 2}", "{groups: 2, configUnchecked: {adminPassword: m4rk3r-s3cr3t}, x: 1}");
    for text in [stream(&[secret]), stream(&[&cluster]), stream(&["m4rk3r-s3cr3t: rocketmq: 1\n"])] {
        for format in ["text", "concise", "json"] {
            let words = ["post-render", "--message-format", format, "--report", "-"];
            let answer = rmq(words).stdin(text.clone()).run();
            assert!(answer.code == 2 && !answer.all().contains("m4rk3r-s3cr3t"), "{}", answer.all());
        }
    }
}

#[test]
fn the_report_tells_what_was_found_and_why_without_any_pass() {
    let broker = "kind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: b\n    image: apache/rocketmq:4.9.7\n    command: [sh, mqbroker]\n";
    let folder = Folder::new();
    let call = |format: &str| {
        let words = ["post-render", "--report", "report", "--report-format", format];
        rmq(words).in_folder(folder.path()).stdin(broker).run().success();
        folder.read("report")
    };
    let text = call("text");
    let want = "found broker: Pod a, container b, because its command runs `mqbroker` (line 7), its image is \
                `apache/rocketmq:4.9.7` (line 6)\nnothing was changed\n";
    assert_eq!(text, want);
    let json = call("json");
    assert!(json.contains("\"version\": \"4.9.7\"") && json.contains("\"sign\": \"command\""), "{json}");
}

#[test]
fn a_stream_without_an_object_is_an_error_unless_it_is_allowed() {
    for text in ["", "\n", "---\n", "\u{feff}", "---\r\n# nothing\r\n--- # x\n...\n"] {
        let stderr = rmq(["post-render"]).stdin(text).run().failure();
        assert!(stderr.contains("RMQ028") && stderr.contains("--allow-empty"), "{stderr}");
        assert_eq!(rmq(["post-render", "--allow-empty"]).stdin(text).run().success(), text);
    }
    for text in ["a", "---\n{}\n", "---x: 1\n", "# c\n...a\n"] {
        assert!(!rmq(["post-render"]).stdin(text).run().all().contains("RMQ028"), "{text:?}");
    }
    let folder = Folder::new().with("config.yaml", "allowEmpty: true\n");
    rmq(["post-render", "--config", "config.yaml"]).in_folder(folder.path()).stdin("").run().success();
}

#[test]
fn two_clusters_take_no_name_and_no_port_of_each_other() {
    let at = |template: &str, text: &str| format!("---\n# Source: shop/templates/{template}\n{text}");
    let node = |one: u8| format!("{{name: node{one}, address: 10.0.0.{one}}}");
    let nodes = [1, 2, 3].map(node).join(", ");
    let ports = format!("{CLUSTER}  nodes: [{nodes}]\n  external: {{type: nodePort}}\n");
    let other = |text: &str| text.replace("name: mq", "name: b");
    for (first, second, says) in [
        (CLUSTER.to_owned(), CLUSTER.to_owned(), "the ServiceAccount `mq`"),
        (ports.clone(), other(&ports), "the node port 3"),
        (ports.clone(), other(&ports).replace("prod", "test"), "`namesrv.nodePort`"),
    ] {
        let stderr = rmq(["post-render"]).stdin(at("a.yaml", &first) + &at("b.yaml", &second)).run().failure();
        for part in ["RMQ015", says, "from shop/templates/a.yaml", "from shop/templates/b.yaml"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
    }
    rmq(["post-render"]).stdin(at("a.yaml", CLUSTER) + &at("b.yaml", &other(CLUSTER))).run().success();
    rmq(["post-render"]).stdin(at("a.yaml", CLUSTER) + &at("b.yaml", &CLUSTER.replace("prod", "test"))).run().success();
}

#[test]
fn a_cluster_that_was_cut_off_and_one_with_an_error_name_their_template() {
    let wrong = rmq(["post-render"]).stdin(stream(&[&CLUSTER.replace("groups: 2", "groups: no")])).run().failure();
    assert!(wrong.contains("the document comes from mq/templates/x.yaml"), "{wrong}");
    let cut = rmq(["post-render"]).stdin("apiVersion: rmq.dev/v1alpha1\n").run().failure();
    assert!(cut.contains("has no `kind`") && cut.contains("<stdin>:1:13"), "{cut}");
}

#[test]
fn a_document_that_kubernetes_may_refuse_is_not_mended_in_silence() {
    let stream = "kind: Pod\nspec: &s\n  containers:\n  - name: a\n    image: a\n\t\nx: {<<: *s}\n";
    let folder = Folder::new().with("config.yaml", "images: {registry: registry.example:5000}\n");
    let call = ["post-render", "--config", "config.yaml"];
    rmq(call).in_folder(folder.path()).stdin(stream.replace('\t', "")).run().success();
    let stderr = rmq(call).in_folder(folder.path()).stdin(stream).run().failure();
    assert!(stderr.contains("RMQ001") && stderr.contains("a tab stands in place of blanks"), "{stderr}");
}
