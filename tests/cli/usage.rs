use insta::assert_snapshot;

use crate::call::{program, rmq};
use crate::folder::Folder;

#[test]
fn mistakes_are_short_and_name_the_way_out() {
    assert_snapshot!(rmq(["rendr"]).run().all(), @r"
    exit 2
    --- stdout
    --- stderr
    error: unrecognized subcommand 'rendr'

      tip: a similar subcommand exists: 'render'

    Usage: rmq [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(rmq(["render", "--onyl", "broker"]).run().failure(), @r"
    error: unexpected argument '--onyl' found

      tip: a similar argument exists: '--only'

    Usage: rmq render --only <KIND/NAME|COMPONENT> [NAME]

    For more information, try '--help'.
    ");
    assert_snapshot!(rmq(["render", "-o", "xml"]).run().failure(), @r"
    error: invalid value 'xml' for '--output <FORM>'
      [possible values: yaml, json, name]

      tip: a similar value exists: 'yaml'

    For more information, try '--help'.
    ");
}

#[test]
fn flags_of_a_cluster_are_refused_with_the_reason() {
    assert_snapshot!(rmq(["render", "--context", "prod"]).run().failure(), @r"
    error: `--context` has nothing to act on: rmq never contacts a cluster

      tip: give it to the command that does: kubectl apply --context VALUE -f -

    Usage: rmq render [OPTIONS] [NAME]

    For more information, try '--help'.
    ");
    let before = rmq(["--kubeconfig=x", "version"]).run().failure();
    assert!(before.contains("`--kubeconfig` has nothing to act on"), "{before}");
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    for (words, reason) in [
        (&["render", "--output-dir", "d", "-o", "json"][..], "`--output-dir` writes YAML"),
        (&["render", "--show-values", "--only", "broker"], "cannot be used with `--only`"),
        (&["render", "--show-values", "-o", "name"], "cannot be used with `-o`"),
        (&["init", "--storage", "claim", "--path", "/d"], "`--path` has no effect"),
        (&["init", "--storage-class", "c", "--path", "/d"], "belongs to claims"),
        (&["images", "--to", "r"], "--script"),
    ] {
        let stderr = rmq(words).run().failure();
        assert!(stderr.contains(reason), "{words:?}: {stderr}");
    }
}

#[test]
fn help_goes_to_stdout_and_ends_with_examples() {
    for words in
        [&["--help"][..], &["help"], &["render", "--help"], &["help", "render"], &["init", "-h"], &["images", "-h"]]
    {
        let stdout = rmq(words).run().success();
        assert!(stdout.contains("Usage: rmq") && stdout.contains("Examples:\n"), "{words:?}: {stdout}");
    }
    assert!(rmq([""; 0]).run().failure().contains("Usage: rmq"));
}

#[test]
fn every_flag_of_help_has_an_example() {
    for command in ["render", "init", "images", "completion", "version"] {
        let help = rmq([command, "--help"]).run().success();
        let options = help.split("Options:\n").nth(1).expect("options").split("\n\n").next().expect("a block");
        for line in options.lines().filter(|line| !line.contains("--help")) {
            assert!(line.contains("Example: "), "{command}: {line}");
        }
    }
}

#[test]
fn a_plugin_of_kubectl_calls_itself_by_that_name() {
    let folder = Folder::new();
    let plugin = folder.path().join("kubectl-rmq");
    std::fs::hard_link(env!("CARGO_BIN_EXE_rmq"), &plugin)
        .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_rmq"), &plugin).map(|_| ()))
        .expect("the same program under another name");
    let help = program(&plugin, ["render", "--help"]).run().success();
    assert!(help.contains("Usage: kubectl rmq render") && help.contains("  kubectl rmq render -f"), "{help}");
    let mistake = program(&plugin, ["--nope"]).run().failure();
    assert!(mistake.contains("Usage: kubectl rmq"), "{mistake}");
}

#[test]
fn the_version_is_printed_for_people_and_programs() {
    let number = env!("CARGO_PKG_VERSION");
    let text = rmq(["version"]).run().success();
    assert!(text.starts_with(&format!("rmq {number}\nRocketMQ ")) && text.contains("4.9.7"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&rmq(["version", "-o", "json"]).run().success()).expect("JSON");
    assert_eq!(json["rmq"], number);
    assert!(json["rocketmq"].as_array().is_some_and(|known| !known.is_empty()), "{json}");
    assert_eq!(rmq(["--version"]).run().success(), format!("rmq {number}\n"));
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&rmq(["schema"]).run().success()).expect("JSON");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
}
