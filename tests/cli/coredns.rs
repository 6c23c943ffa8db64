use crate::call::rmq;

const VALUES: [&str; 4] = ["-f", "examples/three-nodes.yaml", "-n", "mq"];

fn coredns(words: &[&str]) -> crate::call::Call {
    rmq(["coredns"].iter().chain(words).chain(&VALUES))
}

/// Returns the lines that are no comments.
fn lines(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn hosts_is_one_block_that_asks_further_for_other_names() {
    let want = "\
hosts {
    192.168.1.176 rocketmq-namesrv-0
    192.168.1.177 rocketmq-namesrv-1
    192.168.1.178 rocketmq-namesrv-2
    192.168.1.176 rocketmq-broker-0
    192.168.1.177 rocketmq-broker-1
    192.168.1.178 rocketmq-broker-2
    ttl 60
    fallthrough
}
";
    assert_eq!(lines(&coredns(&["hosts"]).run().success()), want);
}

#[test]
fn a_zone_is_the_domain_or_every_name_by_itself() {
    let domain = coredns(&["zone", "--port", "8053", "--set", "external.domain=mq.example.com"]).run().success();
    assert!(lines(&domain).starts_with("mq.example.com:8053 {\n    errors\n    cache 30\n    hosts {\n"), "{domain}");
    assert!(domain.contains("        192.168.1.177 rocketmq-broker-1.mq.example.com\n"), "{domain}");
    assert!(domain.ends_with("        fallthrough\n    }\n    forward . /etc/resolv.conf\n}\n"), "{domain}");
    let names = lines(&coredns(&["zone"]).run().success());
    assert!(names.starts_with("rocketmq-namesrv-0:53,\nrocketmq-namesrv-1:53,\n"), "{names}");
    assert!(names.contains("\nrocketmq-broker-2:53 {\n"), "{names}");
}

#[test]
fn rewrite_leads_names_to_services() {
    let text = lines(&coredns(&["rewrite", "--set", "nodes[0].address=node1.example.com"]).run().success());
    let line = "rewrite name exact rocketmq-broker-2 rocketmq-broker-2.mq.svc.cluster.local answer auto\n";
    assert!(text.ends_with(line) && text.lines().count() == 6, "{text}");
}

#[test]
fn without_names_there_is_nothing_to_tell() {
    for strategy in ["hosts", "zone", "rewrite"] {
        let stderr = rmq(["coredns", strategy]).run().failure();
        assert!(stderr.contains("RMQ029"), "{stderr}");
    }
}

#[test]
fn the_word_alone_lists_what_may_follow() {
    let answer = rmq(["coredns"]).run();
    assert!(answer.code == 2 && answer.stdout.is_empty() && answer.stderr.contains("  rewrite  "), "{}", answer.stderr);
    assert!(rmq(["coredns", "host"]).run().failure().contains("similar subcommand exists: 'hosts'"));
    assert!(rmq(["coredns", "zone", "--help"]).run().success().contains("rmq coredns zone -f values.yaml -n mq"));
    assert!(rmq(["__complete", "coredns", "zo"]).run().success().starts_with("zone\t"));
}
