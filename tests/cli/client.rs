use crate::call::{Call, rmq};
use crate::folder::Folder;

fn client(words: &[&str]) -> Call {
    let values = ["client", "-f", "examples/three-nodes.yaml", "-n", "mq"];
    rmq(values.iter().chain(words))
}

/// Returns the lines in which two texts of one length differ.
fn differences<'a>(one: &'a str, other: &'a str) -> Vec<&'a str> {
    let has = |text: &str, line: &str| text.lines().any(|known| known == line);
    let of_one = one.lines().filter(|line| !has(other, line));
    of_one.chain(other.lines().filter(|line| !has(one, line))).collect()
}

#[test]
fn all_files_of_a_language_are_printed_each_behind_its_name() {
    for (language, names) in [
        ("java", &["pom.xml", "Client.java"][..]),
        ("spring", &["pom.xml", "application.yml", "Application.java"]),
        ("go", &["go.mod", "go.sum", "main.go"]),
    ] {
        let all = client(&["--lang", language, "--from", "outside"]).run().success();
        let heads: Vec<&str> = all.lines().filter_map(|line| line.strip_prefix("==> ")?.strip_suffix(" <==")).collect();
        assert_eq!(heads, names);
        for name in names {
            let one = client(&["--lang", language, "--from", "outside", "--file", name]).run().success();
            assert!(all.contains(&format!("==> {name} <==\n{one}\n")), "{language} {name}");
        }
    }
    let stderr = client(&["--lang", "go", "--from", "outside", "--file", "main.c"]).run().failure();
    assert!(stderr.contains("go.mod, go.sum, main.go"), "{stderr}");
}

#[test]
fn each_position_has_its_name_servers() {
    let main = |from| client(&["--lang", "go", "--from", from, "--file", "main.go"]).run().success();
    let (inside, other, outside) = (main("inside"), main("other-namespace"), main("outside"));
    assert!(outside.contains("\t\"192.168.1.178:29872\",\n"), "{outside}");
    let fqdn = "\t\"rocketmq-namesrv-2.rocketmq-namesrv-headless.mq.svc.cluster.local:9876\",\n";
    assert!(inside.contains(fqdn) && other.contains(fqdn), "{inside}");
    assert!(outside.contains("//   192.168.1.177 rocketmq-broker-1\n") && outside.contains("rmq hosts"), "{outside}");
    assert!(other.contains("rmq coredns merge") && !inside.contains("must resolve"), "{other}");
    assert!(inside.contains("updateTopic -c DefaultCluster -t my-topic"), "{inside}");
}

/// What a test compiles at one position is then compiled for all of them.
#[test]
fn positions_differ_in_comments_and_addresses_alone() {
    for (language, file) in
        [("java", "Client.java"), ("spring", "application.yml"), ("spring", "Application.java"), ("go", "main.go")]
    {
        let print = |from| client(&["--lang", language, "--from", from, "--file", file]).run().success();
        let (inside, outside) = (print("inside"), print("outside"));
        let found = differences(&inside, &outside);
        assert!(!found.is_empty(), "{file}");
        for line in found {
            let line = line.trim_start();
            let is_literal = line.starts_with('"') && line.trim_end_matches(',').ends_with('"');
            let is_expected = ["//", "#", "name-server: "].iter().any(|start| line.starts_with(start)) || is_literal;
            assert!(is_expected, "{file}: {line}");
        }
    }
}

#[test]
fn the_files_of_a_program_go_into_a_folder_once() {
    let folder = Folder::new();
    let path = folder.path().join("client");
    let words = ["--lang", "go", "--from", "outside", "--output-dir", path.to_str().unwrap()];
    assert_eq!(client(&words).run().success(), "");
    assert_eq!(client(&words).run().success(), "", "the same files are no reason to fail");
    std::fs::write(path.join("main.go"), "package main\n").unwrap();
    std::fs::remove_file(path.join("go.sum")).unwrap();
    let stderr = client(&words).run().failure();
    assert!(stderr.contains("main.go") && stderr.contains("differs"), "{stderr}");
    assert!(!path.join("go.sum").exists(), "all files are written, or none");
    assert_eq!(std::fs::read_to_string(path.join("main.go")).unwrap(), "package main\n");
}

#[test]
fn a_position_out_of_reach_is_refused_with_the_way_out() {
    let stderr = rmq(["client", "--lang", "java", "--from", "outside"]).run().failure();
    assert!(stderr.contains("RMQ060") && stderr.contains("external.type: nodePort"), "{stderr}");
    assert!(rmq(["client", "--lang", "java", "--from", "other-namespace"]).run().code == 0);
    for words in [&["--lang", "cobol", "--from", "inside"][..], &["--lang", "go"], &["--from", "inside"]] {
        client(words).run().failure();
    }
}
