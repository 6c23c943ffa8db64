//! Which scalars a Kubernetes type takes.
//!
//! The rules are those of `sigs.k8s.io/json` and of the types' own `UnmarshalJSON`. Null is the zero value everywhere.

use k8s_openapi::jiff::Timestamp;

use crate::yaml::Value;

use super::finding::Wanted;

/// Returns true when a field of the wanted type takes this scalar.
pub(super) fn takes(wanted: Wanted, value: &Value) -> bool {
    match (wanted, value) {
        (_, Value::Null)
        | (Wanted::Boolean, Value::Bool(_))
        | (Wanted::String | Wanted::IntOrString | Wanted::Quantity, Value::String(_))
        | (Wanted::Quantity, Value::Int(_) | Value::Uint(_) | Value::Float(_)) => true,
        (Wanted::Bytes, Value::String(text)) => is_base64(text),
        (Wanted::Time, Value::String(text)) => is_time(text),
        (Wanted::Int64, value) => whole(value).is_some(),
        (Wanted::Int32 | Wanted::IntOrString, value) => whole(value).is_some_and(|n| i32::try_from(n).is_ok()),
        _ => false,
    }
}

/// Returns a whole number, however it was written: the way to the API server turns `30.0` and `1e3` into integers.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        #[expect(clippy::cast_possible_truncation, reason = "a whole number inside the range of the type")]
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 9.2e18 => Some(*number as i64),
        _ => None,
    }
}

/// Returns true for a time of RFC 3339. The parser alone would take more: a blank for the `T`, no seconds, a zone's name.
fn is_time(text: &str) -> bool {
    let shape = b"0000-00-00T00:00:00";
    let is_shaped = text.len() > shape.len()
        && !text.ends_with(']')
        && text
            .bytes()
            .zip(shape)
            .all(|(byte, like)| if *like == b'0' { byte.is_ascii_digit() } else { byte == *like });
    is_shaped && text.parse::<Timestamp>().is_ok()
}

/// Returns true for padded base64; Go skips line ends in it, so a block scalar is good too.
fn is_base64(text: &str) -> bool {
    let (mut digits, mut padding) = (0_usize, 0_usize);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        match byte {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => digits += 1,
            _ => return false,
        }
    }
    padding <= 2 && (digits + padding).is_multiple_of(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_go_reads_it() {
        for (text, want) in [
            ("", true),
            ("YQ==", true),
            ("YWI=\n", true),
            ("YWJj\nYWJj", true),
            ("YQ", false),
            ("YQ=", false),
            ("=", false),
            ("Y===", false),
            ("Y=Q=", false),
            ("a-b_", false),
            ("pässword", false),
        ] {
            assert_eq!(is_base64(text), want, "{text:?}");
        }
    }

    #[test]
    fn times_are_those_of_rfc_3339() {
        for (text, want) in [
            ("2026-01-02T03:04:05Z", true),
            ("2026-01-02T03:04:05.123456+08:00", true),
            ("2026-01-02 03:04:05Z", false),
            ("2026-01-02T03:04:05", false),
            ("2026-01-02T03:04Z", false),
            ("2026-13-02T03:04:05Z", false),
            ("2026-01-02T03:04:05+08:00[Asia/Shanghai]", false),
            ("2026-01-02", false),
            ("", false),
        ] {
            assert_eq!(is_time(text), want, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_may_have_an_exponent_or_a_zero_fraction() {
        for (value, want) in [
            (Value::Float(30.0), Some(30)),
            (Value::Float(1e3), Some(1000)),
            (Value::Float(-2.0), Some(-2)),
            (Value::Float(0.5), None),
            (Value::Float(1e19), None),
            (Value::Uint(u64::MAX), None),
            (Value::from("1"), None),
        ] {
            assert_eq!(whole(&value), want, "{value:?}");
        }
    }
}
