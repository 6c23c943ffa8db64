//! A Corefile in the manifests that kubectl prints.

use rmq::coredns::merge::{self, Live};
use rmq::diagnostic::Diagnostics;
use rmq::source::{SourceId, Sources};

fn source() -> SourceId {
    Sources::new().add("stream", "")
}

fn live(stream: &str) -> Result<Live<'_>, Diagnostics> {
    merge::live(source(), stream)
}

const COREFILE: &str = ".:53 {\n    errors\n    reload\n}\n";

fn config_map(value: &str) -> String {
    format!(
        "apiVersion: v1\ndata:\n  Corefile: {value}\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n"
    )
}

const BLOCK: &str = "|\n    .:53 {\n        errors\n        reload\n    }";

#[test]
fn a_block_of_text_keeps_its_lines_and_gets_ours() {
    let stream = config_map(BLOCK);
    let live = live(&stream).unwrap();
    assert_eq!(live.corefile, COREFILE);
    let merged = live.with(".:53 {\n    errors\n    # ours\n    reload\n}\n# more\n").unwrap();
    let want = config_map("|\n    .:53 {\n        errors\n        # ours\n        reload\n    }\n    # more");
    assert_eq!(merged, want);
}

#[test]
fn every_form_of_the_string_is_read_back() {
    let json = serde_json::to_string(COREFILE).unwrap();
    let open = BLOCK.replacen('|', "|-", 1);
    let tail = "# comment\n---\nkind: Service\nmetadata: {name: x}   # kept\n";
    for stream in [
        config_map(&json),
        config_map(&open),
        config_map("'.:53 { errors }'"),
        config_map(BLOCK) + tail,
        "kind: Service\nmetadata: {name:   x}\n---\n".to_owned() + &config_map(BLOCK),
        config_map(BLOCK).replace('\n', "\r\n"),
        format!("{{\"kind\":\"ConfigMap\", \"apiVersion\":\"v1\",  \"data\":{{\"a\":\"b\",\"Corefile\":{json}}}}}"),
        format!("{{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [{{\"kind\": \"ConfigMap\", \"data\": {{\"Corefile\": {json}}}}}]\n}}\n"),
        "apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n  data:\n    Corefile: |\n      a {\n      }\n- kind: Service\n".to_owned(),
    ] {
        let live = self::live(&stream).unwrap();
        let new = live.corefile.clone() + "# ours: \"quoted\"\n";
        let merged = live.with(&new).unwrap();
        assert_eq!(self::live(&merged).unwrap().corefile, new, "{merged}");
        let back = self::live(&merged).unwrap().with(&live.corefile).unwrap();
        assert_eq!(self::live(&back).unwrap().corefile, live.corefile, "{back}");
        if stream.contains('|') && !stream.contains("|-") {
            assert_eq!(back, stream, "a block of text comes back with its bytes");
        }
        if stream.ends_with(tail) {
            assert!(merged.ends_with(tail), "{merged}");
        }
    }
}

#[test]
fn a_document_is_not_written_anew() {
    for value in ["&a |\n    a {\n    }", "!!str |\n    a {\n    }", "|\n    a {\n    }\n  Corefile: |\n    b {\n    }"]
    {
        let stream = config_map(value);
        let found = live(&stream).unwrap().with("other").unwrap_err();
        assert_eq!(found.iter().next().unwrap().code.number, 32, "{value}");
    }
}

#[test]
fn a_text_without_an_object_is_a_corefile() {
    for text in [
        "",
        COREFILE,
        "{\n errors\n}\n",
        "# kind: ConfigMap\n.:53 {\n}\n",
        "kind {\n errors\n}\n",
        "a: {\n errors\n}\n",
    ] {
        assert_eq!(live(text).unwrap().corefile, text);
    }
}

#[test]
fn a_stream_without_the_one_corefile_is_refused_with_what_is_there() {
    let custom = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns-custom, namespace: kube-system}\ndata: {a.server: x}\n";
    let other = config_map(BLOCK).replace("name: coredns\n", "name: other\n");
    for (stream, want) in [
        (
            custom.to_owned(),
            "no ConfigMap with the key `Corefile`; found: ConfigMap kube-system/coredns-custom with a.server",
        ),
        ("kind: Service\nmetadata: {name: x}\n".to_owned(), "found: Service x"),
        ("kind: Secret\ndata: {Corefile: LjojCg==}\n".to_owned(), "found: Secret"),
        ("kind: List\nitems: []\n".to_owned(), "found: nothing"),
        (
            format!("{other}---\n{}", other.replace("name: other", "name: third")),
            "there are 2 Corefiles: ConfigMap kube-system/other; ConfigMap kube-system/third",
        ),
        ("apiVersion: v1\nkind: ConfigMap\ndata:\n  Corefile: |\n    a\n   b\n".to_owned(), ""),
    ] {
        let found = live(&stream).unwrap_err();
        let first = found.iter().next().unwrap();
        assert!(first.message.contains(want) && (want.is_empty() || first.help.is_some()), "{stream}: {first:?}");
    }
    let stream = format!("{other}---\n{}", config_map(BLOCK));
    assert!(live(&stream).unwrap().with("x").unwrap().starts_with(&other), "the one of the cluster DNS is taken");
}
