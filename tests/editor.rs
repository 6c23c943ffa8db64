//! What an editor of values is told: of texts that are whole, broken, and half typed.

#![allow(clippy::disallowed_methods, reason = "an integration test is an edge")]
#![allow(clippy::expect_used, clippy::string_slice, reason = "a test fails by a panic")]
use proptest::prelude::*;
use rmq::editor;
use rmq::yaml::{FieldPath, Node, Value};

/// Returns the path of names and numbers between dots.
fn path(words: &str) -> FieldPath {
    words.split('.').fold(FieldPath::root(), |path, word| match word.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.key(word),
    })
}

fn edited(text: &str, at: &str, value: Option<Value>) -> String {
    let edits = editor::edit(text, &path(at), value.map(Node::generated)).expect("edits");
    rmq::yaml::edit::apply(text, &edits)
}

fn set(text: &str, at: &str, value: impl Into<Value>) -> String {
    edited(text, at, Some(value.into()))
}

fn removed(text: &str, at: &str) -> String {
    edited(text, at, None)
}

#[test]
fn a_value_is_set_where_it_stands_and_comments_stay() {
    let text = "# 我们的集群\nbroker:\n  replicas: 3   # 奇数\n  # groups\n  groups: 1\n";
    assert_eq!(set(text, "broker.replicas", 5), text.replace("3 ", "5 "));
    assert_eq!(set(text, "broker.port", 30011), format!("{text}  port: 30011\n"));
    assert_eq!(set(text, "console.enabled", false), format!("{text}console:\n  enabled: false\n"));
}

#[test]
fn texts_without_values_take_a_first_one() {
    assert_eq!(set("", "mode", "dledger"), "mode: dledger\n");
    assert_eq!(set("# nothing yet\n", "broker.replicas", 5), "# nothing yet\nbroker:\n  replicas: 5\n");
    assert_eq!(set("---\n# nothing yet\n", "mode", "dledger"), "---\n# nothing yet\nmode: dledger\n");
}

#[test]
fn flow_style_and_windows_line_ends_stay_what_they_are() {
    assert_eq!(set("broker: {replicas: 3}\r\n", "broker.groups", 2), "broker: {replicas: 3, \"groups\": 2}\r\n");
    assert_eq!(set("broker:\r\n  replicas: 3\r\n", "broker.groups", 2), "broker:\r\n  replicas: 3\r\n  groups: 2\r\n");
}

#[test]
fn a_wrapped_document_is_changed_below_its_spec() {
    let text = "apiVersion: rmq.dev/v1alpha1\nkind: RocketMQCluster\nspec:\n  mode: dledger\n";
    assert_eq!(set(text, "version", "4.9.7"), format!("{text}  version: \"4.9.7\"\n"));
    assert_eq!(
        editor::given(text)
            .and_then(|node| node.get("mode").cloned())
            .and_then(|mode| mode.as_str().map(str::to_owned))
            .as_deref(),
        Some("dledger")
    );
}

#[test]
fn what_a_removal_leaves_empty_goes_with_it() {
    assert_eq!(removed("mode: dledger\nbroker:\n  jvm:\n    heap: 1Gi\n", "broker.jvm.heap"), "mode: dledger\n");
    assert_eq!(removed("broker:\n  jvm:\n    heap: 1Gi\n  groups: 1\n", "broker.jvm.heap"), "broker:\n  groups: 1\n");
    assert_eq!(removed("nodes:\n- name: a\n- name: b\n", "nodes.0"), "nodes:\n- name: b\n");
    assert_eq!(removed("mode: dledger\nnodes:\n- name: a\n", "nodes.0"), "mode: dledger\n");
    assert_eq!(removed("mode: dledger\n", "console.enabled"), "mode: dledger\n");
}

#[test]
fn rows_grow_at_their_end() {
    let row = || {
        let mut mapping = rmq::yaml::Mapping::new();
        mapping.insert(rmq::yaml::Entry { key: "name".into(), key_location: None, value: Node::generated("b") });
        mapping
    };
    assert_eq!(set("nodes:\n- name: a\n", "nodes.1", row()), "nodes:\n- name: a\n- name: b\n");
    assert_eq!(set("mode: dledger\n", "nodes.0", row()), "mode: dledger\nnodes:\n- name: b\n");
}

