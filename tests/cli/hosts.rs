use crate::call::rmq;

const NAMES: [&str; 5] = ["hosts", "-f", "examples/three-nodes.yaml", "-n", "mq"];

const LINES: &str = "\
192.168.1.176 rocketmq-namesrv-0
192.168.1.177 rocketmq-namesrv-1
192.168.1.178 rocketmq-namesrv-2
192.168.1.176 rocketmq-broker-0
192.168.1.177 rocketmq-broker-1
192.168.1.178 rocketmq-broker-2
";

fn with(words: &[&str]) -> crate::call::Call {
    rmq(NAMES.iter().chain(words))
}

#[test]
fn every_system_gets_its_lines() {
    let linux = with(&[]).run().success();
    assert_eq!(linux, format!("# rmq: names of the RocketMQ cluster mq/rocketmq, for /etc/hosts\n{LINES}"));
    let windows = with(&["--os", "windows", "--block"]).run().success();
    assert!(windows.starts_with("# BEGIN rmq mq/rocketmq\r\n"), "{windows}");
    assert!(windows.contains(r"C:\Windows\System32\drivers\etc\hosts") && windows.contains("ipconfig /flushdns"));
    assert!(windows.contains(&LINES.replace('\n', "\r\n")) && !windows.replace("\r\n", "").contains('\n'));
    assert!(with(&["--os", "macos"]).run().success().contains("dscacheutil -flushcache"));
}

#[test]
fn a_hosts_file_gets_the_lines_and_loses_them_again() {
    for text in ["127.0.0.1 localhost\n", "127.0.0.1 localhost\r\n# own\r\n", "127.0.0.1\tlocalhost", ""] {
        let put = with(&["--apply", "-"]).stdin(text).run().success();
        assert!(put.starts_with(text) && put.contains("192.168.1.178 rocketmq-broker-2"), "{put}");
        assert_eq!(with(&["--apply", "-"]).stdin(put.as_str()).run().success(), put);
        assert_eq!(with(&["--apply", "-", "--remove"]).stdin(put.as_str()).run().success(), text);
        let moved = with(&["--apply", "-", "--set", "nodes[1].address=10.0.0.2"]).stdin(put.as_str()).run().success();
        assert!(moved.contains("10.0.0.2 rocketmq-broker-1") && !moved.contains("192.168.1.177"), "{moved}");
        assert_eq!(with(&["--apply", "-", "--remove"]).stdin(moved).run().success(), text);
    }
}

#[test]
fn lines_are_removed_also_when_names_are_no_longer_advertised() {
    let put = with(&["--apply", "-"]).stdin("x\n").run().success();
    let by_address = ["hosts", "-f", "examples/by-address.yaml", "-n", "mq", "--apply", "-", "--remove"];
    assert_eq!(rmq(by_address).stdin(put).run().success(), "x\n");
}

#[test]
fn a_hosts_file_that_would_not_work_is_refused() {
    for (text, want) in
        [("::1 a\n10.0.0.9 x ROCKETMQ-broker-1 # y\n", "<stdin>:2:1"), ("a\n# END rmq mq/rocketmq\n", "<stdin>:2:1")]
    {
        let stderr = with(&["--apply", "-"]).stdin(text).run().failure();
        assert!(stderr.contains(want), "{stderr}");
    }
    let same = "192.168.1.177 rocketmq-broker-1\n#10.0.0.9 rocketmq-broker-1\n";
    assert!(with(&["--apply", "-"]).stdin(same).run().success().starts_with(same));
}

#[test]
fn what_has_no_names_or_no_addresses_is_refused() {
    let stderr = rmq(["hosts", "-f", "examples/by-address.yaml"]).run().failure();
    assert!(stderr.contains("RMQ029") && stderr.contains("examples/by-address.yaml:16:14"), "{stderr}");
    let stderr = with(&["--set", "nodes[1].address=node2.example.com"]).run().failure();
    assert!(stderr.contains("RMQ030") && stderr.contains("node `node2` is given by the name"), "{stderr}");
}

#[test]
fn words_that_do_not_fit_together_are_refused() {
    for words in [
        &["--remove"][..],
        &["--apply", "a", "--os", "linux"],
        &["--apply", "a", "--block"],
        &["--os", "beos"],
        &["--apply", "-", "-f", "-"],
    ] {
        with(words).run().failure();
    }
}
