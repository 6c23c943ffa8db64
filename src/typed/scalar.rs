//! Which scalars a Kubernetes type takes.
//!
//! The rules are those of `sigs.k8s.io/json` and of the types' own `UnmarshalJSON`. Null is the zero value everywhere.

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

/// Returns true for a time of RFC 3339 as Go's `time.Parse` takes it.
fn is_time(text: &str) -> bool {
    let (Some((date, rest)), true) = (text.split_once('T'), text.is_ascii()) else { return false };
    let Some((clock, rest)) = rest.split_at_checked(8) else { return false };
    let fraction = rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|one: char| one.is_ascii_digit()));
    let zone = fraction.filter(|zone| zone.len() + 1 < rest.len()).unwrap_or(rest);
    let is_zone = zone == "Z"
        || zone
            .strip_prefix(['+', '-'])
            .is_some_and(|offset| numbers(offset, ':').is_some_and(|[h, m]| h < 24 && m < 60));
    let is_clock = numbers(clock, ':').is_some_and(|[h, m, s]| h < 24 && m < 60 && s < 60);
    is_date(date) && is_clock && is_zone
}

fn is_date(text: &str) -> bool {
    let Some((year, rest)) = text.split_at_checked(4) else { return false };
    let (Some(year), Some([month, day])) = (number(year), rest.strip_prefix('-').and_then(|rest| numbers(rest, '-')))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Reads so many numbers of two digits each.
fn numbers<const COUNT: usize>(text: &str, between: char) -> Option<[u32; COUNT]> {
    let read: Option<Vec<u32>> = text.split(between).map(|part| number(part).filter(|_| part.len() == 2)).collect();
    read?.try_into().ok()
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
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
            ("2024-02-29T23:59:59-11:30", true),
            ("2026-02-29T00:00:00Z", false),
            ("2000-02-29T00:00:00Z", true),
            ("1900-02-29T00:00:00Z", false),
            ("2026-04-31T00:00:00Z", false),
            ("2026-01-00T00:00:00Z", false),
            ("2026-00-01T00:00:00Z", false),
            ("2026-01-02T24:00:00Z", false),
            ("2026-01-02T23:60:00Z", false),
            ("2026-01-02T23:59:60Z", false),
            ("2026-01-02T03:04:05.Z", false),
            ("2026-01-02T03:04:05.1", false),
            ("2026-01-02T03:04:05+8:00", false),
            ("2026-01-02T03:04:05+08:00:00", false),
            ("2026-01-02T3:04:05Z", false),
            ("2026-01-02T03:04:中Z", false),
            ("+026-01-02T03:04:05Z", false),
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
