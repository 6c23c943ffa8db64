//! Numbers as Go's `strconv` and `encoding/json` read and print them.

/// A number in the text of a plain scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Int(i64),
    Uint(u64),
    Float(f64),
}

/// Reads a number by the rules of Kubernetes, or returns nothing when the text is none.
///
/// Underscores are dropped, a leading zero means octal, and a text that is no octal number may still be a float: `089`.
pub(super) fn parse(text: &str) -> Option<Number> {
    let digits = text.replace('_', "");
    int(&digits).or_else(|| float(&digits).map(Number::Float)).or_else(|| signed_binary(&digits))
}

/// Returns a whole float as the integer that Kubernetes makes of it: it goes through the text that JSON has for it.
pub(super) fn whole(float: f64) -> Option<i64> {
    print_json(float).parse().ok()
}

/// Reads `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; a number out of range is none.
pub(super) fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_mantissa = !(whole.is_empty() && fraction.is_empty()) && is_digits(whole) && is_digits(fraction);
    let has_exponent = exponent.is_none_or(|digits| !digits.is_empty() && is_digits(digits));
    let float: f64 = (has_mantissa && has_exponent).then(|| text.parse().ok())??;
    float.is_finite().then_some(float)
}

fn int(text: &str) -> Option<Number> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => (Some('-'), text.get(1..)?),
        b'+' => (Some('+'), text.get(1..)?),
        _ => (None, text),
    };
    let magnitude = magnitude(rest)?;
    match sign {
        Some('-') => 0i64.checked_sub_unsigned(magnitude).map(Number::Int),
        _ if i64::try_from(magnitude).is_ok() => i64::try_from(magnitude).ok().map(Number::Int),
        None => Some(Number::Uint(magnitude)),
        Some(_) => None,
    }
}

fn magnitude(text: &str) -> Option<u64> {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, text.get(2..)?),
        [b'0', b'b' | b'B', _, ..] => (2, text.get(2..)?),
        [b'0', b'o' | b'O', _, ..] => (8, text.get(2..)?),
        [b'0', _, ..] => (8, text.get(1..)?),
        _ => (10, text),
    };
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_plain.then(|| u64::from_str_radix(digits, radix).ok())?
}

/// Reads `0b-101`, which Go takes for -5 because it reads what follows `0b` as a number with a sign.
fn signed_binary(text: &str) -> Option<Number> {
    i64::from_str_radix(text.strip_prefix("0b")?, 2).ok().map(Number::Int)
}

/// Prints a float as `encoding/json` does: digits between 1e-6 and 1e21, otherwise with an exponent.
pub(super) fn print_json(float: f64) -> String {
    let size = float.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        return with_exponent(&format!("{float:e}"), 1);
    }
    float.to_string()
}

/// Prints a float as a key: `strconv.FormatFloat(float, 'g', -1, 32)`.
#[expect(clippy::cast_possible_truncation, reason = "Go prints keys with the precision of 32 bits")]
pub(super) fn print_key(float: f64) -> String {
    let single = float as f32;
    let scientific = format!("{single:e}");
    let exponent: i32 = scientific.split_once('e').and_then(|(_, digits)| digits.parse().ok()).unwrap_or(0);
    match () {
        () if single.is_nan() => ".nan".to_owned(),
        () if single.is_infinite() => if single > 0.0 { ".inf" } else { "-.inf" }.to_owned(),
        () if !(-4..6).contains(&exponent) => with_exponent(&scientific, 2),
        () => single.to_string(),
    }
}

/// Rewrites `1e21` as Go does: with a sign and at least `width` digits in the exponent.
fn with_exponent(scientific: &str, width: usize) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_go_prints_them() {
        for (float, want) in [
            (1.5, "1.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.25e-7, "1.25e-7"),
            (0.000_001, "0.000001"),
            (-1e300, "-1e+300"),
        ] {
            assert_eq!(print_json(float), want);
        }
    }

    #[test]
    fn numbers_are_read_as_go_reads_them() {
        for (text, want) in [
            ("0_7", Some(Number::Int(7))),
            ("0b-101", Some(Number::Int(-5))),
            ("+18446744073709551615", Some(Number::Float(18_446_744_073_709_551_615.0))),
            ("18446744073709551615", Some(Number::Uint(u64::MAX))),
            ("-9223372036854775808", Some(Number::Int(i64::MIN))),
            ("-", None),
            ("0x", None),
            ("1e309", None),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }
}
