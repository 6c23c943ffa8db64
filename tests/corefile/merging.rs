//! What `coredns merge` promises of any Corefile, and what it refuses.

use proptest::prelude::*;
use rmq::cluster::{Cluster, RequestedRelease};
use rmq::coredns::Strategy;
use rmq::coredns::corefile::Corefile;
use rmq::coredns::merge::{self, Job, Places};
use rmq::diagnostic::{Diagnostic, Report};
use rmq::pipeline;
use rmq::source::Sources;
use rmq::values::Input;

use crate::cases;

const STRATEGIES: [Strategy; 3] = [Strategy::Hosts, Strategy::Zone, Strategy::Rewrite];
const NODES: &str =
    "nodes: [{name: a, address: 10.0.0.1}, {name: b, address: 10.0.0.2}, {name: c, address: 10.0.0.3}]\n";

/// Returns a cluster that is advertised by names in a domain, or by bare ones.
fn cluster(name: &str, domain: &str) -> Cluster {
    let values = format!("external: {{type: nodePort, advertise: name, domain: \"{domain}\"}}\n{NODES}");
    let mut sources = Sources::new();
    let input = Input::File(sources.add("values.yaml", values));
    let release =
        RequestedRelease { name: Some(name.to_owned()), namespace: Some("mq".to_owned()), helm_namespace: None };
    let Report { value, diagnostics } = pipeline::cluster(&sources, &[input], &release);
    value.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn done(cluster: &Cluster, text: &str, job: Job) -> Report<String> {
    let places = Places::whole(Sources::new().add("Corefile", text));
    merge::merge(cluster, text, &places, job, None)
}

fn put(cluster: &Cluster, text: &str, strategy: Strategy) -> Option<String> {
    done(cluster, text, Job::Put(strategy)).value
}

fn removed(cluster: &Cluster, text: &str) -> String {
    done(cluster, text, Job::Remove).value.unwrap()
}

/// Merges by every strategy; returns how many could be.
fn laws(clusters: [&Cluster; 2], text: &str) -> usize {
    let [one, other] = clusters;
    let mut count = 0;
    for strategy in STRATEGIES {
        let Some(merged) = put(one, text, strategy) else { continue };
        count += 1;
        assert_ne!(merged, text, "{strategy:?}");
        assert!(Corefile::parse(&merged).is_ok(), "{strategy:?} {text:?} {merged:?}");
        assert_eq!(put(one, &merged, strategy).as_ref(), Some(&merged), "{strategy:?} twice: {text:?}");
        assert_eq!(removed(one, &merged), text, "{strategy:?} removed");
        for next in STRATEGIES {
            if let Some(changed) = put(one, &merged, next) {
                assert_eq!(removed(one, &changed), text, "{strategy:?}, then {next:?}: {text:?}");
            }
            let Some(both) = put(other, &merged, next) else { continue };
            assert_eq!(put(one, &both, strategy).as_ref(), Some(&both), "{strategy:?} beside {next:?}: {text:?}");
            assert_eq!(removed(other, &both), merged, "{strategy:?} beside {next:?}: {text:?}");
            assert_eq!(removed(other, &removed(one, &both)), text, "{strategy:?} beside {next:?}: {text:?}");
        }
    }
    count
}

#[test]
fn every_case_is_merged_and_comes_back() {
    let bare = [&cluster("one", ""), &cluster("other", "")];
    let named = [&cluster("one", "mq.example"), &cluster("other", "mq2.example")];
    let mut count = 0;
    for (name, text, _) in cases() {
        let merged = laws(bare, &text) + laws(named, &text);
        assert!(merged > 0 || !name.starts_with("stock-"), "{name}");
        count += merged;
    }
    assert!(count > 140, "{count}");
}

/// A case with lines that are gone, doubled, cut or ended otherwise.
fn texts() -> impl Strategy_<Value = String> {
    let texts: Vec<String> = cases().into_iter().map(|(_, text, _)| text).collect();
    let edit = (any::<prop::sample::Index>(), 0..5_u8);
    (prop::sample::select(texts), prop::collection::vec(edit, 0..3), any::<[bool; 2]>()).prop_map(
        |(text, edits, [is_crlf, is_open])| {
            let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            for (place, kind) in edits {
                if lines.is_empty() {
                    break;
                }
                let at = place.index(lines.len());
                match kind {
                    0 => drop(lines.remove(at)),
                    1 => lines.insert(at, lines[at].clone()),
                    2 => lines.insert(at, "# BEGIN rmq mq/third\n".to_owned()),
                    3 => lines.insert(at, "    hosts {\n        10.0.0.9 x\n        fallthrough\n    }\n".to_owned()),
                    _ => lines[at] = lines[at].trim().to_owned() + "\n",
                }
            }
            let text = lines.concat();
            let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
            if is_open { text.trim_end().to_owned() } else { text }
        },
    )
}

use proptest::strategy::Strategy as Strategy_;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_corefile_is_merged_and_comes_back(text in texts()) {
        thread_local!(static CLUSTERS: [Cluster; 2] = [cluster("one", "mq.example"), cluster("other", "mq2.example")]);
        CLUSTERS.with(|[one, other]| laws([one, other], &text));
    }

    #[test]
    fn any_stream_is_taken_without_a_panic(text in texts(), lead in "(apiVersion: v1\nkind: ConfigMap\ndata:\n  Corefile: [|>\"']?\n?)?") {
        let mut sources = Sources::new();
        let stream = format!("{lead}{text}");
        let source = sources.add("stream", &stream);
        if let Ok(live) = merge::live(source, &stream) {
            let _ = live.with("other");
        }
    }
}