#[test]
fn what_cannot_be_changed_in_place_is_refused_with_its_reason() {
    let refused = |text: &str| {
        let found = editor::edit(text, &path("broker.replicas"), Some(Node::generated(5))).expect_err("an edit");
        found.iter().map(|one| format!("{} {}", one.code, one.message)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        refused("broker: [\n"),
        "RMQ061 `broker.replicas` cannot be changed in place: the document cannot be read"
    );
    assert_eq!(
        refused("a: &a {replicas: 3}\nbroker: *a\n"),
        "RMQ061 `broker.replicas` cannot be changed in place: an anchor or alias stands there"
    );
}

/// Returns the labels offered at the mark, and the text after the first one is taken.
fn completed(marked: &str) -> (Vec<String>, String) {
    let offset = marked.find('▮').expect("a mark");
    let text = marked.replace('▮', "");
    let Some(found) = editor::complete(&text, offset) else { return (Vec::new(), text) };
    let first = found.items.first().expect("an item").insert.clone();
    let after = format!("{}{first}{}", &text[..found.range.start], &text[found.range.end..]);
    (found.items.into_iter().map(|item| item.label).collect(), after)
}

#[test]
fn keys_are_offered_where_they_may_stand() {
    for (marked, offered, after) in [
        ("ver▮", "version", "version: "),
        ("# 中文\nbro▮", "broker", "# 中文\nbroker:\n  "),
        ("broker:\n  rep▮", "replicas", "broker:\n  replicas: "),
        ("broker:\n  replicas: 3\n  jvm:\n    he▮", "heap", "broker:\n  replicas: 3\n  jvm:\n    heap: "),
        ("nodes:\n- na▮", "name", "nodes:\n- name: "),
        ("nodes:\n- name: a\n  add▮", "address", "nodes:\n- name: a\n  address: "),
        ("nodes:\n  - name: a\n    add▮", "address", "nodes:\n  - name: a\n    address: "),
        ("nodes:\n- name: a\ncons▮", "console", "nodes:\n- name: a\nconsole:\n  "),
        (
            "broker:\n  groupOverrides:\n    \"1\": {}\n    2:\n      ui▮",
            "uid",
            "broker:\n  groupOverrides:\n    \"1\": {}\n    2:\n      uid: ",
        ),
        (
            "version: 4.9.7\nbroker:\n  config:\n    flushDiskT▮",
            "flushDiskType",
            "version: 4.9.7\nbroker:\n  config:\n    flushDiskType: ",
        ),
        ("kind: RocketMQCluster\nspec:\n  bro▮\n", "broker", "kind: RocketMQCluster\nspec:\n  broker:\n    \n"),
    ] {
        let (labels, text) = completed(marked);
        assert_eq!(labels.first().map(String::as_str), Some(offered), "{marked}");
        assert_eq!(text, after);
    }
}

#[test]
fn values_are_offered_behind_their_keys() {
    for (marked, offered) in [
        ("external:\n  type: ▮", &["none", "nodePort"][..]),
        ("external:\n  type:▮", &["none", "nodePort"]),
        ("console:\n  enabled: ▮", &["true", "false"]),
        ("broker:\n  config:\n    flushDiskType: ▮", &["SYNC_FLUSH", "ASYNC_FLUSH"]),
        ("broker:\n  config:\n    autoCreateTopicEnable: f▮", &["false"]),
    ] {
        let (labels, text) = completed(marked);
        assert!(offered.iter().all(|word| labels.iter().any(|label| label == word)), "{marked}: {labels:?}");
        assert!(text.contains(": "), "{text}");
    }
    assert!(completed("version: ▮").0.contains(&"4.9.7".to_owned()));
}

#[test]
fn what_is_there_already_or_never_may_be_is_not_offered() {
    let offered = |marked: &str| completed(marked).0;
    assert!(
        !offered("broker:\n  replicas: 3\n  ▮\n  groups: 1\n").iter().any(|key| key == "replicas" || key == "groups")
    );
    assert!(!offered("broker:\n  config:\n    ▮").contains(&"brokerIP1".to_owned()), "a derived key");
    // 4.9.7 does not know it, 5.1.4 does.
    let key = "enableDetailStat";
    let of = |version: &str| offered(&format!("version: {version}\nbroker:\n  config:\n    enableSingleTopicRe▮"));
    assert_ne!(of("4.9.7"), of("5.1.4"), "{key}");
    assert!(offered("# bro▮").is_empty());
    assert!(offered("kind: RocketMQCluster\nmetadata:\n  na▮").is_empty());
}

#[test]
fn a_key_is_explained_where_it_stands() {
    let text = "# 中文\nbroker:\n  config:\n    flushDiskType: SYNC_FLUSH\n  replicas: 3\n";
    let at = |word: &str| editor::hover(text, text.find(word).expect("the word") + 1);
    let replicas = at("replicas").expect("a field");
    assert_eq!(
        (&text[replicas.range.clone()], replicas.path.as_str(), replicas.default.as_deref()),
        ("replicas", "broker.replicas", Some("3"))
    );
    assert!(replicas.doc_zh.contains("成员"));
    let key = at("flushDiskType").expect("a key of broker.conf");
    assert_eq!((key.path.as_str(), key.default.as_deref()), ("broker.config.flushDiskType", Some("ASYNC_FLUSH")));
    assert_eq!((at("SYNC_FLUSH"), at("中文")), (None, None));
}

#[test]
fn a_value_is_found_or_what_is_around_it() {
    let text = "# 中文\nbroker:\n  replicas: 3\n";
    let found = |at: &str| editor::place(text, &path(at)).map(|range| text[range].trim_end());
    assert_eq!(found("broker.replicas"), Some("3"));
    assert_eq!(found("broker.groups"), Some("replicas: 3"));
    assert_eq!(editor::place("a: [", &path("a")), None);
}

#[test]
fn the_table_of_fields_is_that_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&rmq::values::schema()).expect("JSON");
    let properties = schema["properties"].as_object().expect("an object");
    let mut names: Vec<&str> = editor::fields().iter().map(|field| field.name).collect();
    names.sort_unstable();
    assert_eq!(names, properties.keys().map(String::as_str).collect::<Vec<_>>());
    let broker = editor::fields().into_iter().find(|field| field.name == "broker").expect("broker");
    let replicas = broker.fields.iter().find(|field| field.name == "replicas").expect("replicas");
    assert_eq!(
        (replicas.r#type, replicas.min, replicas.max, &replicas.default),
        ("number", Some(1), Some(9), &Some(Value::Int(3)))
    );
    assert!(!replicas.doc_zh.is_empty());
}

