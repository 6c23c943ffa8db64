//! What is offered and explained at a place; `▮` marks the cursor.

use rmq::editor;

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
        (
            "broker:\n  groupOverrides:\n    \"1\":\n      ui▮",
            "uid",
            "broker:\n  groupOverrides:\n    \"1\":\n      uid: ",
        ),
        ("'broker':\n  rep▮", "replicas", "'broker':\n  replicas: "),
        ("broker:\n  replicas: 3\n  conf▮ig:\n", "config", "broker:\n  replicas: 3\n  config:\n"),
        ("broker:\n  rep▮: 3 # 奇数\n", "replicas", "broker:\n  replicas: 3 # 奇数\n"),
        ("# 🚀 中文\r\nbro▮\r\n", "broker", "# 🚀 中文\r\nbroker:\r\n  \r\n"),
        ("mode: dledger\n---\nmo▮", "mode", "mode: dledger\n---\nmode: "),
        (
            "kind: ConfigMap\n---\nkind: RocketMQCluster\nspec:\n    nodes:\n    -   na▮",
            "name",
            "kind: ConfigMap\n---\nkind: RocketMQCluster\nspec:\n    nodes:\n    -   name: ",
        ),
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
    for (marked, after) in [
        ("mode: dl▮xyz # 模式\n", "mode: dledger # 模式\n"),
        ("version: \"4.9.7▮\"\n", "version: \"4.9.7\"\n"),
        ("version: '5.5▮", "version: '5.5.0"),
        ("console: # 中\n  enabled:▮\r\n", "console: # 中\n  enabled: true\r\n"),
    ] {
        assert_eq!(completed(marked).1, after, "{marked}");
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
    let key = || vec!["enableSingleTopicRegister".to_owned()];
    let config = "broker:\n  config:\n    enableSingleTopicRe▮";
    assert_eq!(offered(&format!("version: 4.9.7\n{config}")), Vec::<String>::new());
    assert_eq!(offered(&format!("version: '5.1.4' # 版本\n{config}")), key());
    assert_eq!(offered(&format!("image:\n  version: 4.9.7\nversion: 5.1.4\n{config}")), key());
    let wrapped = |version: &str| {
        let broker = "broker:\n        config:\n            enableSingleTopicRe▮";
        offered(&format!("kind: RocketMQCluster\nspec:\n    version: {version}\n    {broker}"))
    };
    assert_eq!((wrapped("4.9.7"), wrapped("5.1.4")), (Vec::new(), key()));
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
    let text = "mode: dledger\n---\nkind: RocketMQCluster # 🚀\r\nspec:\r\n  \"broker\":\r\n    replicas: 3\r\n";
    let found = editor::hover(text, text.len() - 6).expect("a field behind a divider");
    assert_eq!((&text[found.range.clone()], found.path.as_str()), ("replicas", "broker.replicas"));
}