fn first_error(report: &Report<String>) -> Option<&Diagnostic> {
    report.diagnostics.iter().find(|found| found.severity == rmq::diagnostic::Severity::Error)
}

/// Returns the code of the error, and the words at its place.
fn refusal(text: &str, strategy: Strategy) -> Option<(u16, String)> {
    let report = done(&cluster("one", "mq.example"), text, Job::Put(strategy));
    assert!(report.value.is_none() || first_error(&report).is_none());
    let error = first_error(&report)?;
    assert!(error.help.is_some(), "{error:?}");
    let place = error.location.and_then(|location| text.get(location.span.range())).unwrap_or_default();
    Some((error.code.number, place.to_owned()))
}

fn block(inside: &str) -> String {
    format!(".:53 {{\n    kubernetes cluster.local\n{inside}}}\n")
}

#[test]
fn what_would_break_is_refused_at_its_place() {
    for (inside, code, place) in [
        ("    hosts /etc/coredns/NodeHosts {\n        fallthrough\n    }\n", 34, "/etc/coredns/NodeHosts"),
        ("    hosts {$FILE} {\n        fallthrough\n    }\n", 34, "{$FILE}"),
        ("    hosts {\n        import names.conf\n        fallthrough\n    }\n", 34, "import names.conf"),
        ("    import extra/*.conf\n", 34, "import extra/*.conf"),
        ("    hosts /etc/hosts other.example {\n        fallthrough\n    }\n", 37, "other.example"),
        ("    hosts\n", 37, "hosts"),
        ("    hosts /etc/hosts\n", 37, "hosts"),
        ("    hosts { 10.0.0.9 x }\n", 37, "}"),
        ("    hosts { }\n", 37, "}"),
        ("    hosts {\n        10.0.0.9 x }\n", 37, "}"),
        ("    hosts { fallthrough\n    }\n", 37, "fallthrough"),
        ("    hosts {\n        fallthrough }\n", 37, "}"),
        ("    hosts {\n        fallthrough\n        10.0.0.9 x\n    }\n", 37, "10.0.0.9"),
        ("    hosts {\n        fallthrough\n    } log\n", 37, "log"),
        ("    hosts {\n    }\n    hosts {\n    }\n", 37, "hosts"),
        (
            "    hosts {\n        10.9.9.9 one-broker-0.mq.example\n        fallthrough\n    }\n",
            35,
            "one-broker-0.mq.example",
        ),
        ("    hosts {\n        10.9.9.9 x ONE-broker-1.mq.example.\n    }\n", 35, "ONE-broker-1.mq.example."),
        ("    rewrite name one-broker-0.mq.example elsewhere.example\n", 35, "one-broker-0.mq.example"),
        (
            "    rewrite stop {\n        name exact one-broker-0.mq.example b.example\n    }\n",
            35,
            "one-broker-0.mq.example",
        ),
        ("    # BEGIN rmq mq/one\n", 36, "    # BEGIN rmq mq/one\n"),
        ("    // names\n    hosts {\n        fallthrough\n    }\n", 31, "//"),
        ("    forward . 10.0.0.1 {\n", 31, "{"),
    ] {
        assert_eq!(refusal(&block(inside), Strategy::Hosts), Some((code, place.to_owned())), "{inside}");
    }
}

