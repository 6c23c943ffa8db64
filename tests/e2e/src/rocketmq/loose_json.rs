//! RocketMQ's answers, made into JSON.
//!
//! Its writer leaves the quotes of a key away when the key is a number: `{"brokerAddrs":{0:"host:10911"}}`.

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

/// Reads a text in which keys may be bare numbers.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(text).context("an answer is not UTF-8")?;
    let quoted = quote_keys(text);
    serde_json::from_str(&quoted).with_context(|| format!("cannot read the answer {text}"))
}

/// Puts quotes around each bare number that a colon follows.
fn quote_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => number_length(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_key = first != '"' && after.trim_start().starts_with(':');
        if is_key && length > 0 && token.starts_with(|start: char| start == '-' || start.is_ascii_digit()) {
            out.extend(["\"", token, "\""]);
        } else {
            out.push_str(token);
        }
        rest = after;
    }
    out
}

/// Returns the length of a quoted text with its quotes; to the end, where the closing one is missing.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn number_length(text: &str) -> usize {
    let is_number = |character: char| character.is_ascii_digit() || "+-.eE".contains(character);
    text.find(|character| !is_number(character)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_numbers_become_keys_and_nothing_else_changes() {
        let cases = [
            (r#"{"a":{0:"h:1",2:"h:2"}}"#, r#"{"a":{"0":"h:1","2":"h:2"}}"#),
            ("{-1 : true}", r#"{"-1" : true}"#),
            (r#"{"a":-1.5e3,"b":[1,2]}"#, r#"{"a":-1.5e3,"b":[1,2]}"#),
            (r#"{"text":"{0:1}, \"1\":2"}"#, r#"{"text":"{0:1}, \"1\":2"}"#),
            (r#"{"ü":{3:"ü"}}"#, r#"{"ü":{"3":"ü"}}"#),
            (r#"{"open"#, r#"{"open"#),
            ("", ""),
        ];
        for (text, want) in cases {
            assert_eq!(quote_keys(text), want);
        }
    }

    #[test]
    fn what_is_no_json_even_so_is_shown() {
        let error = read::<serde_json::Value>(b"<html>").unwrap_err();
        assert!(format!("{error:#}").contains("<html>"), "{error:#}");
    }
}
