//! `rmq coredns custom`. What each distribution gets stands in `tests/coredns/custom`; after a wanted change:
//! `RMQ_BLESS=1 cargo test --test cli`.

use std::path::Path;

use rmq::coredns::corefile::Corefile;
use rmq::documents;
use rmq::source::Sources;

use crate::call::{Answer, Call, rmq};
use crate::folder::Folder;

const VALUES: &str = "\
external: {type: nodePort, advertise: name, domain: mq.example.com}
nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]
broker: {persistence: {type: local}}
";

const DISTRIBUTIONS: [&str; 10] =
    ["kubeadm", "k3s", "rke2", "kubespray", "kubekey", "sealos", "ack", "tke", "aks", "eks"];

fn custom(distribution: &str, words: &[&str]) -> Answer {
    with(VALUES, distribution, words)
}

fn with(values: &str, distribution: &str, words: &[&str]) -> Answer {
    let folder = Folder::new().with("values.yaml", values);
    call(distribution, words).in_folder(folder.path()).run()
}

fn call(distribution: &str, words: &[&str]) -> Call {
    let own = ["coredns", "custom", "demo", "-n", "mq", "-f", "values.yaml", "--distribution", distribution];
    rmq([&own, words].concat())
}

/// Returns what is printed, with the comments on JSON, which go elsewhere.
fn all(answer: &Answer) -> String {
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let beside = answer.stderr.lines().filter(|line| line.starts_with('#')).flat_map(|line| [line, "\n"]);
    beside.chain([answer.stdout.as_str()]).collect()
}

#[test]
fn every_distribution_gets_what_it_supports() {
    let others: [(&str, &str, &[&str]); 9] = [
        ("k3s-rewrite", "k3s", &["--strategy", "rewrite"]),
        ("aks-hosts", "aks", &["--strategy", "hosts"]),
        ("kubeadm-zone", "kubeadm", &["--strategy", "zone"]),
        ("rke2-hosts", "rke2", &["--strategy", "hosts"]),
        ("rke2-rewrite", "rke2", &["--strategy", "rewrite", "--nodelocaldns"]),
        ("kubespray-rewrite", "kubespray", &["--strategy", "rewrite", "--nodelocaldns"]),
        ("kubekey-rewrite", "kubekey", &["--strategy", "rewrite", "--nodelocaldns"]),
        ("eks-zone", "eks", &["--strategy", "zone"]),
        ("ack-bare-names", "ack", &["--set", "external.domain="]),
    ];
    let mut changed = Vec::new();
    for distribution in DISTRIBUTIONS {
        changed.extend(compare(distribution, &all(&custom(distribution, &[]))));
        let name = format!("{distribution}-nodelocaldns");
        changed.extend(compare(&name, &all(&custom(distribution, &["--nodelocaldns"]))));
    }
    for (name, distribution, words) in others {
        changed.extend(compare(name, &all(&custom(distribution, words))));
    }
    assert!(changed.is_empty(), "other than in tests/coredns/custom: {changed:?}");
}

