//! Input that means harm: it is refused or read, quickly and within bounds.

#![expect(clippy::format_collect, reason = "tests need not be fast")]

use rmq::source::{Sources, Span};
use rmq::yaml::{self, Duplicates, Node};

fn parse(text: &str) -> Result<Node, String> {
    let source = Sources::new().add("hostile", text);
    yaml::parse(source, text, Span::new(0, text.len()), Duplicates::Refuse).map_err(|diagnostics| {
        let first = diagnostics.iter().next().unwrap();
        let location = first.location.unwrap();
        assert!(text.get(location.span.range()).is_some(), "{first:?}");
        assert!(first.help.is_some(), "{first:?}");
        format!("{} {} at {}", first.code, first.message, location.span.start)
    })
}

#[test]
fn deep_nesting_is_refused() {
    for text in ["[".repeat(300_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
        let error = parse(&text).unwrap_err();
        assert!(error.contains("nested more than 1,000 levels") || error.contains("not closed"), "{error}");
    }
    let block: String = (0..3000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert!(parse(&block).unwrap_err().contains("1,000 levels"));
    let mixed = format!("{}{}x", "- ".repeat(900), "[".repeat(900));
    assert!(parse(&(mixed + &"]".repeat(900))).unwrap_err().contains("1,000 levels"));
}

#[test]
fn nesting_through_aliases_is_refused() {
    let chain: String = (1..5000).map(|number| format!("a{number}: &a{number} [*a{}]\n", number - 1)).collect();
    let error = parse(&format!("a0: &a0 x\n{chain}")).unwrap_err();
    assert!(error.contains("1,000 levels") || error.contains("aliases"), "{error}");
}

#[test]
fn allowed_depth_is_read_written_and_dropped() {
    let text = format!("{}x{}", "[".repeat(998), "]".repeat(998));
    let node = parse(&text).unwrap();
    assert!(parse(&yaml::write::document(&node)).unwrap().is_same(&node));
    assert_eq!(parse(&yaml::write::flow(&node)).unwrap().clone(), parse(&text.replace('x', "\"x\"")).unwrap());
}

#[test]
fn copies_are_bounded() {
    let long = "x".repeat(1 << 20);
    let text = format!("a: &a {long}\nb: [{}]\n", vec!["*a"; 1000].join(", "));
    assert!(parse(&text).unwrap_err().contains("64 MiB"));
    let anchors: String = (0..900).map(|number| format!("&a{number} [")).collect();
    let text = format!("{anchors}{long}{}", "]".repeat(900));
    assert!(parse(&text).unwrap_err().contains("64 MiB"));
}

#[test]
fn large_documents_are_read() {
    let text: String = (0..200_000).map(|number| format!("key{number}: {number}\n")).collect();
    assert_eq!(parse(&text).unwrap().as_mapping().unwrap().len(), 200_000);
    let comments = "# x\n".repeat(100_000);
    assert!(parse(&(comments + "a: 1\n")).is_ok());
}

#[test]
fn messages_say_what_to_do() {
    for (text, want) in [
        ("a:\n\tb: 1\n", "RMQ001 a tab stands where YAML takes only spaces at 3"),
        ("a: 1\nb: 2\na: 3\n", "RMQ002 the key `a` stands twice in one mapping at 10"),
        ("a: \"x\\d\"\n", "RMQ001 the double-quoted text holds an escape that YAML does not know at 5"),
        ("a: b: c\n", "RMQ001 a `: ` stands where no key is expected at 4"),
        ("a: [1\n", "RMQ001 a bracket is not closed at 3"),
        ("a: \"x\n", "RMQ001 the quoted text does not end at 3"),
        ("a: @x\n", "RMQ001 no plain text begins with this character at 3"),
        ("a: .nan\n", "RMQ001 Kubernetes has no value for infinity or `.nan` at 3"),
        ("a: *x\n", "RMQ001 the alias names no anchor that stands before it at 3"),
        ("a: {{ .x }}\n", "RMQ001 a key is a list or a mapping at 4"),
        ("%YAML 1.1\n---\na: 1\n", "RMQ001 Kubernetes does not read YAML directives at 0"),
        (
            "a\u{2028}: 1\n",
            "RMQ001 the invisible character U+2028 is a line break to Kubernetes, but not to other readers at 1",
        ),
        ("a\nb: 1\n", "RMQ001 a `: ` stands where no key is expected at 3"),
        ("a: 1\n  b: 2\n", "RMQ001 a `: ` stands where no key is expected at 8"),
        ("a:\n    b: 1\n  c: 2\n", "RMQ001 this line is no `key: value` pair at 14"),
        ("a: 1\n- b\n", "RMQ001 this line is no `key: value` pair at 7"),
        ("- a\nb: 1\n", "RMQ001 this line is no item of the list above it at 4"),
        ("a: \"x\" y\n", "RMQ001 text follows the closing quote at 7"),
        ("a: %x\n", "RMQ001 no plain text begins with this character at 3"),
        ("a: 1\nb\nc: 2\n", "RMQ001 this line is no `key: value` pair at 5"),
        ("a: - b\n", "RMQ001 a list cannot begin on the line of its key at 3"),
        ("a: [b}\n", "RMQ001 mismatched bracket '[' closed by '}' at 3"),
        ("a: \"\\u12\"\n", "RMQ001 did not find expected hexadecimal number at 3"),
        ("a: |\n    \n  x\n", "RMQ001 wrongly indented line in block scalar at 12"),
        ("a: x\n\tb\n", "RMQ001 a tab stands where YAML takes only spaces at 5"),
    ] {
        assert_eq!(parse(text).unwrap_err(), want, "{text:?}");
    }
}