#[test]
fn a_server_block_that_is_not_clear_is_refused() {
    let two_ports =
        "a:1053 {\n errors\n}\n.:53 {\n kubernetes cluster.local\n}\n.:5353 {\n kubernetes cluster.local\n}\n";
    for (text, strategy, code, place) in [
        ("", Strategy::Hosts, 33, ""),
        ("other.example:53 {\n errors\n}\n", Strategy::Hosts, 33, "other.example:53"),
        ("tls://.:53 {\n errors\n}\n", Strategy::Hosts, 33, "tls://.:53"),
        (two_ports, Strategy::Hosts, 33, ".:53"),
        (".:53 {\n view a\n}\n. {\n errors\n}\n", Strategy::Hosts, 33, ".:53"),
        (".:53 {\n errors\n}\none-broker-0.mq.example {\n errors\n}\n", Strategy::Hosts, 33, ".:53"),
        (".:{$PORT} {\n errors\n}\n", Strategy::Hosts, 34, ".:{$PORT}"),
        (".:53 {\n errors\n}\nMQ.example:53 {\n errors\n}\n", Strategy::Zone, 38, "MQ.example:53"),
        (".:53\nerrors\n", Strategy::Zone, 38, ".:53"),
        (".:53 {\n forward . 10.0.0.1\n}\n", Strategy::Rewrite, 38, ".:53"),
    ] {
        assert_eq!(refusal(text, strategy), Some((code, place.to_owned())), "{text}");
    }
    let report = merge::merge(
        &cluster("one", ""),
        two_ports,
        &Places::whole(Sources::new().add("Corefile", two_ports)),
        Job::Put(Strategy::Hosts),
        Some(5353),
    );
    assert!(report.value.unwrap().find("# BEGIN").unwrap() > two_ports.find(":5353").unwrap());
}

#[test]
fn a_corefile_that_no_config_map_can_hold_is_refused() {
    let large = block(&"    errors\n".repeat(1 << 17));
    assert_eq!(refusal(&large, Strategy::Hosts), Some((23, String::new())));
}

#[test]
fn the_nearest_zone_takes_the_lines() {
    let text = ".:53 {\n    kubernetes cluster.local\n}\nexample:53 {\n    forward . 10.0.0.1\n}\n";
    let merged = put(&cluster("one", "mq.example"), text, Strategy::Hosts).unwrap();
    assert!(
        merged.starts_with(
            ".:53 {\n    kubernetes cluster.local\n}\nexample:53 {\n    forward . 10.0.0.1\n    hosts { #"
        ),
        "{merged}"
    );
    let merged = put(&cluster("one", "mq.other"), text, Strategy::Hosts).unwrap();
    assert!(merged.starts_with(".:53 {\n    kubernetes cluster.local\n    hosts { #"), "{merged}");
}

#[test]
fn lines_go_before_the_options_and_follow_the_text_around() {
    let text =
        ".:53 {\r\n\thosts {\r\n\t\t10.0.0.9 x\r\n\t\t# the last word\r\n\t\tttl 5\r\n\t\tfallthrough\r\n\t}\r\n}\r\n";
    let merged = put(&cluster("one", ""), text, Strategy::Hosts).unwrap();
    let head = ".:53 {\r\n\thosts {\r\n\t\t10.0.0.9 x\r\n\t\t# the last word\r\n\t\t# BEGIN rmq mq/one\r\n\t\t10.0.0.1 one-namesrv-0\r\n";
    assert!(merged.starts_with(head), "{merged:?}");
    assert!(merged.ends_with("\t\t# END rmq mq/one\r\n\t\tttl 5\r\n\t\tfallthrough\r\n\t}\r\n}\r\n"), "{merged:?}");
}

#[test]
fn an_update_replaces_what_is_between_the_markers_where_it_stands() {
    let text = block(
        "    hosts {\n        # BEGIN rmq mq/one\n        10.0.0.77 one-broker-7\n        # END rmq mq/one\n        10.0.0.9 x\n        fallthrough\n    }\n",
    );
    let merged = put(&cluster("one", ""), &text, Strategy::Hosts).unwrap();
    let (head, rest) = merged.split_once("        # BEGIN rmq mq/one\n        10.0.0.1 one-namesrv-0\n").unwrap();
    assert!(!merged.contains("10.0.0.77") && text.starts_with(head));
    assert!(
        rest.ends_with("        # END rmq mq/one\n        10.0.0.9 x\n        fallthrough\n    }\n}\n"),
        "{merged}"
    );
}

