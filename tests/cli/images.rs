use crate::call::rmq;

#[test]
fn images_are_listed_with_a_hint_beside() {
    let answer = rmq(["images"]).run();
    assert!(
        answer.stdout.starts_with("IMAGE ") && answer.stdout.contains("\napache/rocketmq:4.9.7 "),
        "{}",
        answer.stdout
    );
    assert!(answer.stderr.contains("@sha256:DIGEST"), "{}", answer.stderr);
    assert_eq!(rmq(["images", "-q"]).run().stderr, "");
}

#[test]
fn images_are_copied_to_a_registry() {
    let script = rmq(["images", "--script", "skopeo", "--to", "r.example:5000"]).run().success();
    let line = "skopeo copy --all --preserve-digests docker://docker.io/apache/rocketmq:4.9.7 \
                docker://r.example:5000/apache/rocketmq:4.9.7\n";
    assert!(script.contains(line), "{script}");
    let quoted = rmq(["images", "--script", "ctr", "--to", "r.example/a; rm -rf ~"]).run().success();
    assert!(quoted.contains("ctr images push 'r.example/a; rm -rf ~/apache/rocketmq:4.9.7'\n"), "{quoted}");
}

#[test]
fn a_copy_without_a_target_is_an_error() {
    let stderr = rmq(["images", "--script", "nerdctl"]).run().failure();
    assert!(stderr.contains("give one with `--to`"), "{stderr}");
}
