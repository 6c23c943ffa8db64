//! Words of RocketMQ in every form that YAML has for a text.

use proptest::prelude::*;

use crate::{FULL, QUICK, harden, images, run};

/// Returns a text in one of the forms, as the value of a key that stands eight blanks deep.
fn scalar(text: &str, form: u8) -> String {
    let escaped = |write: fn(u32) -> String| text.chars().map(|c| write(u32::from(c))).collect::<String>();
    match form {
        0 => text.to_owned(),
        1 => format!("'{text}'"),
        2 => format!("\"{text}\""),
        3 => format!("\"{}\"", escaped(|c| format!("\\x{c:02x}"))),
        4 => format!("\"{}\"", escaped(|c| format!("\\u{c:04x}"))),
        5 => format!("\"{}\"", escaped(|c| format!("\\U{c:08X}"))),
        6 => format!("\"{}\"", text.replacen('q', "\\\n            q", 1)),
        7 => format!(">-\n            {text}"),
        8 => format!("|-\n            {text}"),
        9 => format!("!!str {text}"),
        10 => format!("&a {text}"),
        11 => "!!binary YXBhY2hlL3JvY2tldG1xOjUuMy4z".to_owned(),
        _ => format!("{text} # comment"),
    }
}

fn document() -> impl Strategy<Value = String> {
    let image = prop::sample::select(vec!["apache/rocketmq:5.3.3", "nginx:1", "Apache/RocketMQ:4.9.7", "busybox"]);
    let command = prop::sample::select(vec!["mqnamesrv", "mqbroker", "sleep"]);
    (image, command, 0..13_u8, 0..13_u8, 0..6_u8).prop_map(|(image, command, one, two, shape)| {
        let (image_text, command_text) = (scalar(image, one), scalar(command, if two == 10 || two == 11 { 0 } else { two }));
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n  template:\n    metadata: {{labels: {{a: b}}}}\n    spec:\n      containers:\n      - name: a\n        image: {image_text}\n        command:\n        - sh\n        - {command_text}\n"
        );
        match shape {
            0 => text.replace('\n', "\r\n"),
            1 => format!("{{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {{\"name\": \"a\"}}, \"spec\": {{\"containers\": [{{\"name\": \"a\", \"image\": \"{image}\"}}]}}}}\n"),
            2 => text.replace("image:", "image: old\n        image:"),
            3 => text.replace("      containers:", "      ? containers\n      :"),
            4 => text + "...\n",
            _ => text,
        }
    })
}

fn stream() -> impl Strategy<Value = String> {
    let separator =
        prop::sample::select(vec!["---\n", "--- # comment\n", "---\n# Source: a/templates/b.yaml\n", "---\n---\n"]);
    let part = (separator, document()).prop_map(|(separator, document)| format!("{separator}{document}"));
    (any::<bool>(), prop::collection::vec(part, 1..4))
        .prop_map(|(has_mark, parts)| if has_mark { format!("\u{feff}{}", parts.concat()) } else { parts.concat() })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn the_quick_way_is_the_whole_way_and_twice_is_once(stream in stream()) {
        for config in [images(), harden()] {
            let once = run(QUICK, &stream, &config);
            prop_assert_eq!(&once, &run(FULL, &stream, &config));
            if let Some(once) = once {
                prop_assert_eq!(run(QUICK, &once, &config), Some(once));
            }
        }
    }
}
