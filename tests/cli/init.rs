use crate::call::rmq;
use crate::folder::Folder;

#[test]
fn starter_values_are_printed_without_asking() {
    let answer = rmq(["init"]).run();
    assert!(answer.stderr.contains("4.9.7 with DLedger"), "{}", answer.stderr);
    assert!(answer.success().contains("4.9.7"));
    assert_eq!(rmq(["init", "-q"]).run().stderr, "");
}

#[test]
fn flags_end_up_in_the_values() {
    let nodes = ["--node", "a=10.0.0.1", "--node", "b=10.0.0.2", "--node", "c=10.0.0.3"];
    let rest = ["--registry", "r.example:5000/", "--storage", "local", "--path", "/data"];
    let values = rmq([&["init"][..], &nodes, &rest].concat()).run().success();
    for part in ["10.0.0.1", "10.0.0.2", "10.0.0.3", "r.example:5000", "/data"] {
        assert!(values.contains(part), "{part}\n{values}");
    }
}

#[test]
fn a_file_is_overwritten_only_by_force() {
    let folder = Folder::new();
    let init = |words: &[&str]| rmq([&["init", "values.yaml"], words].concat()).in_folder(folder.path()).run();
    assert_eq!(init(&[]).success(), "");
    let first = folder.read("values.yaml");
    let refused = init(&["--registry", "r.example"]).failure();
    assert!(refused.contains("`values.yaml` is already there") && refused.contains("--force"), "{refused}");
    assert_eq!(folder.read("values.yaml"), first);
    init(&["--registry", "r.example", "--force"]).success();
    assert!(folder.read("values.yaml").contains("r.example"));
}

#[test]
fn wrong_answers_write_nothing() {
    for (words, reason) in [
        (["--node", "a"], "expected NAME=ADDRESS"),
        (["--node", "a=10.0.0.300"], "expected an IPv4 address or a DNS name"),
        (["--node", "A=10.0.0.3"], "lower-case"),
        (["--registry", "http://r"], "found `http://r`"),
        (["--path", "data"], "found `data`"),
        (["--storage-class", "Fast"], "lower-case"),
        (["--name", "a_b"], "lower-case"),
    ] {
        let folder = Folder::new();
        let stderr = rmq([&["init", "values.yaml"][..], &words].concat()).in_folder(folder.path()).run().failure();
        assert!(stderr.contains(reason), "{words:?}: {stderr}");
        assert!(folder.list("").is_empty());
    }
}

#[test]
fn comments_are_in_the_language_of_the_user() {
    let english = rmq(["init", "-q"]).run().success();
    let chinese = rmq(["init", "-q", "--lang", "zh"]).run().success();
    assert_ne!(english, chinese);
    assert_eq!(rmq(["init", "-q"]).env("LANG", "zh_CN.UTF-8").run().success(), chinese);
    assert_eq!(rmq(["init", "-q"]).env("LANG", "zh_CN.UTF-8").env("LC_ALL", "C").run().success(), english);
    assert_eq!(rmq(["init", "-q", "--lang", "en"]).env("LANG", "zh_CN.UTF-8").run().success(), english);
}
