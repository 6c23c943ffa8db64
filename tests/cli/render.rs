use crate::call::rmq;
use crate::folder::Folder;

fn documents(stream: &str) -> usize {
    stream.matches("---\n# Source: rmq/templates/").count()
}

#[test]
fn an_error_in_values_prints_no_manifest() {
    let folder = Folder::new().with("values.yaml", "# mine\nnonsense: 1\n");
    let call = |format: &str| {
        rmq(["render", "-f", "values.yaml", "--message-format", format]).in_folder(folder.path()).run().failure()
    };
    let text = call("text");
    assert!(text.starts_with("error[RMQ010]: ") && text.contains("--> values.yaml:2:1\n"), "{text}");
    assert!(call("concise").starts_with("values.yaml:2:1: error[RMQ010] "));
    let json: serde_json::Value = serde_json::from_str(call("json").lines().next().expect("a line")).expect("JSON");
    assert_eq!((&json["code"], &json["line"]), (&"RMQ010".into(), &2.into()));
}

#[test]
fn colour_is_asked_for_or_absent() {
    let failing = || rmq(["render", "-f", "missing.yaml"]);
    assert!(!failing().run().failure().contains('\u{1b}'));
    assert!(failing().env("CLICOLOR_FORCE", "1").run().failure().contains('\u{1b}'));
    assert!(!failing().env("CLICOLOR_FORCE", "0").run().failure().contains('\u{1b}'));
    assert!(!failing().env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").run().failure().contains('\u{1b}'));
}

#[test]
fn every_form_holds_every_object() {
    let yaml = rmq(["render", "mq", "-n", "prod"]).run().success();
    let names = rmq(["render", "mq", "-n", "prod", "-o", "name"]).run().success();
    let json = rmq(["render", "mq", "-n", "prod", "-o", "json"]).run().success();
    let list: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let items = list["items"].as_array().expect("items").len();
    assert_eq!((list["kind"].as_str(), list["apiVersion"].as_str()), (Some("List"), Some("v1")));
    assert_eq!((documents(&yaml), names.lines().count()), (items, items));
    assert!(names.lines().any(|line| line == "statefulset.apps/mq-broker"), "{names}");
}

#[test]
fn next_steps_are_for_terminals() {
    assert_eq!(rmq(["render", "-o", "name"]).run().stderr, "");
}

#[test]
fn only_takes_what_it_names() {
    let one = rmq(["render", "--only", "StatefulSet/rocketmq-broker", "-o", "name"]).run().success();
    assert_eq!(one, "statefulset.apps/rocketmq-broker\n");
    let both = rmq(["render", "--only", "broker,namesrv"]).run().success();
    assert!(documents(&both) > 1, "{both}");
}

#[test]
fn only_that_selects_nothing_is_an_error() {
    let stderr = rmq(["render", "--only", "Service/none"]).run().failure();
    assert!(stderr.starts_with("error[RMQ020]: "), "{stderr}");
}

#[test]
fn values_can_be_shown_instead() {
    let values = rmq(["render", "--show-values"]).run().success();
    assert!(values.contains("mode: dledger") && documents(&values) == 0, "{values}");
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    for words in [&["render"][..], &["render", "-o", "json"], &["schema"], &["--help"]] {
        assert_eq!(rmq(words).run_unread(), (0, String::new()), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let script = format!("exec {} render > /dev/full", env!("CARGO_BIN_EXE_rmq"));
    let stderr = crate::call::program(std::path::Path::new("/bin/sh"), ["-c", &script]).run().failure();
    assert!(stderr.contains("cannot write `<stdout>`: the disk is full"), "{stderr}");
}

#[test]
fn secrets_are_shown_in_no_format() {
    let values = "console:\n  extraEnv:\n    - {name: A, value: hunter2, nonsense: 1}\n  password: hunter2\n";
    for format in ["text", "concise", "json"] {
        let words = ["render", "-f", "-", "--set", "acl.password=hunter2", "--message-format", format];
        let stderr = rmq(words).stdin(values).run().failure();
        assert!(stderr.contains("RMQ010") && !stderr.contains("hunter2"), "{stderr}");
    }
}
