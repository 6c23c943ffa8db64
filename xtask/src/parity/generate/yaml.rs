//! Values as YAML text, in several ways of writing the same.

use serde_json::Value;

/// A way of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Indented blocks.
    Block,
    /// The same with comments and the line ends of Windows.
    Windows,
    /// One line of JSON.
    Flow,
}

/// Returns the text of a mapping.
pub fn write(value: &Value, style: Style) -> String {
    match style {
        Style::Flow => format!("{value}\n"),
        Style::Block => block(value),
        Style::Windows => format!("# 值 – values\n{}", block(value)).replace('\n', "\r\n"),
    }
}

fn block(value: &Value) -> String {
    let mut text = String::new();
    write_block(value, 0, &mut text);
    text
}

/// Writes a mapping or a list that is not empty on lines of its own, anything else on one line.
fn write_block(value: &Value, indent: usize, text: &mut String) {
    let pad = "  ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                text.extend([pad.as_str(), &scalar(&Value::String(key.clone())), ":"]);
                write_nested(value, indent, text);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for value in list {
                text.extend([pad.as_str(), "-"]);
                write_nested(value, indent, text);
            }
        }
        _ => text.extend([pad.as_str(), &scalar(value), "\n"]),
    }
}

fn write_nested(value: &Value, indent: usize, text: &mut String) {
    let is_empty = match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => true,
    };
    if is_empty {
        text.extend([" ", &scalar(value), "\n"]);
    } else {
        text.push('\n');
        write_block(value, indent + 1, text);
    }
}

/// JSON, which is YAML; without quotes where that surely reads back as the same text.
fn scalar(value: &Value) -> String {
    match value.as_str() {
        Some(text) if is_plain(text) => text.to_owned(),
        _ => value.to_string(),
    }
}

fn is_plain(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(word)
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_style_holds_the_same_values() {
        let value = json!({"a": {"b": [1, "x", {"c": "yes"}], "d": {}}, "e 1": "04"});
        let want = "a:\n  b:\n    - 1\n    - x\n    -\n      c: \"yes\"\n  d: {}\n\"e 1\": \"04\"\n";
        assert_eq!(write(&value, Style::Block), want);
        assert_eq!(write(&value, Style::Windows), format!("# 值 – values\n{want}").replace('\n', "\r\n"));
        assert_eq!(write(&value, Style::Flow).trim_end(), value.to_string());
    }
}