fn compare(name: &str, text: &str) -> Option<String> {
    let path = Path::new("tests/coredns/custom").join(format!("{name}.txt"));
    if std::env::var_os("RMQ_BLESS").is_some() {
        std::fs::write(&path, text).expect("it can be written");
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    (want != text).then(|| name.to_owned())
}

/// Returns every Corefile, or part of one, in what is printed.
fn corefiles(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let source = sources.add("custom", text);
    let mut found = Vec::new();
    for document in documents::split(source, text).expect("a stream") {
        let tree = document.read().expect("a document");
        found.extend(tree.get("corefile").and_then(|text| text.as_str()).map(str::to_owned));
        let Some(data) = tree.get("data").and_then(|data| data.as_mapping()) else { continue };
        for entry in data {
            let text = entry.value.as_str().expect("text").to_owned();
            found.push(if entry.key.ends_with(".override") { format!(".:53 {{\n{text}}}\n") } else { text });
        }
    }
    found
}

#[test]
fn what_is_printed_reads_as_yaml_and_its_corefiles_as_corefiles() {
    for distribution in DISTRIBUTIONS {
        for strategy in ["hosts", "zone", "rewrite"] {
            for words in [&["--strategy", strategy][..], &["--strategy", strategy, "--nodelocaldns"]] {
                let answer = custom(distribution, words);
                if answer.code == 2 {
                    assert!(answer.stdout.is_empty() && answer.stderr.contains("RMQ040"), "{}", answer.stderr);
                    continue;
                }
                let found = corefiles(&answer.stdout);
                assert!(answer.stdout.contains("demo-broker-2.mq.example.com"), "{}", answer.stdout);
                for corefile in found {
                    let read = Corefile::parse(&corefile).expect("a Corefile");
                    let plugins: Vec<&str> =
                        read.blocks.iter().flat_map(|block| &block.directives).map(|one| one.name.as_str()).collect();
                    let plugin = if strategy == "rewrite" { "rewrite" } else { "hosts" };
                    assert!(plugins.contains(&plugin), "{distribution}: {plugins:?}");
                }
            }
        }
    }
}

#[test]
fn a_strategy_that_cannot_work_is_refused_with_those_that_can() {
    for (distribution, strategy, help) in [
        ("k3s", "hosts", "take `--strategy zone` or `--strategy rewrite`"),
        ("kubespray", "zone", "take `--strategy hosts` or `--strategy rewrite`"),
        ("kubekey", "zone", "take `--strategy hosts` or `--strategy rewrite`"),
        ("ack", "hosts", "take `--strategy zone`"),
        ("ack", "rewrite", "take `--strategy zone`"),
    ] {
        for answer in [
            custom(distribution, &["--strategy", strategy]),
            custom(distribution, &["--set", &format!("dns.strategy={strategy}")]),
        ] {
            assert!(answer.code == 2 && answer.stdout.is_empty(), "{}", answer.stdout);
            assert!(answer.stderr.contains("error[RMQ040]") && answer.stderr.contains(help), "{}", answer.stderr);
        }
        let by_call = custom(distribution, &["--set", &format!("dns.strategy={strategy}"), "--strategy", "zone"]);
        assert_eq!(by_call.code == 2, distribution.starts_with("kube"), "the call has the last word");
    }
}

#[test]
fn the_values_choose_the_strategy_unless_the_call_does() {
    let values = format!("{VALUES}dns: {{strategy: rewrite}}\n");
    assert!(
        with(&values, "k3s", &[]).stdout.contains("rmq-mq.demo.override: |\n    rewrite name exact demo-namesrv-0")
    );
    assert!(with(&values, "k3s", &["--strategy", "zone"]).stdout.contains("rmq-mq.demo.server"));
    let folder =
        Folder::new().with("values.yaml", &values).with("Corefile", ".:53 {\n    kubernetes cluster.local\n}\n");
    let merge = |words: &[&str]| {
        let own = ["coredns", "merge", "demo", "-n", "mq", "-f", "values.yaml", "Corefile"];
        rmq([&own, words].concat()).in_folder(folder.path()).run().success()
    };
    assert!(merge(&[]).contains("    rewrite name exact demo-broker-0.mq.example.com"));
    assert!(merge(&["--strategy", "hosts"]).contains("10.0.0.1 demo-broker-0.mq.example.com"));
}

/// Returns the codes of the findings on names.
fn remarks(stderr: &str) -> Vec<&str> {
    let codes = ["RMQ040", "RMQ041", "RMQ042", "RMQ043", "RMQ044"];
    codes.into_iter().filter(|code| stderr.contains(code)).collect()
}

#[test]
fn what_may_surprise_is_said_once_and_where_it_is_true() {
    for (distribution, words, want) in [
        ("k3s", &[][..], &["RMQ041"][..]),
        ("k3s", &["--nodelocaldns"], &[]),
        ("kubespray", &[], &[]),
        ("kubespray", &["--strategy", "rewrite"], &["RMQ041"]),
        ("ack", &[], &[]),
        ("aks", &["--set", "external.domain="], &["RMQ044"]),
        ("aks", &["--set", "external.domain=mq.local"], &["RMQ043"]),
        ("aks", &["--set", "external.domain=notlocal"], &[]),
        ("aks", &["--set", "external.domain=com.cn"], &["RMQ043"]),
        ("k3s", &["--set", "external.domain=cluster.local"], &["RMQ042"]),
        ("k3s", &["--set", "external.domain=mq.svc.cluster.local"], &["RMQ042"]),
        ("k3s", &["--set", "external.domain=mycluster.local"], &["RMQ041", "RMQ043"]),
        ("aks", &["--set", "external.domain=example.com,dns.clusterDomain=k8s.example.com"], &["RMQ042"]),
        (
            "aks",
            &["--strategy", "hosts", "--set", "external.domain=example.com,dns.clusterDomain=k8s.example.com"],
            &[],
        ),
    ] {
        let answer = custom(distribution, words);
        assert_eq!(remarks(&answer.stderr), want, "{distribution} {words:?}\n{}", answer.stderr);
        let is_refused = want.contains(&"RMQ042");
        assert!((answer.code == 2) == is_refused && answer.stdout.is_empty() == is_refused, "{words:?}");
    }
}

const NODE_LOCAL: &str = "\
cluster.local:53 {
    bind 169.254.20.10 10.96.0.10
    forward . 10.96.3.3 {
        force_tcp
    }
}
.:53 {
    bind 169.254.20.10 10.96.0.10
    forward . __PILLAR__UPSTREAM__SERVERS__
}
";

#[test]
fn node_local_dns_cache_is_told_as_it_is_told_of_the_cluster_domain() {
    let folder = Folder::new().with("values.yaml", VALUES).with("Corefile", NODE_LOCAL);
    let merge = |words: &[&str]| {
        let own = ["coredns", "merge", "demo", "-n", "mq", "-f", "values.yaml"];
        rmq([&own, words].concat()).in_folder(folder.path())
    };
    let merged = merge(&["--nodelocaldns", "Corefile"]).run();
    assert!(remarks(&merged.stderr).is_empty(), "{}", merged.stderr);
    let block = "\
# BEGIN rmq mq/demo
mq.example.com:53 {
    errors
    cache 30
    reload
    bind 169.254.20.10 10.96.0.10
    forward . 10.96.3.3 {
        force_tcp
    }
}
# END rmq mq/demo
";
    assert_eq!(merged.stdout, format!("{NODE_LOCAL}{block}"));
    assert_eq!(merge(&["--nodelocaldns", "-"]).stdin(merged.stdout.as_str()).run().success(), merged.stdout);
    assert_eq!(merge(&["--remove", "-"]).stdin(merged.stdout.as_str()).run().success(), NODE_LOCAL);
    let other = merge(&["--nodelocaldns", "-"]).stdin(".:53 {\n    forward . /etc/resolv.conf\n}\n").run().failure();
    assert!(other.contains("RMQ038") && other.contains("not the Corefile of NodeLocal DNSCache"), "{other}");
}