#[test]
fn a_last_line_without_an_end_stays_so() {
    for text in
        [".:53 {\n    kubernetes cluster.local\n}", ".:53 {\r\n    kubernetes cluster.local\r\n}", ".:53\nerrors"]
    {
        for strategy in STRATEGIES {
            let one = cluster("one", "mq.example");
            let Some(merged) = put(&one, text, strategy) else { continue };
            assert!(!merged.ends_with('\n') && removed(&one, &merged) == text, "{strategy:?} {merged:?}");
        }
    }
    assert!(put(&cluster("one", ""), ".:53 {\n    errors\n}", Strategy::Zone).is_some());
    assert!(put(&cluster("one", ""), ".:53\nerrors", Strategy::Hosts).is_some());
}

#[test]
fn a_place_behind_our_lines_is_where_it_stands_in_the_text() {
    let one = cluster("one", "mq.example");
    let merged = put(&one, &block("    hosts {\n        fallthrough\n    }\n"), Strategy::Hosts).unwrap();
    let text = merged
        .replace("        # END rmq mq/one\n", "        # END rmq mq/one\n        10.9.9.9 one-broker-0.mq.example\n");
    assert_eq!(refusal(&text, Strategy::Hosts), Some((35, "one-broker-0.mq.example".to_owned())));
    let report = done(&one, &text, Job::Put(Strategy::Hosts));
    let place = first_error(&report).and_then(|error| error.location).unwrap().span.range();
    assert!(place.start > text.find("# END").unwrap());
}

#[test]
fn a_block_inside_the_lines_of_another_cluster_is_not_touched() {
    let (one, other) = (cluster("one", "mq.example"), cluster("other", "sub.mq.example"));
    let merged = put(&one, &block(""), Strategy::Zone).unwrap();
    let report = done(&other, &merged, Job::Put(Strategy::Hosts));
    let error = first_error(&report).unwrap();
    assert!(error.code.number == 38 && error.message.contains("mq/one"), "{error:?}");
}

#[test]
fn what_may_surprise_is_said() {
    for (inside, codes) in [
        ("    hosts {\n        10.0.0.9 x\n    }\n", &[39][..]),
        ("    hosts {\n        no_reverse\n        fallthrough\n    }\n", &[39]),
        ("    hosts {\n        10.0.0.1 one-broker-0.mq.example\n        fallthrough\n    }\n", &[35]),
        ("    template ANY ANY mq.EXAMPLE {\n        rcode NXDOMAIN\n    }\n", &[39]),
        ("    template IN A {\n        rcode NXDOMAIN\n    }\n", &[39]),
        ("    template IN MX mq.example\n    template ANY ANY other.example\n", &[]),
        ("    rewrite stop name suffix .example .other.example\n", &[39]),
        ("    rewrite name prefix one- two-\n    rewrite name substring zzz y\n", &[39]),
        ("    rewrite name suffix .example.org .other.example\n    rewrite type ANY HINFO\n", &[]),
        ("    hosts {\n        // names\n        fallthrough\n    }\n", &[39]),
        ("    hosts {\n        fallthrough\n    }\n", &[]),
    ] {
        let report = done(&cluster("one", "mq.example"), &block(inside), Job::Put(Strategy::Hosts));
        let found: Vec<u16> = report.diagnostics.iter().map(|found| found.code.number).collect();
        assert_eq!((report.value.is_some(), found.as_slice()), (true, codes), "{inside}");
    }
    let text = block("") + "import custom/*.server\n";
    let report = done(&cluster("one", "mq.example"), &text, Job::Put(Strategy::Zone));
    assert_eq!(report.diagnostics.iter().map(|found| found.code.number).collect::<Vec<_>>(), [34]);
    let report = done(&cluster("one", ""), &block(""), Job::Remove);
    assert_eq!(report.value, Some(block("")));
    assert_eq!(report.diagnostics.iter().map(|found| found.code.number).collect::<Vec<_>>(), [36]);
}
