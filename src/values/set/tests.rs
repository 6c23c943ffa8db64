use proptest::prelude::*;

use super::*;
use crate::source::Sources;
use crate::yaml::Mapping;

fn set(base: &str, text: &str, reading: &Reading) -> Result<String, Diagnostics> {
    let base: Node = serde_json::from_str(base).expect("a tree");
    let mut tree = base.as_mapping().expect("a mapping").clone();
    let source = Sources::new().add("--set[0]", text);
    apply(&mut tree, text, source, reading)?;
    Ok(serde_json::to_string(&tree).expect("JSON"))
}

fn check(rows: &[(&str, &str, Option<&str>)], reading: &Reading) {
    for (base, text, want) in rows {
        let got = set(base, text, reading);
        assert_eq!(got.as_deref().ok(), *want, "{text}: {got:?}");
    }
}

#[test]
fn scalars() {
    check(
        &[
            ("{}", "", Some("{}")),
            ("{}", "a=1", Some(r#"{"a":1}"#)),
            ("{}", "a=b", Some(r#"{"a":"b"}"#)),
            ("{}", "a=", Some(r#"{"a":""}"#)),
            ("{}", "a=,b=c", Some(r#"{"a":"","b":"c"}"#)),
            ("{}", "a=1,b=2", Some(r#"{"a":1,"b":2}"#)),
            ("{}", "a=1,b=2,", Some(r#"{"a":1,"b":2}"#)),
            ("{}", "a=null,f=false,t=true", Some(r#"{"a":null,"f":false,"t":true}"#)),
            ("{}", "a=NULL,f=False,t=TRUE", Some(r#"{"a":null,"f":false,"t":true}"#)),
            ("{}", "a=yes", Some(r#"{"a":"yes"}"#)),
            ("{}", "a=~", Some(r#"{"a":"~"}"#)),
            ("{}", "a=0", Some(r#"{"a":0}"#)),
            ("{}", "a=00009", Some(r#"{"a":"00009"}"#)),
            ("{}", "a=0123", Some(r#"{"a":"0123"}"#)),
            ("{}", "a=0x1F", Some(r#"{"a":"0x1F"}"#)),
            ("{}", "a=1234567890", Some(r#"{"a":1234567890}"#)),
            ("{}", "a=-5", Some(r#"{"a":-5}"#)),
            ("{}", "a=+5", Some(r#"{"a":5}"#)),
            ("{}", "a=9223372036854775807", Some(r#"{"a":9223372036854775807}"#)),
            ("{}", "a=9223372036854775808", Some(r#"{"a":"9223372036854775808"}"#)),
            ("{}", "a=1.5", Some(r#"{"a":"1.5"}"#)),
            ("{}", "a=1e3", Some(r#"{"a":"1e3"}"#)),
            ("{}", "a=1_000", Some(r#"{"a":"1_000"}"#)),
            ("{}", "a= 1", Some(r#"{"a":" 1"}"#)),
            ("{}", "a=one two three,b=three two one", Some(r#"{"a":"one two three","b":"three two one"}"#)),
            ("{}", "a=b=c", Some(r#"{"a":"b=c"}"#)),
            ("{}", "a=b.c[0]", Some(r#"{"a":"b.c[0]"}"#)),
            ("{}", "a=中文", Some(r#"{"a":"中文"}"#)),
            ("{}", "a b=c", Some(r#"{"a b":"c"}"#)),
            (r#"{"a":1,"b":2}"#, "a=3", Some(r#"{"a":3,"b":2}"#)),
            (r#"{"a":{"b":1}}"#, "a=3", Some(r#"{"a":3}"#)),
        ],
        &Reading::Typed,
    );
}

#[test]
fn escapes() {
    check(
        &[
            ("{}", r"a=one\,two,b=three\,four", Some(r#"{"a":"one,two","b":"three,four"}"#)),
            ("{}", r"a=one\=two,b=three\=four", Some(r#"{"a":"one=two","b":"three=four"}"#)),
            ("{}", r"a\.b=c", Some(r#"{"a.b":"c"}"#)),
            ("{}", r"a\.b/c.d=e", Some(r#"{"a.b/c":{"d":"e"}}"#)),
            ("{}", r"a\[0]=c", Some(r#"{"a[0]":"c"}"#)),
            ("{}", r"a\=b=c", Some(r#"{"a=b":"c"}"#)),
            ("{}", r"a\,b=c", Some(r#"{"a,b":"c"}"#)),
            ("{}", r"a=b\\c", Some(r#"{"a":"b\\c"}"#)),
            ("{}", r"a=b\nc", Some(r#"{"a":"bnc"}"#)),
            ("{}", r"a=b\", Some(r#"{"a":"b"}"#)),
            ("{}", r"a=\{b}", Some(r#"{"a":"{b}"}"#)),
            ("{}", r"a={b\,c,d\}}", Some(r#"{"a":["b,c","d}"]}"#)),
        ],
        &Reading::Typed,
    );
}

#[test]
fn paths() {
    check(
        &[
            ("{}", "a.b=c", Some(r#"{"a":{"b":"c"}}"#)),
            ("{}", "a.b.c=d", Some(r#"{"a":{"b":{"c":"d"}}}"#)),
            ("{}", "a.b=1,a.c=2", Some(r#"{"a":{"b":1,"c":2}}"#)),
            ("{}", "a.b=1,a.c.d=2", Some(r#"{"a":{"b":1,"c":{"d":2}}}"#)),
            ("{}", "a.b=", Some(r#"{"a":{"b":""}}"#)),
            ("{}", "a={b,c}", Some(r#"{"a":["b","c"]}"#)),
            ("{}", "a={b,c},d={e}", Some(r#"{"a":["b","c"],"d":["e"]}"#)),
            ("{}", "a={1021,902,true,null}", Some(r#"{"a":[1021,902,true,null]}"#)),
            ("{}", "a={}", Some(r#"{"a":[""]}"#)),
            ("{}", "a={b,}", Some(r#"{"a":["b",""]}"#)),
            ("{}", "a={b}c=d", Some(r#"{"a":["b"],"c":"d"}"#)),
            ("{}", "a.b={c}", Some(r#"{"a":{"b":["c"]}}"#)),
            ("{}", "a[0]=b", Some(r#"{"a":["b"]}"#)),
            ("{}", "a[0]=", Some(r#"{"a":[""]}"#)),
            ("{}", "a[0]=b,a[1]=c,", Some(r#"{"a":["b","c"]}"#)),
            ("{}", "a[0]=b,a[3]=c", Some(r#"{"a":["b",null,null,"c"]}"#)),
            ("{}", "a[+1]=c", Some(r#"{"a":[null,"c"]}"#)),
            ("{}", "a[0].b=c", Some(r#"{"a":[{"b":"c"}]}"#)),
            ("{}", "a[0].b=c,a[0].d=e", Some(r#"{"a":[{"b":"c","d":"e"}]}"#)),
            ("{}", "a[0][0]=1", Some(r#"{"a":[[1]]}"#)),
            ("{}", "a[1][1]=1", Some(r#"{"a":[null,[null,1]]}"#)),
            ("{}", "a[0]={b,c}", Some(r#"{"a":[["b","c"]]}"#)),
            ("{}", "a[0][0].b=1,a[1][0].c=2", Some(r#"{"a":[[{"b":1}],[{"c":2}]]}"#)),
            ("{}", "a.b[1].c=d,a.b[0].c=d", Some(r#"{"a":{"b":[{"c":"d"},{"c":"d"}]}}"#)),
            ("{}", "a.b[1].c=d", Some(r#"{"a":{"b":[null,{"c":"d"}]}}"#)),
            (r#"{"a":[1,2]}"#, "a[0]=3", Some(r#"{"a":[3,2]}"#)),
            (r#"{"a":[1,2]}"#, "a[0].b=3", Some(r#"{"a":[{"b":3},2]}"#)),
            (r#"{"a":[[{"b":"old"}]]}"#, "a[0][1][0].c=1", Some(r#"{"a":[[{"b":"old"},[{"c":1}]]]}"#)),
            (r#"{"a":[[{"b":"old"}]]}"#, "a[0][0][0].c=1", None),
            (r#"{"a":{"b":1,"c":2}}"#, "a.b=3,a.d=4", Some(r#"{"a":{"b":3,"c":2,"d":4}}"#)),
            (r#"{"a":null}"#, "a.b=1", Some(r#"{"a":{"b":1}}"#)),
            (r#"{"a":null}"#, "a[0]=1", Some(r#"{"a":[1]}"#)),
        ],
        &Reading::Typed,
    );
}

#[test]
fn refused() {
    let deep = format!("{}a=1", "a.".repeat(31));
    let deep_list = format!("a{}=1", "[0]".repeat(31));
    check(
        &[
            ("{}", "a", None),
            ("{}", "a,b=", None),
            ("{}", "a,b=c", None),
            ("{}", "a=1,,,b=2", None),
            ("{}", "a.b", None),
            ("{}", "a.b,a.c", None),
            ("{}", "a.=b", None),
            ("{}", "a.,b", None),
            ("{}", "a..b=1", None),
            ("{}", "a={1021,902", None),
            ("{}", "a={b}c", None),
            ("{}", "a[-30].b=c", None),
            ("{}", "a[0]=b,a[-20]=c", None),
            ("{}", "a[65537]=b", None),
            ("{}", "a[x]=b", None),
            ("{}", "a[]=b", None),
            ("{}", "a[0=b", None),
            ("{}", "a[0]name.b=c", None),
            ("{}", "a[0],b=c", None),
            ("{}", "]={}].", None),
            ("{}", &deep, None),
            ("{}", &deep_list, None),
            (r#"{"a":1}"#, "a.b=1", None),
            (r#"{"a":1}"#, "a[0]=1", None),
            (r#"{"a":[1]}"#, "a.b=1", None),
            (r#"{"a":{"b":1}}"#, "a[0]=1", None),
            // Helm drops these without a word.
            ("{}", "=1", None),
            ("{}", ".a=1", None),
            ("{}", "[0]=1", None),
            ("{}", "a.", None),
            ("{}", "a[0]", None),
        ],
        &Reading::Typed,
    );
}

#[test]
fn thirty_levels_are_accepted() {
    let text = format!("{}a=1", "a.".repeat(30));
    assert!(set("{}", &text, &Reading::Typed).is_ok());
}

#[test]
fn texts() {
    check(
        &[
            ("{}", "a=1234567890", Some(r#"{"a":"1234567890"}"#)),
            ("{}", "a=true,b=null,c=0", Some(r#"{"a":"true","b":"null","c":"0"}"#)),
            ("{}", "a={1,2}", Some(r#"{"a":["1","2"]}"#)),
            (r#"{"a":{"b":"x","c":"y"}}"#, "a.b=1,a.d=3", Some(r#"{"a":{"b":"1","c":"y","d":"3"}}"#)),
        ],
        &Reading::Text,
    );
}

#[test]
fn json() {
    check(
        &[
            (
                r#"{"a":{"b":"x","c":"y"}}"#,
                r#"a.b="1",a.d=3,a.e=true,a.f="true""#,
                Some(r#"{"a":{"b":"1","c":"y","d":3,"e":true,"f":"true"}}"#),
            ),
            (r#"{"a":{"x":1}}"#, r#"a={"b":[1,2.5]}"#, Some(r#"{"a":{"b":[1,2.5]}}"#)),
            (r#"{"a":{"x":1}}"#, r#"a=,b={"c":[1,2,3]},b.c[1]=null"#, Some(r#"{"a":null,"b":{"c":[1,null,3]}}"#)),
            ("{}", "a= 1 , b=2", Some(r#"{"a":1," b":2}"#)),
            ("{}", r#"a[0]={"b":1},a[1]="#, Some(r#"{"a":[{"b":1},null]}"#)),
            (r#"{"a":{"b":1}}"#, r#" {"a":{"c":2}}"#, Some(r#"{"a":{"b":1,"c":2}}"#)),
            ("{}", r#"a={"b":1}]"#, None),
            ("{}", "a=b", None),
            ("{}", r#"a={"b""#, None),
            ("{}", r#"{"a":1"#, None),
            ("{}", r#"{"a":1},b=2"#, None),
        ],
        &Reading::Json,
    );
}

#[test]
fn files() {
    let contents = [("p1".to_owned(), "one\n".to_owned()), ("p2".to_owned(), "two".to_owned())];
    check(
        &[
            ("{}", "a=p1", Some(r#"{"a":"one\n"}"#)),
            ("{}", "a.b[0]=p2,c={p1,p2}", Some(r#"{"a":{"b":["two"]},"c":["one\n","two"]}"#)),
            ("{}", "a=p3", None),
        ],
        &Reading::File(&contents),
    );
    assert_eq!(file_paths(r"a=p1,b={p2,p\,3}").expect("paths"), ["p1", "p2", "p,3"]);
    assert!(file_paths("a").is_err());
}

#[test]
fn every_leaf_knows_its_bytes() {
    let text = r"a.b\.c[0]=x\,y,d={1,2}";
    let mut sources = Sources::new();
    let source = sources.add("--set[0]", text);
    let mut tree = Mapping::new();
    apply(&mut tree, text, source, &Reading::Typed).expect("a tree");
    let slice = |node: &Node| node.location.and_then(|location| sources.slice(location)).map(str::to_owned);
    let inner = tree.get("a").and_then(|entry| entry.value.as_mapping()?.get("b.c")).expect("b.c");
    assert_eq!(inner.key_location.and_then(|location| sources.slice(location)), Some(r"b\.c"));
    assert_eq!(slice(&inner.value.as_sequence().expect("a list")[0]).as_deref(), Some(r"x\,y"));
    let list = &tree.get("d").expect("d").value;
    assert_eq!(slice(list).as_deref(), Some("{1,2}"));
    assert_eq!(slice(&list.as_sequence().expect("a list")[1]).as_deref(), Some("2"));
}

proptest! {
    #[test]
    fn no_expression_panics(text in r#"([ab.=\[\]{},"\\019 -]|\PC){0,40}"#, base in 0..3_usize) {
        let base = [r#"{"a":[{"b":1}]}"#, r#"{"a":{"b":[0]}}"#, r#"{"a":1}"#][base];
        for reading in [Reading::Typed, Reading::Text, Reading::Json, Reading::File(&[])] {
            let _ = set(base, &text, &reading);
        }
        let _ = file_paths(&text);
    }
}
