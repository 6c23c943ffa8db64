use super::*;

fn call(words: &str) -> Call {
    Call { words: words.split(' ').map(OsString::from).collect(), environment: Vec::new() }
}

fn found(call: &Call) -> Vec<(String, Use)> {
    named(call).into_iter().map(|named| (named.path.to_string_lossy().into_owned(), named.used)).collect()
}

#[test]
fn every_way_to_name_a_file_is_seen() {
    for (words, want) in [
        ("rmq render -f a.yaml", &[("a.yaml", Use::Read)][..]),
        ("rmq render mq -fa.yaml -f=b.yaml", &[("a.yaml", Use::Read), ("b.yaml", Use::Read)]),
        ("rmq render -qf a.yaml --values b --values=c", &[("a.yaml", Use::Read), ("b", Use::Read), ("c", Use::Read)]),
        ("rmq -q --message-format json render -f ../a", &[("../a", Use::Read)]),
        ("rmq images --set-file a=p1,b={p2,p3}", &[("p1", Use::Read), ("p2", Use::Read), ("p3", Use::Read)]),
        ("rmq render --output-dir out", &[("out", Use::Filled)]),
        ("rmq init --name x values.yaml", &[("values.yaml", Use::Written)]),
        ("rmq init -- -f", &[("-f", Use::Written)]),
        ("rmq coredns merge -f v Corefile", &[("v", Use::Read), ("Corefile", Use::Read)]),
        ("rmq -q coredns merge mq --diff conf/Corefile -n a", &[("conf/Corefile", Use::Read)]),
        ("rmq post-render m --config c --report r", &[("m", Use::Read), ("c", Use::Read), ("r", Use::Written)]),
    ] {
        let want: Vec<(String, Use)> = want.iter().map(|(path, used)| ((*path).to_owned(), *used)).collect();
        assert_eq!(found(&call(words)), want, "{words}");
    }
}

#[test]
fn what_names_no_file_opens_none() {
    for words in [
        "rmq",
        "rmq render",
        "rmq render -f -",
        "rmq render mq -n a --set x=/etc/passwd --only b -o yaml",
        "rmq render --context /etc/passwd",
        "rmq --message-format /etc/passwd render",
        "rmq init --registry /etc/passwd --schema /etc/passwd",
        "rmq images /etc/passwd",
        "rmq version /etc/passwd",
        "rmq coredns -f /etc/passwd",
        "rmq coredns merge /etc/passwd -",
        "rmq coredns nothing -f /etc/passwd",
        "rmq nothing -f /etc/passwd",
        "rmq __complete render -f /etc/passwd",
        "rmq render -f",
        "rmq render --set-file a",
    ] {
        assert_eq!(found(&call(words)), [], "{words}");
    }
}

#[test]
fn a_variable_names_the_report_of_the_command_that_has_one() {
    let environment = vec![("RMQ_REPORT".into(), "r.txt".into()), ("LANG".into(), "/etc/passwd".into())];
    let with = |words: &str| Call { environment: environment.clone(), ..call(words) };
    assert_eq!(found(&with("rmq post-render")), [("r.txt".to_owned(), Use::Written)]);
    assert_eq!(found(&with("rmq render")), []);
    assert!(variables().any(|name| name == "NO_COLOR") && !variables().any(|name| name == "HOME"));
}
