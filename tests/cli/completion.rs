use insta::assert_snapshot;

use crate::call::rmq;

fn complete(words: &[&str]) -> String {
    rmq([&["__complete"], words].concat()).run().success()
}

#[test]
fn every_shell_has_a_script() {
    for (shell, sign) in [
        ("bash", "complete -F _rmq"),
        ("zsh", "#compdef rmq"),
        ("fish", "complete -c rmq"),
        ("powershell", "Register-ArgumentCompleter"),
        ("kubectl", "exec kubectl rmq __complete \"$@\""),
    ] {
        let script = rmq(["completion", shell]).run().success();
        assert!(script.contains(sign), "{shell}: {script}");
    }
}

#[test]
fn kubectl_is_answered_in_the_form_of_cobra() {
    assert_snapshot!(complete(&["re"]), @r"
    render	Prints the manifests of a cluster
    :4
    ");
    assert_snapshot!(complete(&["render", "--set"]), @r"
    --set	Sets one value, or several with commas
    --set-string	Sets a value that stays text
    --set-json	Sets a value to JSON
    --set-file	Sets a value to what a file holds
    :4
    ");
    assert_snapshot!(complete(&["render", "-o", ""]), @r"
    yaml
    json
    name
    :4
    ");
    assert_snapshot!(complete(&["render", "--only", "broker"]), @r"
    broker
    :4
    ");
    for (words, want) in [
        (&["render", "-f", ""][..], ":0\n"),
        (&["render", "-q", "--values", "v"], ":0\n"),
        (&["init", ""], ":0\n"),
        (&["render", "--output-dir", ""], ":16\n"),
        (&["render", "mq", "-n", ""], ":4\n"),
        (&["render", ""], ":4\n"),
        (&["--message-format", "c"], "concise\n:4\n"),
        (&["render", "--output=n"], "name\n:4\n"),
        (&["render", "-o=n"], "name\n:4\n"),
    ] {
        assert_eq!(complete(words), want, "{words:?}");
    }
    assert!(complete(&[""]).contains("version\t"));
    assert!(complete(&[]).ends_with(":4\n"));
}
