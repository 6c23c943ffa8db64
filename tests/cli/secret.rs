//! One secret goes through every command, every format and every way to fail: it stands in manifests and nowhere else.

use crate::call::rmq;

const SECRET: &str = "m4rk3r-s3cr3t";

/// Values with the secret wherever a user may put one.
const VALUES: &str = "\
broker:
  extraEnv: [{name: A, value: m4rk3r-s3cr3t}]
  configUnchecked: {adminPassword: m4rk3r-s3cr3t}
console:
  sidecars:
  - name: helper
    image: helper:1
    env:
    - name: B
      value: m4rk3r-s3cr3t
";

/// What makes the same values fail, each in its own way.
const FAULTS: &[&str] = &[
    "nonsense: 1\n",
    "  password: m4rk3r-s3cr3t\n",
    "    - {name: C, value: m4rk3r-s3cr3t, valu: m4rk3r-s3cr3t}\n",
    "    - {name: C, value: [m4rk3r-s3cr3t]}\n",
    "    accessKey: m4rk3r-s3cr3t: m4rk3r-s3cr3t\n",
    "    token: \"m4rk3r-s3cr3t\n",
];

#[test]
fn a_secret_stands_in_manifests_only() {
    for format in ["text", "concise", "json"] {
        for words in [vec!["render"], vec!["render", "-o", "json"]] {
            let answer = rmq(call(&words, format)).stdin(VALUES).run();
            assert!(answer.code == 0 && answer.stdout.contains(SECRET), "{}", answer.all());
            assert!(!answer.stderr.contains(SECRET), "{}", answer.all());
        }
        for words in [vec!["render", "-o", "name"], vec!["render", "--show-values"], vec!["images"]] {
            let answer = rmq(call(&words, format)).stdin(VALUES).run();
            assert!(answer.code == 0 && !answer.all().contains(SECRET), "{}", answer.all());
        }
    }
}

#[test]
fn no_failure_repeats_a_secret() {
    for fault in FAULTS {
        for format in ["text", "concise", "json"] {
            for words in [vec!["render"], vec!["render", "--show-values"], vec!["images"]] {
                let answer = rmq(call(&words, format)).stdin(format!("{VALUES}{fault}")).run();
                assert!(answer.code == 2 && !answer.all().contains(SECRET), "{fault}{}", answer.all());
            }
        }
    }
}

#[test]
fn no_failure_of_a_set_expression_repeats_a_secret() {
    for expression in ["acl.password=m4rk3r-s3cr3t", "broker.extraEnv[0].value.x=m4rk3r-s3cr3t", "token=m4rk3r-s3cr3t,"]
    {
        for flag in ["--set", "--set-string"] {
            let stderr = rmq(["render", flag, expression]).run().failure();
            assert!(!stderr.contains(SECRET), "{flag} {expression}\n{stderr}");
        }
    }
}

fn call<'a>(words: &[&'a str], format: &'a str) -> Vec<&'a str> {
    [words, &["-f", "-", "--message-format", format]].concat()
}
