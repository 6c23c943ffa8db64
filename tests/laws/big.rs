//! Big streams of others, composed by code.

use crate::{FULL, QUICK, harden, images, run};

/// Returns streams without an image, by name.
fn streams() -> Vec<(&'static str, String)> {
    let map = |name: usize, value: &str| {
        format!("---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a{name}\ndata:\n  a: {value}\n")
    };
    let many = |count: usize, value: &str| (0..count).map(|name| map(name, value)).collect::<String>();
    let description = "  Long words: with colons, # marks and \"quotes\".\n".repeat(400);
    let certificate =
        format!("|\n    -----BEGIN CERTIFICATE-----\n    {}\n    -----END CERTIFICATE-----", "QUJD".repeat(16));
    vec![
        ("long descriptions", many(100, &format!("|\n  {}", description.replace('\n', "\n  ").trim_end()))),
        ("scripts", many(200, "|-\n    #!/bin/sh\n    cat <<EOF\n      $(a) \\\\n \\t\n    EOF")),
        ("certificates", many(200, &certificate)),
        ("json", "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"a\": \"1\"}}\n---\n".repeat(200)),
        ("anchors", many(200, "&a b\n  <<: {c: d}\n  e: *a")),
        ("crlf", many(200, "'b'").replace('\n', "\r\n")),
        ("no final newline", many(200, "b").trim_end().to_owned()),
        ("byte order mark", "\u{feff}".to_owned() + &many(200, "b")),
        ("separators in texts", many(200, "|\n    ---\n    a: b\n    ...")),
        ("odd line breaks", many(200, "\"b\u{85}c\u{2028}d\u{2029}e\"")),
        ("chinese", many(200, "消息队列：中文 # 注释")),
        ("ten thousand documents", many(10_000, "y")),
    ]
}

#[test]
fn streams_of_others_keep_their_bytes() {
    for (name, stream) in streams() {
        assert!(run(QUICK, &stream, &harden()).as_ref() == Some(&stream), "{name}: quick");
        let is_huge = stream.len() > 600_000;
        if !is_huge {
            assert!(run(FULL, &stream, &harden()).as_ref() == Some(&stream), "{name}: full");
            assert!(run(FULL, &stream, &images()).as_ref() == Some(&stream), "{name}: images");
        }
    }
}