fn examples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("examples").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).expect("an example")).collect();
    texts.push(
        "# 中文 🚀\r\nnodes:\r\n- {name: 甲, address: 10.0.0.1}\r\nbroker:\r\n  config:\r\n    键: 值\r\n".to_owned(),
    );
    texts
}

/// Asks everything at one place of a text, and checks that all places in the answers are places of the text.
fn ask(text: &str, offset: usize) {
    let is_place = |at: usize| text.is_char_boundary(at) && at <= text.len();
    if let Some(found) = editor::complete(text, offset) {
        assert!(is_place(found.range.start) && is_place(found.range.end) && found.range.start <= offset);
    }
    if let Some(found) = editor::hover(text, offset) {
        assert!(is_place(found.range.start) && is_place(found.range.end));
    }
}

#[test]
fn every_stage_of_typing_every_example_is_answered() {
    for text in examples() {
        let boundaries = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
        for end in boundaries {
            let typed = &text[..end];
            ask(typed, end);
            ask(typed, 0);
            let _ = editor::given(typed);
        }
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            ask(&text, offset);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a form sets is what the text then gives, and every line that it did not touch is still there.
    #[test]
    fn an_edit_reads_back_and_touches_no_other_line(
        example in 0..7_usize,
        at in prop::sample::select(vec!["broker.replicas", "broker.config.flushDiskType", "console.enabled", "nodes.0.name", "timezone", "image.registry", "broker.jvm.heap"]),
        word in "[a-z0-9:#'\"\\[{ -]{0,12}",
    ) {
        let text = &examples()[example];
        let Ok(edits) = editor::edit(text, &path(at), Some(Node::generated(word.as_str()))) else {
            // Only a list that is not there has no item.
            prop_assert!(false, "{at} of {text}");
            return Ok(());
        };
        let after = rmq::yaml::edit::apply(text, &edits);
        let given = editor::given(&after).expect("a readable text");
        prop_assert_eq!(given.at(&path(at)).and_then(Node::as_str), Some(word.as_str()));
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(comments(&after), comments(text));
        let lost = text.lines().filter(|line| !after.lines().any(|kept| kept == *line)).count();
        prop_assert!(lost <= 1, "{lost} lines of {text} are lost in {after}");
    }

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,80}|([ a-z:\\-\n#{}]|中|🚀){0,60}", seed in 0..400_usize) {
        let offset = (0..=seed.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        ask(&text, offset);
        let _ = editor::edit(&text, &path("broker.replicas"), Some(Node::generated(5)));
        let _ = editor::edit(&text, &path("broker.replicas"), None);
        let _ = editor::place(&text, &path("broker.replicas"));
    }
}
