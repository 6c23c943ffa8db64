//! Kubernetes quantities: `500m`, `2Gi`, `1e3`.
//!
//! The grammar is that of `k8s.io/apimachinery/pkg/api/resource`: a decimal number with a binary suffix, a decimal
//! suffix or an exponent.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of something, kept as it was written.
///
/// **Invariant:** the text is a quantity that Kubernetes reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quantity {
    text: String,
    milli: u128,
}

impl Quantity {
    /// Returns the quantity, or nothing when the text is none or is negative.
    ///
    /// Amounts are rounded up to a thousandth, as Kubernetes does for what it stores.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let milli = milli(text)?;
        Some(Self { text: text.to_owned(), milli })
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the amount in whole units (bytes, CPUs), rounded up.
    #[must_use]
    pub fn units(&self) -> u64 {
        u64::try_from(self.milli.div_ceil(1000)).unwrap_or(u64::MAX)
    }

    /// Returns the amount in thousandths, rounded up.
    #[must_use]
    pub fn milli(&self) -> u64 {
        u64::try_from(self.milli).unwrap_or(u64::MAX)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.text
    }
}

impl TryFrom<String> for Quantity {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a quantity")
    }
}

/// The amount in thousandths; amounts too large to matter are cut.
fn milli(text: &str) -> Option<u128> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let number_end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, suffix) = unsigned.split_at_checked(number_end)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let no_digit = whole.is_empty() && fraction.is_empty();
    if no_digit || fraction.contains('.') || text.len() > 64 {
        return None;
    }
    let (binary, exponent) = scale(suffix)?;
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()?;
    Some(shift(digits.saturating_mul(binary), exponent - decimals + 3))
}

/// A suffix as a binary factor and a power of ten.
fn scale(suffix: &str) -> Option<(u128, i32)> {
    let binary = |power: u32| Some((1_u128 << (10 * power), 0));
    match suffix {
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => Some((1, power_of_ten(suffix)?)),
    }
}

fn power_of_ten(suffix: &str) -> Option<i32> {
    const SUFFIXES: [(&str, i32); 10] =
        [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];
    if let Some((_, power)) = SUFFIXES.iter().find(|(name, _)| *name == suffix) {
        return Some(*power);
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    let power: i32 = exponent.parse().ok()?;
    (-99..=99).contains(&power).then_some(power)
}

/// `digits` times ten to the `power`, rounded up.
fn shift(digits: u128, power: i32) -> u128 {
    match 10_u128.checked_pow(power.unsigned_abs()) {
        Some(factor) if power >= 0 => digits.saturating_mul(factor),
        Some(factor) => digits.div_ceil(factor),
        None if power >= 0 && digits > 0 => u128::MAX,
        None => u128::from(digits > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_thousandths() {
        for (text, want) in [
            ("500m", Some(500)),
            ("2Gi", Some(2_147_483_648_000)),
            ("1.5Gi", Some(1_610_612_736_000)),
            ("1", Some(1000)),
            ("+1", Some(1000)),
            ("0", Some(0)),
            ("0.1", Some(100)),
            (".5", Some(500)),
            ("5.", Some(5000)),
            ("1k", Some(1_000_000)),
            ("1e3", Some(1_000_000)),
            ("1E3", Some(1_000_000)),
            ("1e-1", Some(100)),
            ("1E", Some(1_000_000_000_000_000_000_000)),
            ("1n", Some(1)),
            ("0.0001", Some(1)),
            ("100u", Some(1)),
            ("", None),
            ("Gi", None),
            (".", None),
            ("1.2.3", None),
            ("-1", None),
            ("1 Gi", None),
            ("1gi", None),
            ("1GB", None),
            ("1K", None),
            ("1KI", None),
            ("1e", None),
            ("1e1e1", None),
            ("０", None),
        ] {
            assert_eq!(milli(text), want, "{text}");
        }
    }

    #[test]
    fn extremes_are_cut() {
        assert_eq!(Quantity::parse("9e99").map(|q| q.units()), Some(u64::MAX));
        assert_eq!(Quantity::parse("1e-99").map(|q| q.milli()), Some(1));
    }
}
