//! What the text of a scalar stands for: the rules of `gopkg.in/yaml.v2`, which Kubernetes reads with.

use super::Value;
use super::number::{self, Number};

const NAMESPACE: &str = "tag:yaml.org,2002:";

/// The length of the longest word that stands for something else than itself.
const LONGEST_WORD: usize = 5;

/// Returns the value of an unquoted, untagged text.
pub(super) fn resolve_plain(text: &str) -> Value {
    other_than_text(text).unwrap_or_else(|| text.into())
}

/// Returns true when an unquoted, untagged text stands for itself.
pub(super) fn is_text(text: &str) -> bool {
    other_than_text(text).is_none()
}

fn other_than_text(text: &str) -> Option<Value> {
    let word = if text.len() <= LONGEST_WORD { word(text) } else { None };
    word.or_else(|| resolve_number(text).map(Value::from))
}

fn word(text: &str) -> Option<Value> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Value::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Value::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn resolve_number(text: &str) -> Option<Number> {
    match text.as_bytes().first()? {
        b'.' => number::float(text).map(Number::Float),
        b'+' | b'-' | b'0'..=b'9' => number::parse(text),
        _ => None,
    }
}

/// Returns a resolved value as it leaves Kubernetes' way through JSON: whole floats are integers there.
pub(super) fn settle(value: Value) -> Result<Value, String> {
    match value {
        Value::Float(float) if !float.is_finite() => Err("Kubernetes has no value for infinity or `.nan`".to_owned()),
        Value::Float(float) => Ok(number::whole(float).map_or(value, Value::Int)),
        _ => Ok(value),
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(int) => Self::Int(int),
            Number::Uint(uint) => Self::Uint(uint),
            Number::Float(float) => Self::Float(float),
        }
    }
}

/// Returns the value of a scalar with an explicit tag, or what is wrong with it.
pub(super) fn resolve_tagged(tag: &str, text: &str) -> Result<Value, String> {
    let short = tag.strip_prefix(NAMESPACE).unwrap_or("");
    match short {
        "int" | "float" | "bool" | "null" => typed(short, text).ok_or_else(|| cannot_be(text, short)),
        "timestamp" => timestamp(text).ok_or_else(|| cannot_be(text, short)),
        "binary" => binary(text).ok_or_else(|| "the text after `!!binary` is not Base64".to_owned()),
        _ => Ok(Value::String(text.to_owned())),
    }
}

fn cannot_be(text: &str, tag: &str) -> String {
    format!("`{}` cannot be read as `!!{tag}`", text.escape_debug())
}

fn typed(tag: &str, text: &str) -> Option<Value> {
    match (tag, resolve_number(text)) {
        ("int", Some(Number::Float(_))) | ("float", Some(Number::Uint(_))) => None,
        ("float", Some(Number::Float(float))) => Some(Value::Float(float)),
        ("int", Some(number)) => Some(number.into()),
        #[expect(clippy::cast_precision_loss, reason = "`!!float` asks for it")]
        ("float", Some(Number::Int(int))) => Some(Value::Float(int as f64)),
        (_, Some(_)) => None,
        (_, None) => Some(resolve_plain(text)).filter(|value| is_of(value, tag)),
    }
}

fn is_of(value: &Value, tag: &str) -> bool {
    match value {
        Value::Null => tag == "null",
        Value::Bool(_) => tag == "bool",
        Value::Float(_) => tag == "float",
        _ => false,
    }
}

fn timestamp(text: &str) -> Option<Value> {
    let mut parts = text.split(['-', 'T', 't', ' ']);
    let year = parts.next()?;
    let (month, day) = (parts.next()?, parts.next()?);
    let is_number = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.parse::<u8>().is_ok();
    let is_date = year.len() == 4 && year.parse::<u16>().is_ok() && is_number(month, 2) && is_number(day, 2);
    is_date.then(|| Value::String(text.to_owned()))
}

fn binary(text: &str) -> Option<Value> {
    let bytes: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let body = bytes.strip_suffix(b"==").or_else(|| bytes.strip_suffix(b"=")).unwrap_or(&bytes);
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    for group in body.chunks(4) {
        let bits = group.iter().try_fold(0u32, |bits, byte| Some(bits << 6 | sextet(*byte)?))?;
        let [_, first, second, third] = (bits << (6 * (4 - group.len()))).to_be_bytes();
        out.extend([first, second, third].iter().take(group.len() * 3 / 4));
    }
    Some(Value::String(decode(&out)))
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// Decodes UTF-8 as `encoding/json` does: every byte that does not belong becomes one U+FFFD.
fn decode(mut bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    while let Err(error) = std::str::from_utf8(bytes) {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        text.push_str(&String::from_utf8_lossy(valid));
        text.push('\u{fffd}');
        bytes = rest.get(1..).unwrap_or_default();
    }
    text.push_str(&String::from_utf8_lossy(bytes));
    text
}

/// Returns true for the key that merges another mapping into this one.
pub(super) fn is_merge(text: &str, is_plain: bool, tag: Option<&str>) -> bool {
    let is_implicit = match tag {
        None => is_plain,
        // `! <<` is a merge too, quoted or not.
        Some(tag) => tag == "!" || tag.strip_prefix(NAMESPACE) == Some("merge"),
    };
    text == "<<" && is_implicit
}

/// Returns the text of a key, or what is wrong with it.
pub(super) fn key_text(value: Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Int(int) => Ok(int.to_string()),
        Value::Float(float) => Ok(number::print_key(float)),
        Value::Null => Err("a key is null"),
        Value::Uint(_) => Err("a key is a number above the range of signed 64 bits"),
        Value::Sequence(_) | Value::Mapping(_) => Err("a key is a list or a mapping"),
    }
}
